import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Packet } from '../../main/protocol/packets.ts';
import { killIfAlive } from '../support/alive.ts';
import { afterThisTest } from '../support/cleanup.ts';
import { GEARBENCH } from '../support/command-line.ts';
import { freePort } from '../support/free-port.ts';
import { bytes } from '../support/packets.ts';
import { peerOf } from '../support/peer.ts';
import { background, until } from '../support/processes.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { ask, listening } from './servers.ts';

/** Whether this machine lets us see what a process asks of the system. */
const traceable = spawnSync('strace', ['-o', '/dev/null', 'true']).status === 0;

/** What happened, in order: `sync` for each sync of the journal, `created N` for N acknowledgements in one write. */
function eventsOf(trace: string, path: string): string[] {
  const events: string[] = [];
  for (const line of trace.split('\n')) {
    if (line.includes(`<${path}-wal>`) && /\bf(data)?sync\(/.test(line)) events.push('sync');
    const created = line.match(/RES\\0\\0\\0\\10|RES\\0\\0\\0\\x08/g)?.length ?? 0;
    if (created > 0 && /\b(write|writev|sendto|sendmsg)\(/.test(line)) events.push(`created ${created}`);
  }
  return events;
}

test.skipIf(!traceable)(
  'each answer follows a sync of the disk, and one sync serves all submissions of a round',
  async () => {
    const folder = await temporaryFolder();
    const [path, trace, port] = [join(folder, 'queue.db'), join(folder, 'trace'), await freePort()];
    const server = background('strace', [
      ...['-f', '-y', '-s', '65536', '-e', 'trace=fsync,fdatasync,write,writev,sendto,sendmsg', '-o', trace],
      ...[GEARBENCH, 'gearmand', '-p', String(port), '-L', '127.0.0.1', '-l', 'none'],
      ...['--queue-type=libsqlite3', `--libsqlite3-db=${path}`],
    ]);
    await listening(port);
    const pid = Number((await ask(port, 'getpid')).replace(/\D/g, ''));
    // Not strace itself: it would leave the server behind.
    const stop = async () => {
      killIfAlive(pid);
      await until('the end of the trace', () => server.child.exitCode !== null || server.child.signalCode !== null);
    };
    afterThisTest(stop);
    const client = await peerOf({ port });
    const submission = (workload: string): Packet => ({
      name: 'SUBMIT_JOB_BG',
      function: 'f',
      unique: '',
      workload: bytes(workload),
    });
    for (let index = 0; index < 20; index += 1) {
      client.send(submission(`${index}`));
      await client.hears();
    }
    client.send(...Array.from({ length: 200 }, (_, index) => submission(`together ${index}`)));
    expect((await client.hears(200)).length).toBe(200);
    await stop();
    const events = eventsOf(await readFile(trace, 'latin1'), path);
    const first = events.indexOf('created 1');
    expect(events.slice(first - 1)).toEqual([...Array(20).fill(['sync', 'created 1']).flat(), 'sync', 'created 200']);
  },
);

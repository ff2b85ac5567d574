import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { PACKETS, type PacketName } from '../../main/protocol/packets.ts';
import { afterThisTest } from '../support/cleanup.ts';
import { engineOf, shell } from '../support/engine.ts';
import { bytes } from '../support/packets.ts';
import { PATIENT } from '../support/patient.ts';
import { peerOf } from '../support/peer.ts';
import { needs } from '../support/peers.ts';
import { background, run } from '../support/processes.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { LOOPBACK, mayCapture } from './dumpcap.ts';
import { gearman, gearmanWorker } from './stock.ts';

/** Records a port from now on. Stopped after the test. */
async function recording(port: number) {
  const file = join(await temporaryFolder(), 'traffic.pcapng');
  const tshark = background('tshark', ['-i', LOOPBACK, '-f', `tcp port ${port}`, '-w', file]);
  const ended = once(tshark.child, 'close');
  afterThisTest(async () => {
    tshark.child.kill('SIGINT'); // any harder, and the process that records for it stays
    await ended;
  });
  await tshark.says('Capture started.');
  return {
    /** The types of all packets that Wireshark sees, for each connection and direction. */
    async conversations() {
      const fields = ['tcp.stream', 'tcp.dstport', 'gearman.pkt_type'].flatMap((field) => ['-e', field]);
      const args = ['-r', file, '-d', `tcp.port==${port},gearman`, '-Y', 'gearman.pkt_type', '-T', 'fields', ...fields];
      const { stdout } = await run('tshark', args);
      const rows = stdout
        .split('\n')
        .slice(0, -1)
        .map((line) => line.split('\t'));
      return grouped(
        rows.flatMap(([stream, to, types = '']) =>
          types.split(',').map((type) => ({
            connection: Number(stream),
            direction: Number(to) === port ? 'in' : 'out',
            type: Number(type),
          })),
        ),
      );
    },
  };
}

interface Seen {
  connection: number;
  direction: string;
  type: number;
}

/** `in 1,39,4` and `out 10` for each connection; connections have other numbers there than here. */
function grouped(seen: readonly Seen[]): string[] {
  const groups = Map.groupBy(seen, ({ connection }) => connection);
  return [...groups.values()]
    .map((packets) =>
      ['in', 'out']
        .map((way) => `${way} ${packets.filter(({ direction }) => direction === way).map(({ type }) => type)}`)
        .join(' '),
    )
    .toSorted();
}

describe.skipIf(!needs('tshark') || !needs('gearman') || !mayCapture())('Wireshark on the wire and our capture', () => {
  test('see the same packets in the same order on every connection', async () => {
    const { port, call, define, idle } = await engineOf();
    const { conversations } = await recording(port);
    const capture = () => call('packets.window', { from: 0, rows: 500, probes: true });
    /** Nothing is on its way any more: every worker sleeps. */
    const atRest = () =>
      vi.waitUntil(async () => {
        const said = (await capture()).rows.filter(({ party, direction }) => party === 'worker' && direction === 'in');
        const last = new Map(said.map(({ connection, type }) => [connection.number, type]));
        return [...last.values()].every((type) => type === 'PRE_SLEEP');
      }, PATIENT);
    await call('server.start', {});
    for (const [name, line] of Object.entries({ size: 'wc -c', killed: 'echo so far; kill -9 $$' })) {
      await define(name, shell(line));
      await call('workers.start', { name });
      await idle(name);
    }
    const worker = await gearmanWorker(port, ['half', 'line'], ['cat'], ['-n']);
    await gearman(port, ['-f', 'size', 'a', 'b']);
    await gearman(port, ['-f', 'size'], Buffer.alloc(100_000));
    await gearman(port, ['-f', 'killed', '-f', 'line', 'x']);
    await gearman(port, ['-I', '-f', 'size', 'x']);
    await gearman(port, ['-b', '-f', 'nobody', 'x']);
    await atRest();
    await worker.stop();
    const peer = await peerOf({ port });
    peer.send({ name: 'OPTION_REQ', option: 'no such' });
    await peer.hears();
    peer.send({ name: 'OPTION_REQ', option: 'exceptions' }, { name: 'SET_CLIENT_ID', clientId: 'a peer' });
    peer.send({ name: 'SUBMIT_JOB_LOW_BG', function: 'nobody', unique: 'u', workload: bytes('x') });
    peer.send({ name: 'GET_STATUS_UNIQUE', unique: 'u' }, { name: 'GET_STATUS', handle: 'H:none:1' });
    peer.write('version\n');
    await peer.hears(5);
    await call('server.stop', undefined);

    const { rows, end } = await capture();
    expect(rows).toHaveLength(end);
    const packets = rows.filter(({ kind }) => kind === 'packet');
    const ours = grouped(
      packets.map(({ connection, direction, type }) => ({
        connection: connection.number,
        direction,
        type: PACKETS[type as PacketName].type,
      })),
    );
    expect(ours).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^in 16(,16)* out 17(,17)*$/),
        'in 7,7 out 8,13,8,13',
        'in 26,26,22,34,41,15 out 19,27,8,42,20',
      ]),
    );
    // What comes last is written to the file a moment later.
    await vi.waitFor(async () => expect(await conversations()).toEqual(ours), PATIENT);
  });
});

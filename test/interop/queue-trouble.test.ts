import { chmod, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Packet } from '../../main/protocol/packets.ts';
import { QueueStore } from '../../main/server/queue-store.ts';
import { afterThisTest } from '../support/cleanup.ts';
import { gearbench } from '../support/command-line.ts';
import { freePort } from '../support/free-port.ts';
import { bytes } from '../support/packets.ts';
import { peerOf } from '../support/peer.ts';
import { canMount, smallDisk } from '../support/small-disk.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { listening } from './servers.ts';

async function serverOn(path: string, more: readonly string[] = []) {
  const port = await freePort();
  const args = ['-p', String(port), '-L', '127.0.0.1', '--queue-type=libsqlite3', `--libsqlite3-db=${path}`];
  const server = await gearbench(['gearmand', '-l', 'stderr', ...args, ...more], afterThisTest);
  return { port, ...server };
}

const bg = (size: number): Packet => ({
  name: 'SUBMIT_JOB_BG',
  function: 'f',
  unique: '',
  workload: Buffer.alloc(size, 'x'),
});
const CREATED = expect.stringMatching(/^JOB_CREATED /);

test.skipIf(!canMount)(
  'on a full disk clients read QUEUE_ERROR, all else goes on, and with room it goes on as before',
  async () => {
    const { folder, remount } = await smallDisk('2m');
    const path = join(folder, 'queue.db');
    const { port, says, end } = await serverOn(path);
    await listening(port);
    const client = await peerOf({ port });
    client.send(bg(1000));
    expect(await client.hears()).toEqual([CREATED]);
    client.send(bg(4 * 1024 * 1024), { name: 'ECHO_REQ', data: bytes('goes on') });
    expect(await client.hears(2)).toEqual([
      'ERROR QUEUE_ERROR The job was not kept: database or disk is full',
      'ECHO_RES goes on',
    ]);
    await says(`The queue file ${path} cannot grow: the disk is full. Make room on the disk.`);
    client.send({ name: 'CAN_DO', function: 'f' }, { name: 'GRAB_JOB' });
    const [assigned = ''] = await client.hears();
    client.send(
      { name: 'WORK_COMPLETE', handle: assigned.split(' ')[1] ?? '', result: bytes('') },
      { name: 'GRAB_JOB' },
    );
    expect(await client.hears()).toEqual(['NO_JOB']);
    remount('size=32m');
    client.send(bg(4 * 1024 * 1024));
    expect(await client.hears()).toEqual([CREATED]);
    expect((await end()).code).toBe(0);
  },
);

test.skipIf(!canMount)('a file on a disk that may only be read ends the start with the reason', async () => {
  const { folder, remount } = await smallDisk('2m');
  const path = join(folder, 'queue.db');
  const first = await serverOn(path);
  await listening(first.port);
  await first.end();
  remount('ro');
  const { ended } = await serverOn(path);
  const { code, err } = await ended;
  expect(code).toBe(1);
  expect(err).toContain(
    `The queue file ${path} cannot be opened. Check that its folder exists, and that you may write both.`,
  );
});

test.skipIf(!canMount)('a file that its user may only read ends the start with the reason', async () => {
  const folder = await temporaryFolder();
  await chmod(folder, 0o777);
  const path = join(folder, 'queue.db');
  new QueueStore({ path }).close();
  await rm(`${path}-lock`);
  await chmod(path, 0o644);
  const { ended } = await serverOn(path, ['-u', 'nobody']);
  const { code, err } = await ended;
  expect(code).toBe(1);
  expect(err).toContain(`The queue file ${path} cannot be written. Change the rights of the file and its folder`);
});

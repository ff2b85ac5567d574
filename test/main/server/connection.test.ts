import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { Connection, PLENTY } from '../../../main/server/connection.ts';
import { limitsFrom } from '../../../main/server/limits.ts';
import { afterThisTest } from '../../support/cleanup.ts';
import { freePort } from '../../support/free-port.ts';

const KILOBYTES = Buffer.alloc(32 * 1024, 'k');
const SMALL = Buffer.from('small');

/** A connection whose peer reads nothing yet, and whose socket takes no more for now. */
async function full() {
  const port = await freePort();
  const server = createServer({ allowHalfOpen: true });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const peer = connect(port, '127.0.0.1');
  const [socket] = (await once(server, 'connection')) as [Socket];
  afterThisTest(() => {
    for (const each of [server.close(), peer.destroy(), socket.destroy()]) void each;
  });
  socket.resume();
  const connection = new Connection(1, socket, limitsFrom());
  let sent = 0;
  const send = (block: Buffer) => {
    connection.write(block);
    sent += block.length;
  };
  while (!socket.writableNeedDrain) {
    send(KILOBYTES);
    await new Promise(setImmediate);
  }
  const received = async (): Promise<number> => {
    let bytes = 0;
    for await (const chunk of peer) bytes += (chunk as Buffer).length;
    return bytes;
  };
  return { connection, socket, peer, send, sent: () => sent, received };
}

test('what waits for a slow peer counts as unsent, wherever it waits', async () => {
  const { connection, socket, send } = await full();
  const before = connection.unsent;
  send(SMALL);
  expect([connection.unsent - before, socket.writableLength]).toEqual([SMALL.length, before]);
  expect([before < PLENTY, connection.stalled]).toEqual([true, false]);
  while (connection.unsent <= PLENTY) send(KILOBYTES);
  expect([connection.stalled, socket.isPaused()]).toEqual([true, true]);
});

test('a peer that closes its half still gets what waits for it', async () => {
  const { connection, socket, peer, send, sent, received } = await full();
  send(SMALL);
  socket.on('end', () => connection.finish());
  peer.end();
  expect(await received()).toBe(sent());
});

test('a connection that is closed sends what waits for its peer first', async () => {
  const { connection, send, sent, received } = await full();
  send(SMALL);
  connection.close();
  expect(await received()).toBe(sent());
});

test('one that does not read is not waited for', async () => {
  const { connection, socket, send } = await full();
  while (!connection.stalled) send(KILOBYTES);
  connection.close();
  await once(socket, 'close');
  expect(socket.destroyed).toBe(true);
});

import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { readInto } from '../../../main/net/read-into.ts';
import { afterThisTest } from '../../support/cleanup.ts';

/** A server whose sockets are read into the one block of memory, and connections to it. */
async function reading(each: (socket: Socket, chunk: Buffer) => void, count = 1) {
  const server = createServer({ pauseOnConnect: true }, (accepted) => {
    const socket = readInto(accepted, (chunk) => each(socket, chunk));
    socket.on('error', () => {});
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const peers = await Promise.all(
    Array.from({ length: count }, async () => {
      const peer = connect({ host: '127.0.0.1', port });
      afterThisTest(() => void peer.destroy());
      await once(peer, 'connect');
      return peer;
    }),
  );
  afterThisTest(() => void server.close());
  return { server, peers };
}

test('what is sent arrives whole and in order, although every chunk lies in the same memory', async () => {
  const sent = Buffer.from(Array.from({ length: 3_000_000 }, (_, index) => index % 251));
  const got: Buffer[] = [];
  let size = 0;
  const { promise, resolve } = Promise.withResolvers<void>();
  const { peers } = await reading((_, chunk) => {
    got.push(Buffer.from(chunk));
    size += chunk.length;
    if (size === sent.length) resolve();
  });
  peers[0]?.write(sent);
  await promise;
  expect(Buffer.concat(got).equals(sent)).toBe(true);
});

test('however much comes, other things of the event loop have their turn in between', async () => {
  const sockets = 12;
  const each = 2 * 1024 * 1024;
  let size = 0;
  const chunksOfRounds = [0];
  const { promise, resolve } = Promise.withResolvers<void>();
  const { peers } = await reading((_, chunk) => {
    if (chunksOfRounds.at(-1) === 0) setImmediate(() => chunksOfRounds.push(0));
    chunksOfRounds.push((chunksOfRounds.pop() ?? 0) + 1);
    size += chunk.length;
    const until = performance.now() + 1; // so that the senders are ahead, and full chunks wait
    while (performance.now() < until);
    if (size === sockets * each) resolve();
  }, sockets);
  for (const peer of peers) peer.write(Buffer.alloc(each));
  await promise;
  // A chunk from each at first; then, in the time of a round, a few from two of them.
  expect(Math.max(...chunksOfRounds)).toBeLessThanOrEqual(sockets + 5);
  const [most = 0] = chunksOfRounds.toSorted((one, other) => other - one).slice(3);
  expect(most).toBeLessThanOrEqual(10);
});

test('a socket that is paused stays so, and its server counts it out when it ends', async () => {
  let size = 0;
  const accepted = Promise.withResolvers<Socket>();
  const { server, peers } = await reading((socket, chunk) => {
    size += chunk.length;
    if (size === 10) socket.pause();
    accepted.resolve(socket);
  });
  peers[0]?.write(Buffer.alloc(10));
  const socket = await accepted.promise;
  peers[0]?.write(Buffer.alloc(2_000_000));
  for (let round = 0; round < 20; round += 1) await new Promise(setImmediate);
  expect(size).toBe(10);
  socket.resume();
  while (size < 2_000_010) await new Promise(setImmediate);
  peers[0]?.destroy();
  await new Promise((resolve) => server.close(resolve));
});

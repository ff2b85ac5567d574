import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { type EntranceParts, openEntrance } from '../../../main/net/entrance.ts';
import { silent } from '../../../main/util/log.ts';
import { afterThisTest } from '../../support/cleanup.ts';
import { freePort } from '../../support/free-port.ts';
import { peerOf } from '../../support/peer.ts';

async function opened(hosts: readonly string[] = ['127.0.0.1'], parts: Partial<EntranceParts> = {}) {
  const port = await freePort();
  const entrance = await openEntrance(hosts, port, { log: silent, ...parts });
  const admitted: Socket[] = [];
  afterThisTest(() => {
    for (const socket of admitted) socket.destroy();
    return entrance.close();
  });
  return { port, entrance, admitted, admit: () => entrance.admit((socket) => admitted.push(socket)) };
}

async function knocking(port: number): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port });
  afterThisTest(() => void socket.destroy());
  socket.on('error', () => {});
  await once(socket, 'connect');
  return socket;
}

test('who comes before anybody is admitted waits, and what it said is read then', async () => {
  const { port, admit, admitted } = await opened();
  const early = await knocking(port);
  early.write('first\n');
  const gone = await knocking(port);
  gone.resetAndDestroy();
  await knocking(port); // the server has taken note of those before
  admit();
  const late = await knocking(port);
  late.write('second\n');
  await expect.poll(() => admitted.length).toBeGreaterThanOrEqual(3);
  expect((await once(admitted[0]?.resume() as Socket, 'data')).toString()).toBe('first\n');
  expect((await once(admitted.at(-1)?.resume() as Socket, 'data')).toString()).toBe('second\n');
});

test('where it closes first, who waits is sent away', async () => {
  const { port, entrance } = await opened();
  const early = await knocking(port);
  const closed = once(early.resume(), 'close');
  await entrance.close();
  await closed;
});

test('once closed it lets nobody in, and waits for who is in', async () => {
  const { port, entrance, admit, admitted } = await opened();
  admit();
  await knocking(port);
  await expect.poll(() => admitted.length).toBe(1);
  let over = false;
  const closing = entrance.close().then(() => {
    over = true;
  });
  await expect(peerOf({ port })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  expect(over).toBe(false);
  admitted[0]?.destroy();
  await closing;
});

test('where a port is taken at one of the addresses, none is listened on', async () => {
  const { port } = await opened(['::1']);
  await expect(openEntrance(['127.0.0.1', '::1'], port, { log: silent })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  await expect(peerOf({ port })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

test('an address that the machine lacks is passed over unless it is the first', async () => {
  expect((await opened(['127.0.0.1', '192.0.2.1'])).entrance.hosts).toEqual(['127.0.0.1']);
  await expect(opened(['192.0.2.1'])).rejects.toMatchObject({ code: 'EADDRNOTAVAIL' });
});

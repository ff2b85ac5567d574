import { expect, test, vi } from 'vitest';
import { openSession } from '../../../main/client/session.ts';
import type { AppError } from '../../../main/contract/errors.ts';
import { runningServer } from '../../support/embedded.ts';
import { fakeServer } from '../../support/fake-server.ts';
import { freePort } from '../../support/free-port.ts';
import { bytes } from '../../support/packets.ts';
import { told } from '../../support/peer.ts';

const echo = (text: string) => ({ name: 'ECHO_REQ', data: bytes(text) }) as const;
const resolvers = <T>() => Promise.withResolvers<T>();

test('what is sent at once arrives in order, and so do the answers', async () => {
  const { target, origins } = await runningServer();
  const heard: string[] = [];
  const last = resolvers<void>();
  const session = await openSession({
    target,
    origins: { registry: origins, as: 'self' },
    onMessage: (message) => {
      heard.push(told(message));
      if (heard.length === 3) last.resolve();
    },
    onLost: last.reject,
  });
  session.send(echo('1'), { name: 'OPTION_REQ', option: 'exceptions' }, echo('2'));
  await last.promise;
  expect(heard).toEqual(['ECHO_RES 1', 'OPTION_RES exceptions', 'ECHO_RES 2']);
  session.close();
});

test('a server that goes away is told once', async () => {
  const { target, host } = await runningServer();
  const lost = resolvers<AppError>();
  const onLost = vi.fn(lost.resolve);
  const session = await openSession({ target, onMessage: () => {}, onLost });
  await host.stop();
  expect(await lost.promise).toMatchObject({
    code: 'connection-lost',
    message: expect.stringContaining(`The connection to 127.0.0.1:${target.port} failed`),
  });
  session.send(echo('to nobody'));
  await new Promise(setImmediate);
  expect(onLost).toHaveBeenCalledOnce();
});

test('what is no Gearman ends the session, and what came before is told', async () => {
  const target = await fakeServer((_heard, { write }) =>
    write(bytes('\0RES\0\0\0\x06\0\0\0\0\0RES\0\0\x01\0\0\0\0\0')),
  );
  const heard: string[] = [];
  const lost = resolvers<AppError>();
  const session = await openSession({
    target,
    onMessage: (message) => heard.push(told(message)),
    onLost: lost.resolve,
  });
  session.send(echo(''));
  expect(await lost.promise).toMatchObject({
    code: 'connection-lost',
    details: { reason: 'unknown packet type 256' },
  });
  expect(heard).toEqual(['NOOP']);
});

test('after a close nothing is told, not even the rest of what came', async () => {
  const target = await fakeServer((_heard, { say }) => say({ name: 'NOOP' }, { name: 'NOOP' }, { name: 'NO_JOB' }));
  const onLost = vi.fn();
  const heard: string[] = [];
  const closed = resolvers<void>();
  const session = await openSession({
    target,
    onLost,
    onMessage: (message) => {
      heard.push(told(message));
      session.close();
      closed.resolve();
    },
  });
  session.send(echo(''));
  await closed.promise;
  await new Promise(setImmediate);
  expect([heard, onLost.mock.calls.length]).toEqual([['NOOP'], 0]);
});

test('where nobody listens no session is opened', async () => {
  const target = { host: '127.0.0.1', port: await freePort() };
  const opened = openSession({ target, onMessage: () => {}, onLost: () => {} });
  await expect(opened).rejects.toMatchObject({ code: 'connection-refused' });
});

import { afterEach, expect, test, vi } from 'vitest';
import { startProbe } from '../../../main/client/probe.ts';
import type { Target } from '../../../main/net/dial.ts';
import { Origins } from '../../../main/net/origins.ts';
import { afterThisTest } from '../../support/cleanup.ts';
import { embedded } from '../../support/embedded.ts';
import { fakeServer } from '../../support/fake-server.ts';
import { freePort } from '../../support/free-port.ts';
import { bytes } from '../../support/packets.ts';
import { PATIENT } from '../../support/patient.ts';

afterEach(() => void vi.useRealTimers());

/** A probe whose echoes are taken one by one; its pauses are passed by `skip`. */
function probing(target: Target) {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const echoes: ('back' | 'missed')[] = [];
  let wake = () => {};
  const end = startProbe({
    target,
    origins: new Origins(),
    onEcho: (milliseconds) => {
      echoes.push(milliseconds === null ? 'missed' : 'back');
      wake();
    },
  });
  afterThisTest(end);
  return {
    end,
    echoes,
    skip: (milliseconds: number) => void vi.advanceTimersByTime(milliseconds),
    async next() {
      while (echoes.length === 0)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      return echoes.shift();
    },
  };
}

const echoing = () => fakeServer((_heard, { say }) => say({ name: 'ECHO_RES', data: bytes('gearbench') }));

test('an echo comes back, and a second later the next, over the same connection', async () => {
  const server = await echoing();
  const { next, skip } = probing(server);
  expect(await next()).toBe('back');
  skip(1000);
  expect(await next()).toBe('back');
  expect(server.connections.map(({ heard }) => heard)).toEqual([['ECHO_REQ gearbench', 'ECHO_REQ gearbench']]);
});

test('where nobody listens it asks again until somebody does', async () => {
  const { host, port } = await embedded();
  const { next, skip } = probing({ host: '127.0.0.1', port });
  expect(await next()).toBe('missed');
  skip(1000);
  expect(await next()).toBe('missed');
  await host.start();
  skip(1000);
  expect(await next()).toBe('back');
});

test('a server that takes the question and never answers is missed; then it asks anew', async () => {
  const server = await fakeServer((_heard, connection) => {
    if (server.connections.length > 1) connection.say({ name: 'ECHO_RES', data: bytes('gearbench') });
  });
  const { next, skip } = probing(server);
  await vi.waitUntil(() => server.connections[0]?.heard.length === 1, PATIENT);
  skip(3000);
  expect(await next()).toBe('missed');
  skip(1000);
  expect(await next()).toBe('back');
  expect(server.connections.length).toBe(2);
});

test('a server that hangs up is missed', async () => {
  const { next } = probing(await fakeServer((_heard, { close }) => close()));
  expect(await next()).toBe('missed');
});

test('after its end it asks no more and tells nothing', async () => {
  const { next, skip, end, echoes } = probing({ host: '127.0.0.1', port: await freePort() });
  expect(await next()).toBe('missed');
  end();
  expect(vi.getTimerCount()).toBe(0);
  skip(60_000);
  await new Promise(setImmediate);
  expect(echoes).toEqual([]);
});

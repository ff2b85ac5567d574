import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, test, vi } from 'vitest';
import { Gone, Pool, type PoolHeard, type PoolParts } from '../../../main/client/pool.ts';
import { Spread } from '../../../main/client/spread.ts';
import type { Job } from '../../../main/client/submit.ts';
import { SILENCE, SILENCE_WHILE_SENDING } from '../../../main/client/watch.ts';
import { addressOf, type Target } from '../../../main/net/dial.ts';
import { encode } from '../../../main/protocol/codec.ts';
import { afterThisTest } from '../../support/cleanup.ts';
import { type FakeConnection, fakeServer } from '../../support/fake-server.ts';
import { freePort } from '../../support/free-port.ts';
import { bytes } from '../../support/packets.ts';
import { PATIENT } from '../../support/patient.ts';

const JOB: Job = { function: 'f', unique: '', workload: bytes('x'), priority: 'normal', background: false };

type Answer = (heard: string, connection: FakeConnection) => void;

/** A server that answers echoes, and submissions as told. */
const server = (answer: Answer) =>
  fakeServer((heard, connection) => {
    if (heard.startsWith('ECHO_REQ')) connection.say({ name: 'ECHO_RES', data: bytes('gearbench') });
    else answer(heard, connection);
  });

const done: Answer = (heard, { say }) => {
  if (heard.startsWith('SUBMIT'))
    say({ name: 'JOB_CREATED', handle: 'H:x:1' }, { name: 'WORK_COMPLETE', handle: 'H:x:1', result: bytes('ok') });
};

const nobody = async (): Promise<Target> => ({ host: '127.0.0.1', port: await freePort() });

/** A pool over the servers, in libgearman's order; they are called by their place: 1, 2, … */
function poolOf(targets: readonly (Target | undefined)[], parts: Partial<PoolParts> = {}) {
  const names = targets.map((_, index) => String(index + 1));
  const pool = new Pool({
    servers: targets.map((target, index) => ({ name: names[index] as string, target })),
    spread: new Spread('first', names),
    gone: new Gone(),
    exceptions: false,
    ...parts,
  });
  afterThisTest(() => pool.close());
  return pool;
}

/** What is heard of a job, in short, to its end. */
function heardOf(pool: Pool, job: Partial<Job> = {}): Promise<string[]> {
  const all: string[] = [];
  return new Promise((resolve) => {
    pool.submit({ ...JOB, ...job }, (heard) => {
      all.push(short(heard));
      if (['complete', 'broken', 'fail'].includes(heard.kind)) resolve(all);
    });
  });
}

function short(heard: PoolHeard): string {
  switch (heard.kind) {
    case 'went':
      return `went ${heard.server}`;
    case 'left':
      return `left ${heard.server} ${heard.error.code}${heard.wasSent ? ' sent' : ''}`;
    case 'broken':
      return `broken ${heard.error.code}`;
    default:
      return heard.kind;
  }
}

test('a server that is not there is passed over, and left alone for a while', async () => {
  const pool = poolOf([await nobody(), undefined, await server(done)]);
  expect(await heardOf(pool)).toEqual([
    'left 1 connection-refused',
    'left 2 server-not-running',
    'went 3',
    'created',
    'complete',
  ]);
  expect(await heardOf(pool)).toEqual(['went 3', 'created', 'complete']);
});

test('a job that has no name yet when its server goes is given to the next, and that is told', async () => {
  const dies: Answer = (heard, { close }) => void (heard.startsWith('SUBMIT') && close());
  const pool = poolOf([await server(dies), await server(done)]);
  expect(await heardOf(pool)).toEqual(['went 1', 'left 1 connection-lost sent', 'went 2', 'created', 'complete']);
});

test('a job that has a name when its server goes is lost, and sent to nobody else', async () => {
  const dies: Answer = (heard, { say, close }) => {
    if (!heard.startsWith('SUBMIT')) return;
    say({ name: 'JOB_CREATED', handle: 'H:x:1' });
    close();
  };
  const second = await server(done);
  const pool = poolOf([await server(dies), second]);
  expect(await heardOf(pool)).toEqual(['went 1', 'created', 'broken connection-lost']);
  expect(second.connections).toEqual([]);
});

test('what a server refuses is refused: the next would do so too', async () => {
  const refuses: Answer = (heard, { say }) => {
    if (heard.startsWith('SUBMIT')) say({ name: 'ERROR', code: 'QUEUE_FULL', text: 'full' });
  };
  const pool = poolOf([await server(refuses), await server(done)]);
  expect(await heardOf(pool)).toEqual(['went 1', 'broken server-refused']);
});

test('where none is there it is said of which, and each is tried once', async () => {
  const targets = [await nobody(), await nobody()];
  const gone = new Gone();
  const heard = await heardOf(poolOf(targets, { gone }));
  expect(heard).toEqual(['left 1 connection-refused', 'left 2 connection-refused', 'broken servers-gone']);
  // Though both are left alone now, there is nobody else: they are asked again.
  expect(await heardOf(poolOf(targets, { gone }))).toEqual(heard);
});

test('a server that takes connections and says nothing is passed over after its time', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  afterThisTest(() => void vi.useRealTimers());
  const silent = await fakeServer(() => {});
  const heard = heardOf(poolOf([silent, await server(done)]));
  await vi.waitUntil(() => silent.connections[0]?.heard.length === 1, PATIENT);
  await vi.advanceTimersByTimeAsync(SILENCE);
  expect(await heard).toEqual(['left 1 connection-timeout', 'went 2', 'created', 'complete']);
});

test('a server that goes silent with a job in its hands has lost it', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  afterThisTest(() => void vi.useRealTimers());
  let isSilent = false;
  const first = await fakeServer((heard, { say }) => {
    if (isSilent) return;
    if (heard.startsWith('ECHO')) say({ name: 'ECHO_RES', data: bytes('gearbench') });
    if (!heard.startsWith('SUBMIT')) return;
    say({ name: 'JOB_CREATED', handle: 'H:x:1' });
    isSilent = true;
  });
  const created = vi.fn();
  const pool = poolOf([first, await server(done)]);
  const over = new Promise<string>((resolve) => {
    pool.submit(JOB, (heard) => {
      if (heard.kind === 'created') created();
      if (heard.kind === 'broken') resolve(`${heard.error.code} of ${heard.error.details['address']}`);
    });
  });
  await vi.waitUntil(() => created.mock.calls.length === 1, PATIENT);
  await vi.advanceTimersByTimeAsync(SILENCE);
  expect(await over).toBe(`connection-timeout of ${addressOf(first)}`);
});

test('while a workload is on its way, silence may last longer; what has not left by then never does', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  afterThisTest(() => void vi.useRealTimers());
  let resume = () => {};
  let received = 0;
  let isOver = false;
  const stuck = createServer((socket) => {
    resume = () => socket.resume();
    socket.on('error', () => {});
    socket.on('close', () => {
      isOver = true;
    });
    socket.on('data', (chunk) => {
      received += chunk.length;
    });
    socket.once('data', () => {
      socket.pause();
      socket.write(encode({ name: 'ECHO_RES', data: bytes('gearbench') }, 'RES'));
    });
  }).listen(0, '127.0.0.1');
  afterThisTest(() => void stuck.close());
  await once(stuck, 'listening');
  const { port } = stuck.address() as AddressInfo;
  const heard: PoolHeard[] = [];
  const pool = poolOf([{ host: '127.0.0.1', port }, await server(done)]);
  const workload = Buffer.alloc(32 * 2 ** 20);
  pool.submit({ ...JOB, workload }, (each) => heard.push(each));
  await vi.waitUntil(() => heard.length === 1, PATIENT);
  await vi.advanceTimersByTimeAsync(SILENCE_WHILE_SENDING);
  await vi.waitUntil(() => heard.length > 1, PATIENT);
  expect(heard[1]).toMatchObject({ kind: 'left', error: { details: { seconds: SILENCE_WHILE_SENDING / 1000 } } });
  // It goes on, and would do the job that the other one has by now.
  resume();
  await vi.waitUntil(() => isOver, PATIENT);
  expect(received).toBeLessThan(workload.length);
});

test('once it is open, no job waits for a server that has gone, and that is found again', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  afterThisTest(() => void vi.useRealTimers());
  let isThere = true;
  const flaky = await server((heard, connection) => {
    if (isThere) done(heard, connection);
    else connection.close();
  });
  const pool = poolOf([flaky, await server(done)], { connections: 2 });
  await pool.open();
  expect([pool.isReady('1'), pool.isReady('2'), flaky.connections.length]).toEqual([true, true, 2]);
  isThere = false;
  expect(await heardOf(pool)).toEqual(['went 1', 'left 1 connection-lost sent', 'went 2', 'created', 'complete']);
  expect(await heardOf(pool)).toEqual(['went 2', 'created', 'complete']);
  isThere = true;
  await vi.advanceTimersByTimeAsync(11_000);
  await vi.waitUntil(() => pool.isReady('1'), PATIENT);
  expect(await heardOf(pool)).toEqual(['went 1', 'created', 'complete']);
});

test('a pool that is closed while it connects makes no more connections', async () => {
  const one: Awaited<ReturnType<typeof fakeServer>> = await fakeServer((_, { say }) => {
    pool.close();
    say({ name: 'ECHO_RES', data: bytes('gearbench') });
  });
  const pool = poolOf([one], { connections: 3 });
  await pool.open();
  expect(one.connections).toHaveLength(1);
  await one.connections[0]?.ended;
});

test('a connection that ends while nothing is on it is noticed too', async () => {
  const first = await server(done);
  const pool = poolOf([first, await server(done)], { connections: 3 });
  await pool.open();
  first.connections[1]?.close();
  await vi.waitUntil(() => !pool.isReady('1'), PATIENT);
  expect(await heardOf(pool)).toEqual(['went 2', 'created', 'complete']);
});

import { expect, test, vi } from 'vitest';
import { addressOf, type Target } from '../../../main/net/dial.ts';
import { monotonic } from '../../../main/util/clock.ts';
import { Latency } from '../../../main/workload/latency.ts';
import { Load, type LoadPlaces, type LoadPlan } from '../../../main/workload/load.ts';
import { type FakeConnection, fakeServer } from '../../support/fake-server.ts';
import { freePort } from '../../support/free-port.ts';
import { bytes } from '../../support/packets.ts';
import { PATIENT } from '../../support/patient.ts';

const PLAN: LoadPlan = {
  function: 'f',
  background: false,
  priority: 'normal',
  unique: 'none',
  rate: 0,
  concurrency: 1,
};

/** One server; ours tells more of its jobs. */
const one = (target: Target, isOurs = false): LoadPlaces => ({
  how: null,
  servers: [{ address: addressOf(target), target, isOurs }],
});

async function* workloads(count: number): AsyncGenerator<Buffer> {
  for (let index = 1; index <= count; index += 1) yield bytes(String(index));
}

/** A server that answers each job as the test says, `after` ms later. */
function server(end: (number: number, say: (...packets: never[]) => void, handle: string) => void, after = 0) {
  let number = 0;
  return fakeServer((heard, { say }) => {
    if (!heard.startsWith('SUBMIT')) return;
    const handle = `H:x:${++number}`;
    const mine = number;
    say({ name: 'JOB_CREATED', handle });
    setTimeout(() => end(mine, say as never, handle), after);
  });
}

const complete = (_number: number, say: (...packets: never[]) => void, handle: string) =>
  say({ name: 'WORK_COMPLETE', handle, result: bytes('') } as never);

test('all are sent, and what comes of each is counted', async () => {
  const target = await server((number, say, handle) => {
    if (number % 4 === 1) say({ name: 'WORK_FAIL', handle } as never);
    else if (number % 4 === 2) say({ name: 'WORK_EXCEPTION', handle, exception: bytes(`boom ${number}`) } as never);
    else complete(number, say, handle);
  });
  const load = new Load({ ...PLAN, concurrency: 3 });
  await load.run(one(target), workloads(8));
  expect(load.counts).toEqual({ sent: 8, done: 4, failed: 2, exceptions: 2, refused: 0, lost: 0, abandoned: 0 });
  expect([load.stages.total?.count, load.stages.accepted?.count, load.problem]).toEqual([8, 8, null]);
});

test('no more are on their way than may be', async () => {
  let open = 0;
  let most = 0;
  const target = await fakeServer((heard, { say }) => {
    if (!heard.startsWith('SUBMIT')) return;
    most = Math.max(most, ++open);
    const handle = `H:x:${heard.split(' ').at(-1)}`;
    say({ name: 'JOB_CREATED', handle });
    setTimeout(() => {
      open -= 1;
      say({ name: 'WORK_COMPLETE', handle, result: bytes('') });
    }, 5);
  });
  await new Load({ ...PLAN, concurrency: 4 }).run(one(target), workloads(40));
  expect(most).toBe(4);
});

test('the time of a job that was sent late counts from when it should have been sent', async () => {
  // One at a time, 20 ms each, where 200 a second are wanted: the tenth is 150 ms late.
  const target = await server(complete, 20);
  const load = new Load({ ...PLAN, rate: 200 });
  await load.run(one(target), workloads(10));
  expect(load.stages.total?.max).toBeGreaterThan(150);
  expect(load.late).toBeGreaterThan(100);
});

test('jobs go out at their rate', async () => {
  const target = await server(complete);
  const load = new Load({ ...PLAN, rate: 100, concurrency: 10 });
  await load.run(one(target), workloads(20));
  expect(load.duration).toBeGreaterThanOrEqual(189);
});

test('what the server tells splits the time, whichever is heard first', async () => {
  const target = await server(complete, 10);
  const load = new Load({ ...PLAN, concurrency: 2 });
  const at = monotonic();
  load.tell('H:x:1', { assignedAt: at + 2, endedAt: at + 5 });
  await load.run(one(target, true), workloads(2));
  load.tell('H:x:2', { assignedAt: at + 1, endedAt: at + 4 });
  load.tell('H:other:1', { assignedAt: at, endedAt: at });
  const { waiting, running, return: back } = load.stages;
  expect([waiting?.count, running?.count, back?.count]).toEqual([2, 2, 2]);
  expect(running?.max).toBeCloseTo(3, 1);
});

test('of a server that tells nothing more of its jobs, none is remembered', async () => {
  const load = new Load(PLAN);
  await load.run(one(await server(complete)), workloads(1));
  const at = monotonic();
  load.tell('H:x:1', { assignedAt: at, endedAt: at });
  expect([load.counts.done, load.stages.waiting]).toEqual([1, null]);
});

test('of background jobs no more is heard than that they were accepted', async () => {
  const target = await fakeServer((_heard, { say }) => say({ name: 'JOB_CREATED', handle: 'H:x:1' }));
  const load = new Load({ ...PLAN, background: true, concurrency: 2 });
  await load.run(one(target), workloads(5));
  expect([load.counts.done, load.stages.accepted?.count, load.stages.total]).toEqual([5, 5, null]);
});

test('a refused job is counted and told; the others go on', async () => {
  let number = 0;
  const target = await fakeServer((heard, { say }) => {
    if (!heard.startsWith('SUBMIT')) return;
    if (++number === 1) return say({ name: 'ERROR', code: 'QUEUE_FULL', text: 'Full' });
    say({ name: 'JOB_CREATED', handle: `H:x:${number}` });
    say({ name: 'WORK_COMPLETE', handle: `H:x:${number}`, result: bytes('') });
  });
  const load = new Load(PLAN);
  await load.run(one(target), workloads(3));
  expect(load.counts).toMatchObject({ sent: 3, done: 2, refused: 1 });
  expect(load.firstFailure).toContain('QUEUE_FULL');
});

test('a server that goes away ends the run with why', async () => {
  const target = await fakeServer((heard, { close }) => {
    if (heard.startsWith('SUBMIT')) close();
  });
  const load = new Load(PLAN);
  await load.run(one(target), workloads(1000));
  expect(load.problem?.code).toBe('connection-lost');
  expect(load.counts.sent).toBeLessThan(10);
});

test('one that is ended waits for nothing and counts what was on its way', async () => {
  const target = await fakeServer((heard, { say }) => {
    if (heard.startsWith('SUBMIT')) say({ name: 'JOB_CREATED', handle: 'H:x:1' });
  });
  const load = new Load({ ...PLAN, concurrency: 3 });
  const over = load.run(one(target), workloads(10));
  await vi.waitUntil(() => load.counts.sent === 3, PATIENT);
  load.close();
  await over;
  expect(load.counts).toMatchObject({ sent: 3, done: 0, abandoned: 3 });
});

test('the same workload has the same ID where it is made from it', async () => {
  const target = await server(complete);
  async function* twice() {
    yield bytes('a');
    yield bytes('a');
    yield bytes('b');
  }
  await new Load({ ...PLAN, unique: 'hash' }).run(one(target), twice());
  const ids = target.connections[0]?.heard
    .filter((heard) => heard.startsWith('SUBMIT'))
    .map((each) => each.split(' ')[2]);
  expect([ids?.[0] === ids?.[1], ids?.[0] === ids?.[2], ids?.[0]?.length]).toEqual([true, false, 32]);
});

test('a latency keeps three digits, and every time in a bucket', () => {
  const latency = new Latency();
  expect(latency.summary).toBe(null);
  for (let ms = 1; ms <= 1000; ms += 1) latency.add(ms);
  latency.add(-5);
  latency.add(1e12);
  const summary = latency.summary;
  expect(summary?.p50).toBeCloseTo(500, -1);
  expect(summary?.p99).toBeCloseTo(990, -1);
  expect(summary?.buckets.reduce((sum, { count }) => sum + count, 0)).toBe(1002);
  expect(summary?.buckets.every(({ to }, index, all) => index === 0 || to > (all[index - 1]?.to ?? 0))).toBe(true);
});

test('no percentile is longer than the longest', () => {
  const latency = new Latency();
  for (let ms = 0; ms < 400; ms += 0.7) latency.add(ms);
  const { p50, p90, p99, p999, max } = latency.summary ?? {};
  expect([max, p999, p99, p90, p50]).toEqual([p50, p90, p99, p999, max].toSorted((a = 0, b = 0) => b - a));
});

test('over several servers each has its share, and what one had not named when it went goes to the next', async () => {
  const echo = (heard: string, { say }: FakeConnection) => {
    if (heard.startsWith('ECHO')) say({ name: 'ECHO_RES', data: bytes('gearbench') });
  };
  let number = 0;
  const answer = (heard: string, connection: FakeConnection) => {
    echo(heard, connection);
    if (!heard.startsWith('SUBMIT')) return;
    const handle = `H:x:${++number}`;
    connection.say({ name: 'JOB_CREATED', handle }, { name: 'WORK_COMPLETE', handle, result: bytes('') });
  };
  let taken = 0;
  /** Does five, then takes one more, names another, and is gone. */
  const dying = await fakeServer((heard, connection) => {
    if (!heard.startsWith('SUBMIT')) return echo(heard, connection);
    taken += 1;
    if (taken <= 5) answer(heard, connection);
    else if (taken === 6) connection.say({ name: 'JOB_CREATED', handle: 'H:x:lost' });
    else connection.close();
  });
  const others = [await fakeServer(answer), await fakeServer(answer)];
  const servers = [dying, ...others].map((target) => ({ address: addressOf(target), target, isOurs: false }));
  const load = new Load({ ...PLAN, concurrency: 3 });
  await load.run({ how: 'round-robin', servers }, workloads(60));
  expect(load.problem).toBe(null);
  expect(load.counts).toMatchObject({ sent: 60, done: 59, lost: 1, refused: 0, abandoned: 0 });
  const [first, ...rest] = load.servers;
  expect(first).toMatchObject({ server: addressOf(dying), jobs: 6, ended: 6, lost: 1, left: 1 });
  expect(rest.reduce((sum, { jobs }) => sum + jobs, 0)).toBe(54);
  for (const { jobs, ended } of rest) expect([jobs > 20, ended]).toEqual([true, jobs]);
});

test('where all servers have gone the run ends, and says so', async () => {
  const port = await freePort();
  const servers = [{ address: `127.0.0.1:${port}`, target: { host: '127.0.0.1', port }, isOurs: false }];
  const load = new Load(PLAN);
  await expect(
    load.run({ how: 'first', servers: [...servers, { ...servers[0], address: 'x:1' } as never] }, workloads(1)),
  ).rejects.toMatchObject({
    code: 'servers-gone',
  });
});

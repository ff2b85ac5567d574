import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { WorkerEntry } from '../../../main/contract/workers.ts';
import type { Gate } from '../../../main/workers/gate.ts';
import { type Answer, type AssignedJob, Worker, type WorkerParts } from '../../../main/workers/worker.ts';
import { afterThisTest } from '../../support/cleanup.ts';
import { runningServer } from '../../support/embedded.ts';
import { fakeServer } from '../../support/fake-server.ts';
import { freePort } from '../../support/free-port.ts';
import { bytes } from '../../support/packets.ts';
import { PATIENT } from '../../support/patient.ts';
import { peerOf } from '../../support/peer.ts';

type Server = Awaited<ReturnType<typeof runningServer>>;

const OPEN: Gate = { enter: () => 'in', began: () => {}, leave: () => {} };

const done = ({ handle, workload }: AssignedJob): Answer => ({
  ok: true,
  packets: [{ name: 'WORK_COMPLETE', handle, result: bytes(`did ${workload}`) }],
});

/** A worker for `f` at the server, wherever that is; told what it notes and the states that it goes through. */
function workerOf({ host, origins }: Pick<Server, 'host' | 'origins'>, parts: Partial<WorkerParts> = {}) {
  const notes: WorkerEntry[] = [];
  const states: string[] = [];
  let worker: Worker | undefined;
  const onChange = () => {
    const state = worker?.info.state ?? 'before it is there';
    if (states.at(-1) !== state) states.push(state);
  };
  worker = new Worker({
    name: 'f-1',
    function: 'f',
    servers: [{ name: 'embedded', target: () => host.target }],
    gate: OPEN,
    pid: () => null,
    close: () => Promise.resolve(),
    origins,
    work: (job) => Promise.resolve(done(job)),
    onChange,
    note: (entry) => notes.push(entry),
    ...parts,
  });
  afterThisTest(() => worker.stop());
  const stateBecomes = (state: string, timeout?: number) => becomes(worker, state, timeout);
  return { worker, notes, states, becomes: stateBecomes };
}

const becomes = (worker: Worker, state: string, timeout: number = PATIENT.timeout) =>
  vi.waitUntil(() => worker.info.state === state, { ...PATIENT, timeout });

/** Work that each test ends by hand, with the jobs that were given. */
function byHand() {
  const jobs: { job: AssignedJob; signal: AbortSignal; end: (answer?: Answer) => void }[] = [];
  const work: WorkerParts['work'] = (job, signal) =>
    new Promise((resolve) => jobs.push({ job, signal, end: (answer = done(job)) => resolve(answer) }));
  const given = (count: number) => vi.waitUntil(() => jobs.length === count, PATIENT);
  return { jobs, work, given };
}

async function submit(port: number, workload: string) {
  const client = await peerOf({ port });
  client.send({ name: 'SUBMIT_JOB', function: 'f', unique: '', workload: bytes(workload) });
  await client.hears();
  return client;
}

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

/** Lets the pause before the next attempt to connect go by. */
const skipPause = () => void vi.advanceTimersByTime(200);

test('it does one job after the other and sleeps in between', async () => {
  const server = await runningServer();
  const { worker, states, becomes } = workerOf(server);
  await becomes('sleeping');
  for (const workload of ['one', 'two']) {
    const client = await submit(server.port, workload);
    expect(await client.hears()).toEqual([expect.stringMatching(`^WORK_COMPLETE \\S+ did ${workload}$`)]);
  }
  await becomes('sleeping');
  expect(worker.info).toMatchObject({ name: 'f-1', state: 'sleeping', handle: null, done: 2, failed: 0 });
  const round = ['idle', 'working', 'idle', 'sleeping'];
  expect(states).toEqual(['idle', 'sleeping', ...round, ...round]);
});

test('what waits when it comes is done', async () => {
  const server = await runningServer();
  const client = await submit(server.port, 'early');
  workerOf(server);
  expect(await client.hears()).toEqual([expect.stringContaining('did early')]);
});

test('while it works, its state tells with what; a failed job is counted', async () => {
  const server = await runningServer();
  const { jobs, work, given } = byHand();
  const { worker, becomes } = workerOf(server, { work });
  const client = await submit(server.port, 'abc');
  await given(1);
  const handle = jobs[0]?.job.handle ?? '';
  expect(jobs[0]?.job).toMatchObject({ function: 'f', unique: '', workload: bytes('abc') });
  expect(worker.info).toMatchObject({ state: 'working', handle });
  jobs[0]?.end({ ok: false, packets: [{ name: 'WORK_FAIL', handle }] });
  expect(await client.hears()).toEqual([`WORK_FAIL ${handle}`]);
  await becomes('sleeping');
  expect(worker.info).toMatchObject({ handle: null, done: 0, failed: 1 });
});

test('it waits for a server that is not there yet', async () => {
  const server = await runningServer();
  await server.host.stop();
  const { becomes } = workerOf(server);
  await becomes('reconnecting');
  await server.host.start();
  skipPause();
  await becomes('sleeping');
});

test('it finds the server again on another port', async () => {
  const server = await runningServer();
  const { becomes, notes } = workerOf(server);
  await becomes('sleeping');
  const port = await freePort();
  await server.host.stop();
  await becomes('reconnecting');
  await server.host.start(port);
  skipPause();
  const client = await submit(port, 'again');
  expect(await client.hears()).toEqual([expect.stringContaining('did again')]);
  expect(notes).toMatchObject([{ kind: 'failed', failure: { code: 'connection-lost' } }]);
});

test('a stop ends the job, and the server gives it to another', async () => {
  const server = await runningServer();
  const { jobs, work, given } = byHand();
  const { worker, states } = workerOf(server, { work });
  const client = await submit(server.port, 'abc');
  await given(1);
  const stopped = worker.stop();
  expect([jobs[0]?.signal.aborted, worker.info.state]).toEqual([true, 'stopping']);
  jobs[0]?.end();
  await stopped;
  expect([worker.info.state, states.at(-1)]).toEqual(['stopped', 'stopped']);
  workerOf(server);
  expect(await client.hears()).toEqual([expect.stringContaining('did abc')]);
});

test('a stop while it connects is a stop too: it does not register', async () => {
  const target = await fakeServer(() => {});
  const { worker } = workerOf(await runningServer(), { servers: [{ name: 'far:4730', target: () => target }] });
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve(); // the connection is on its way
  await worker.stop();
  await vi.waitUntil(() => target.connections.length === 1, PATIENT);
  await target.connections[0]?.ended;
  expect([worker.info.state, target.connections[0]?.heard]).toEqual(['stopped', []]);
});

/** A worker whose first job goes on while its server starts anew. */
async function restarted() {
  const server = await runningServer();
  const { jobs, work, given } = byHand();
  const { worker, becomes } = workerOf(server, { work });
  await submit(server.port, 'first');
  await given(1);
  await server.host.stop();
  await becomes('reconnecting');
  await server.host.start();
  return { server, jobs, given, worker, becomes };
}

test('a lost server ends the job; its late answer is not sent to the next one', async () => {
  const { server, jobs, given } = await restarted();
  expect(jobs[0]?.signal.aborted).toBe(true);
  jobs[0]?.end();
  skipPause();
  const client = await submit(server.port, 'second');
  await given(2);
  jobs[1]?.end();
  expect(await client.hears()).toEqual([expect.stringContaining('did second')]);
});

test.each([
  ['waits when the worker comes back', true],
  ['comes when the worker is back', false],
])('a job whose command takes long to end leaves the next one in peace, which %s', async (_what, waits) => {
  const { server, jobs, given, worker, becomes } = await restarted();
  afterThisTest(() => {
    for (const { end } of jobs) end();
  });
  if (waits) await submit(server.port, 'second');
  skipPause();
  if (!waits) {
    await becomes('sleeping', 100).catch(() => {}); // it may wait for the first to end
    await submit(server.port, 'second');
  }
  await vi.waitUntil(() => jobs.length === 2, { interval: 1, timeout: 50 }).catch(() => {});
  jobs[0]?.end();
  await given(2);
  await new Promise(setImmediate);
  expect(worker.info).toMatchObject({ state: 'working', handle: jobs[1]?.job.handle });
  const stopped = worker.stop();
  expect(jobs[1]?.signal.aborted).toBe(true);
  jobs[1]?.end();
  await stopped;
});

test('what the server complains of is noted', async () => {
  const target = await fakeServer((heard, { say }) => {
    if (heard === 'GRAB_JOB_UNIQ') say({ name: 'ERROR', code: 'INVALID_COMMAND', text: 'Command not expected' });
  });
  const server = await runningServer();
  const { notes } = workerOf(server, { servers: [{ name: 'far:4730', target: () => target }] });
  await expect.poll(() => notes, PATIENT).toEqual([{ kind: 'refused', text: 'INVALID_COMMAND: Command not expected' }]);
  expect(target.connections[0]?.heard).toEqual(['SET_CLIENT_ID f-1', 'CAN_DO f', 'GRAB_JOB_UNIQ']);
});

test('it registers with each of its servers and does what any of them has, one job at a time', async () => {
  const [one, two] = [await runningServer(), await runningServer()];
  const { jobs, work, given } = byHand();
  const servers = [
    { name: 'embedded', target: () => one.host.target },
    { name: 'far:4730', target: () => two.host.target },
  ];
  const { worker, becomes } = workerOf(one, { work, servers });
  await becomes('sleeping');
  const first = await submit(one.port, 'first');
  await given(1);
  const second = await submit(two.port, 'second');
  await new Promise(setImmediate);
  expect(jobs.map(({ job }) => job.server)).toEqual(['embedded']);
  jobs[0]?.end();
  expect(await first.hears()).toEqual([expect.stringContaining('did first')]);
  await given(2);
  expect([jobs[1]?.job.server, worker.info.server]).toEqual(['far:4730', 'far:4730']);
  jobs[1]?.end();
  expect(await second.hears()).toEqual([expect.stringContaining('did second')]);
  await two.host.stop();
  await vi.waitUntil(() => worker.info.links[1]?.state === 'lost', PATIENT);
  expect(worker.info.links).toMatchObject([
    { server: 'embedded', state: 'connected', problem: null },
    { server: 'far:4730', state: 'lost', problem: { code: 'connection-lost' } },
  ]);
  expect(worker.info.state).toBe('sleeping');
});

test('quiet, it finishes its job and takes no more until it is told to', async () => {
  const server = await runningServer();
  const { jobs, work, given } = byHand();
  const { worker, becomes } = workerOf(server, { work });
  const first = await submit(server.port, 'first');
  await given(1);
  worker.quiet();
  jobs[0]?.end();
  expect(await first.hears()).toEqual([expect.stringContaining('did first')]);
  await becomes('quiet');
  const second = await submit(server.port, 'second');
  await new Promise((resolve) => setImmediate(resolve));
  expect([jobs.length, server.host.broker?.registry.functions.get('f')?.workers.peers.size]).toEqual([1, 0]);
  worker.resume();
  await given(2);
  jobs[1]?.end();
  expect(await second.hears()).toEqual([expect.stringContaining('did second')]);
});

test('a killed job fails, and the worker goes on; a killed worker gives its job back', async () => {
  const server = await runningServer();
  const { jobs, work, given } = byHand();
  const failed = (at: number) => {
    const handle = jobs[at]?.job.handle as string;
    jobs[at]?.end({ ok: false, packets: [{ name: 'WORK_FAIL', handle }] });
  };
  const { worker, becomes } = workerOf(server, { work });
  const client = await submit(server.port, 'first');
  await given(1);
  worker.killJob();
  expect([jobs[0]?.signal.aborted, jobs[0]?.signal.reason]).toEqual([true, 'ask']);
  failed(0);
  expect(await client.hears()).toEqual([expect.stringMatching('^WORK_FAIL')]);
  await becomes('sleeping');
  const other = await submit(server.port, 'second');
  await given(2);
  const killed = worker.kill();
  expect(jobs[1]?.signal.reason).toBe('force');
  failed(1);
  await killed;
  expect(worker.info.state).toBe('stopped');
  workerOf(server);
  expect(await other.hears()).toEqual([expect.stringContaining('did second')]);
});

test('commands that cannot be started make it wait, longer each time, until it is told to go on', async () => {
  const server = await runningServer();
  const work = vi.fn(({ handle }: AssignedJob) =>
    Promise.resolve<Answer>({ ok: false, unstarted: true, packets: [{ name: 'WORK_FAIL', handle }] }),
  );
  const { worker, becomes } = workerOf(server, { work });
  const clients = [];
  for (const workload of ['1', '2', '3', '4', '5']) clients.push(await submit(server.port, workload));
  await becomes('back-off');
  expect([work.mock.calls.length, worker.info.failed]).toEqual([3, 3]);
  expect(worker.info.until).toBeGreaterThan(Date.now());
  vi.advanceTimersByTime(1000);
  await vi.waitUntil(() => work.mock.calls.length === 4, PATIENT);
  await becomes('back-off');
  vi.advanceTimersByTime(1000);
  await new Promise(setImmediate);
  expect(work.mock.calls.length).toBe(4);
  worker.resume();
  expect(await clients[4]?.hears()).toEqual([expect.stringMatching('^WORK_FAIL')]);
});

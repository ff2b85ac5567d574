import { describe, expect, test, vi } from 'vitest';
import { type Heard, openClient, submitJob, type Work } from '../../../main/client/submit.ts';
import type { Target } from '../../../main/net/dial.ts';
import { afterThisTest } from '../../support/cleanup.ts';
import { runningServer } from '../../support/embedded.ts';
import { fakeServer } from '../../support/fake-server.ts';
import { freePort } from '../../support/free-port.ts';
import { bytes } from '../../support/packets.ts';
import { PATIENT } from '../../support/patient.ts';
import { peerOf } from '../../support/peer.ts';

const WORK: Work = {
  function: 'f',
  unique: '',
  workload: bytes('abc'),
  priority: 'normal',
  background: false,
  exceptions: true,
};

const LAST = ['complete', 'exception', 'fail', 'broken'];

/** Submits and gives what was heard, in short; `over` resolves with all of it. */
async function submit(work: Partial<Work>, target: Target) {
  const heard: string[] = [];
  const { promise: over, resolve } = Promise.withResolvers<string[]>();
  const { promise: created, resolve: isCreated } = Promise.withResolvers<void>();
  const background = work.background ?? false;
  const abandon = await submitJob(
    { ...WORK, ...work },
    {
      target,
      onHeard: (each) => {
        heard.push(short(each));
        if (each.kind === 'created') isCreated();
        if (LAST.includes(each.kind) || background) resolve(heard);
      },
    },
  );
  return { heard, over, created, abandon };
}

function short(heard: Heard): string {
  switch (heard.kind) {
    case 'created':
      return `created ${heard.handle.split(':').at(-1)}`;
    case 'status':
      return `status ${heard.numerator}/${heard.denominator}`;
    case 'fail':
      return 'fail';
    case 'broken':
      return `${heard.error.code}: ${heard.error.message}`;
    default:
      return `${heard.kind} ${heard.bytes}`;
  }
}

/** A worker that has grabbed the job. */
async function workerWithJob(port: number, name = 'f') {
  const worker = await peerOf({ port });
  worker.send({ name: 'CAN_DO', function: name }, { name: 'GRAB_JOB_UNIQ' });
  const [assigned = ''] = await worker.hears();
  return { ...worker, assigned, handle: assigned.split(' ')[1] as string };
}

test('everything that a worker says of a job is heard in order', async () => {
  const { target, port } = await runningServer();
  const { over, created } = await submit({ unique: 'u' }, target);
  await created;
  const { send, handle, assigned } = await workerWithJob(port);
  expect(assigned).toBe(`JOB_ASSIGN_UNIQ ${handle} f u abc`);
  send(
    { name: 'WORK_DATA', handle, data: bytes('one') },
    { name: 'WORK_STATUS', handle, numerator: '1', denominator: '4' },
    { name: 'WORK_WARNING', handle, warning: bytes('careful') },
    { name: 'WORK_COMPLETE', handle, result: bytes('two') },
  );
  expect(await over).toEqual(['created 1', 'data one', 'status 1/4', 'warning careful', 'complete two']);
});

test.each([
  [true, 'exception boom'],
  [false, 'fail'],
])('an exception is told to who asks for exceptions: %s', async (exceptions, end) => {
  const { target, port } = await runningServer();
  const { over, created } = await submit({ exceptions }, target);
  await created;
  const { send, handle } = await workerWithJob(port);
  send({ name: 'WORK_EXCEPTION', handle, exception: bytes('boom') });
  expect(await over).toEqual(['created 1', end]);
});

test('a background job is over for its client when it is created, and the connection with it', async () => {
  const { target, host, port } = await runningServer();
  await vi.waitUntil(() => host.status.state === 'running', PATIENT);
  const { over } = await submit({ background: true, priority: 'high' }, target);
  expect(await over).toEqual(['created 1']);
  await expect.poll(() => host.connections, PATIENT).toBe(1); // that of the health probe
  const { assigned } = await workerWithJob(port);
  expect(assigned).toMatch(/^JOB_ASSIGN_UNIQ \S+ f abc$/);
  expect([...(host.broker?.registry.jobs.values() ?? [])]).toMatchObject([{ background: true, priority: 'high' }]);
});

test.each([
  ['high', false, 'SUBMIT_JOB_HIGH f abc'],
  ['normal', false, 'SUBMIT_JOB f abc'],
  ['low', false, 'SUBMIT_JOB_LOW f abc'],
  ['high', true, 'SUBMIT_JOB_HIGH_BG f abc'],
  ['normal', true, 'SUBMIT_JOB_BG f abc'],
  ['low', true, 'SUBMIT_JOB_LOW_BG f abc'],
] as const)('%s priority, in the background: %s', async (priority, background, packet) => {
  const server = await fakeServer((heard, { say, close }) => {
    if (heard === packet) say({ name: 'JOB_CREATED', handle: 'H:x:1' });
    else if (!heard.startsWith('OPTION_REQ')) close();
    if (!background && heard === packet) say({ name: 'WORK_FAIL', handle: 'H:x:1' });
  });
  const { over } = await submit({ priority, background }, server);
  expect(await over).toEqual(background ? ['created 1'] : ['created 1', 'fail']);
  expect(server.connections[0]?.heard).toEqual(background ? [packet] : ['OPTION_REQ exceptions', packet]);
});

test('an abandoned job is dropped by the server', async () => {
  const { target, events, port } = await runningServer();
  const { abandon, created, heard } = await submit({}, target);
  await created;
  abandon();
  await expect.poll(() => events.map(({ kind }) => kind), PATIENT).toEqual(['submitted', 'abandoned']);
  const worker = await peerOf({ port });
  worker.send({ name: 'CAN_DO', function: 'f' }, { name: 'GRAB_JOB' });
  expect([await worker.hears(), heard]).toEqual([['NO_JOB'], ['created 1']]);
});

test('a job that the server refuses is told with its words', async () => {
  const { target } = await runningServer();
  const { over } = await submit({ unique: 'u'.repeat(65), exceptions: false }, target);
  expect(await over).toEqual([
    'server-refused: The job server refused the job. ARGUMENT_TOO_LARGE: Unique value too large.',
  ]);
});

test('a server that stops breaks the job', async () => {
  const { target, host } = await runningServer();
  const { over, created } = await submit({}, target);
  await created;
  await host.stop();
  expect(await over).toEqual([
    'created 1',
    expect.stringContaining(`connection-lost: The connection to 127.0.0.1:${target.port} failed`),
  ]);
});

test('where nobody listens nothing is submitted', async () => {
  const target = { host: '127.0.0.1', port: await freePort() };
  await expect(submit({}, target)).rejects.toMatchObject({ code: 'connection-refused' });
});

describe('several jobs over one connection', () => {
  /** Submits jobs; each entry of `heard` tells which of them it is about. */
  async function several(target: Target, ...works: Partial<Work>[]) {
    const client = await openClient({ target, exceptions: true });
    afterThisTest(() => client.close());
    const heard: string[] = [];
    const submit = (work: Partial<Work>) =>
      client.submit(
        { ...WORK, ...work },
        (each) => void heard.push(`${work.workload ?? work.function}: ${short(each)}`),
      );
    for (const work of works) submit(work);
    return { heard, submit, client };
  }

  test('each hears of its own, whichever ends first', async () => {
    const { target, port } = await runningServer();
    const { heard } = await several(target, { function: 'a' }, { function: 'b' }, { function: 'c', background: true });
    await vi.waitUntil(() => heard.length === 3, PATIENT);
    const [b, a] = [await workerWithJob(port, 'b'), await workerWithJob(port, 'a')];
    b.send({ name: 'WORK_COMPLETE', handle: b.handle, result: bytes('done') });
    await vi.waitUntil(() => heard.length === 4, PATIENT);
    a.send({ name: 'WORK_FAIL', handle: a.handle });
    await vi.waitUntil(() => heard.length === 5, PATIENT);
    expect(heard).toEqual(['a: created 1', 'b: created 2', 'c: created 3', 'b: complete done', 'a: fail']);
  });

  test('a refused one does not take the answer of the next', async () => {
    const { target } = await runningServer();
    const { heard } = await several(target, { function: 'a', unique: 'u'.repeat(65) }, { function: 'b' });
    await vi.waitUntil(() => heard.length === 2, PATIENT);
    expect(heard).toEqual([expect.stringContaining('a: server-refused'), 'b: created 1']);
  });

  test('two with one unique ID are one job, and both hear its end', async () => {
    const { target, port } = await runningServer();
    const one = { unique: 'u', workload: bytes('one') };
    const { heard } = await several(target, one, { unique: 'u', workload: bytes('two') });
    await vi.waitUntil(() => heard.length === 2, PATIENT);
    const { send, handle } = await workerWithJob(port);
    send({ name: 'WORK_COMPLETE', handle, result: bytes('done') });
    await vi.waitUntil(() => heard.length === 4, PATIENT);
    expect(heard).toEqual(['one: created 1', 'two: created 1', 'one: complete done', 'two: complete done']);
  });

  test('a lost connection breaks all that have not ended, and what is submitted later', async () => {
    const server = await fakeServer((packet, { say, close }) => {
      if (packet === 'SUBMIT_JOB a abc') say({ name: 'JOB_CREATED', handle: 'H:x:1' });
      if (packet === 'SUBMIT_JOB b abc') close();
    });
    const { heard, submit } = await several(server, { function: 'a' }, { function: 'b' });
    await vi.waitUntil(() => heard.length === 3, PATIENT);
    submit({ function: 'c' });
    const lost = (name: string) => expect.stringMatching(`^${name}: connection-lost: `);
    expect(heard).toEqual(['a: created 1', lost('b'), lost('a'), lost('c')]);
  });

  test('after it is closed nothing is heard', async () => {
    const { target, host } = await runningServer();
    const { heard, client } = await several(target, { function: 'a' });
    await vi.waitUntil(() => heard.length === 1, PATIENT);
    client.close();
    await host.stop();
    expect(heard).toEqual(['a: created 1']);
  });
});

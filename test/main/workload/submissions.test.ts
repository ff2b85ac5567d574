import { expect, test, vi } from 'vitest';
import type { Work } from '../../../main/client/submit.ts';
import { Submissions } from '../../../main/workload/submissions.ts';
import { afterThisTest } from '../../support/cleanup.ts';
import { runningServer } from '../../support/embedded.ts';
import { fakeServer } from '../../support/fake-server.ts';
import { freePort } from '../../support/free-port.ts';
import { bytes } from '../../support/packets.ts';
import { PATIENT } from '../../support/patient.ts';
import { peerOf } from '../../support/peer.ts';

const WORK: Work = {
  function: 'f',
  unique: 'u',
  workload: bytes('abc'),
  priority: 'normal',
  background: false,
  exceptions: true,
};

/** Submissions to a running server. */
async function submitting() {
  const server = await runningServer();
  const onChange = vi.fn();
  const submissions = new Submissions({ origins: server.origins, onChange });
  afterThisTest(() => submissions.close());
  const target = { ...server.target, server: 'local', run: server.host.status.run };
  const reaches = (id: number, state: string) => vi.waitUntil(() => submissions.get(id)?.state === state, PATIENT);
  return {
    ...server,
    submissions,
    onChange,
    reaches,
    submit: (work: Partial<Work> = {}) => submissions.submit({ ...WORK, ...work }, target),
    /** A worker that has taken the next job. */
    async worker() {
      const worker = await peerOf(server.target);
      worker.send({ name: 'CAN_DO', function: 'f' }, { name: 'GRAB_JOB_UNIQ' });
      return { ...worker, handle: (await worker.hears())[0]?.split(' ')[1] as string };
    },
  };
}

test('a job is followed from its creation to its end', async () => {
  const { submissions, submit, reaches, worker, onChange, host } = await submitting();
  const id = await submit();
  await reaches(id, 'queued');
  const { send, handle } = await worker();
  expect(submissions.get(id)).toEqual({
    id,
    function: 'f',
    unique: 'u',
    background: false,
    server: null,
    spread: null,
    state: 'queued',
    key: { server: 'local', run: host.status.run, handle },
    listed: true,
    sentAt: expect.any(Number),
    endedAt: null,
    result: { size: 0, bytes: bytes('') },
    warnings: { size: 0, bytes: bytes('') },
    exception: null,
    progress: null,
    problem: null,
  });
  onChange.mockClear();
  send(
    { name: 'WORK_STATUS', handle, numerator: '3', denominator: '4' },
    { name: 'WORK_DATA', handle, data: bytes('one ') },
    { name: 'WORK_WARNING', handle, warning: bytes('careful') },
    { name: 'WORK_COMPLETE', handle, result: bytes('two') },
  );
  await reaches(id, 'done');
  expect(onChange).toHaveBeenCalled();
  expect(submissions.get(id)).toMatchObject({
    endedAt: expect.any(Number),
    result: { size: 7, bytes: bytes('one two') },
    warnings: { size: 7, bytes: bytes('careful') },
    progress: { numerator: 3, denominator: 4 },
  });
  expect(String(submissions.result(id))).toBe('one two');
});

test('a background job is accepted, and that is all its client hears', async () => {
  const { submissions, submit, reaches } = await submitting();
  const id = await submit({ background: true });
  await reaches(id, 'accepted');
  expect(submissions.get(id)).toMatchObject({ endedAt: expect.any(Number), problem: null });
});

test('when it resolves, the job has its name', async () => {
  const { submissions, submit, worker } = await submitting();
  const id = await submit();
  expect(submissions.get(id)).toMatchObject({ state: 'queued', key: { handle: (await worker()).handle } });
});

test('a server that does not answer is not waited for longer than two seconds', async () => {
  const { submissions } = await submitting();
  const server = await fakeServer(() => {});
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  afterThisTest(() => void vi.useRealTimers());
  const submitted = submissions.submit(WORK, { ...server, server: 'local', run: 1 });
  await vi.waitUntil(() => server.connections[0]?.heard.length === 2, PATIENT);
  vi.advanceTimersByTime(2000);
  expect(submissions.get(await submitted)).toMatchObject({ state: 'sending', key: null });
});

test('failures are told apart', async () => {
  const { submissions, submit, reaches, worker, host } = await submitting();
  const failing = await submit({ unique: '1' });
  await reaches(failing, 'queued');
  const first = await worker();
  first.send({ name: 'WORK_FAIL', handle: first.handle });
  await reaches(failing, 'failed');

  const throwing = await submit({ unique: '2' });
  await reaches(throwing, 'queued');
  const second = await worker();
  second.send({ name: 'WORK_EXCEPTION', handle: second.handle, exception: bytes('boom') });
  await reaches(throwing, 'exception');
  expect(submissions.get(throwing)?.exception).toEqual({ size: 4, bytes: bytes('boom') });

  const refused = await submit({ unique: 'u'.repeat(65) });
  await reaches(refused, 'broken');
  expect(submissions.get(refused)).toMatchObject({ key: null, problem: { code: 'server-refused' } });

  const waiting = await submit({ unique: '3' });
  await reaches(waiting, 'queued');
  await host.stop();
  await reaches(waiting, 'broken');
  expect(submissions.get(waiting)?.problem).toMatchObject({ code: 'connection-lost' });
});

test('a job that was abandoned stays so, and the server drops it', async () => {
  const { submissions, submit, reaches, events } = await submitting();
  const id = await submit();
  await reaches(id, 'queued');
  submissions.abandon(id);
  expect(submissions.get(id)).toMatchObject({ state: 'abandoned', endedAt: expect.any(Number) });
  await expect.poll(() => events.map(({ kind }) => kind), PATIENT).toEqual(['submitted', 'abandoned']);
  const { endedAt } = submissions.get(id) ?? {};
  submissions.abandon(id);
  submissions.abandon(999);
  expect(submissions.get(id)).toMatchObject({ state: 'abandoned', endedAt });
});

test('a close abandons all that still waits', async () => {
  const { submissions, submit, reaches, events } = await submitting();
  for (const unique of ['1', '2']) await reaches(await submit({ unique }), 'queued');
  submissions.close();
  await expect
    .poll(() => events.map(({ kind }) => kind), PATIENT)
    .toEqual(['submitted', 'submitted', 'abandoned', 'abandoned']);
});

test('the window gets the beginning of a large result; the whole can be saved', async () => {
  const { submissions, submit, reaches, worker } = await submitting();
  const id = await submit();
  await reaches(id, 'queued');
  const { send, handle } = await worker();
  const result = Buffer.alloc(300_000, 'r');
  send({ name: 'WORK_COMPLETE', handle, result });
  await reaches(id, 'done');
  expect(submissions.get(id)?.result.size).toBe(300_000);
  expect(submissions.get(id)?.result.bytes?.length).toBe(256 * 1024);
  expect(submissions.result(id).equals(result)).toBe(true);
});

test('the last fifty submissions are remembered', async () => {
  const server = await fakeServer((_heard, { say }) => say({ name: 'JOB_CREATED', handle: 'H:x:1' }));
  const { submissions } = await submitting();
  const target = { ...server, server: 'local', run: 1 };
  const ids: number[] = [];
  for (let count = 0; count < 52; count += 1) {
    ids.push(await submissions.submit({ ...WORK, background: true }, target));
  }
  expect(ids.map((id) => submissions.get(id) !== null)).toEqual([false, false, ...Array<boolean>(50).fill(true)]);
  expect(() => submissions.result(ids[0] as number)).toThrow(expect.objectContaining({ code: 'not-kept' }));
});

test('where nobody listens it is thrown, and nothing is remembered', async () => {
  const submissions = new Submissions({ origins: (await submitting()).origins, onChange: () => {} });
  const target = { host: '127.0.0.1', port: await freePort(), server: 'local', run: 1 };
  await expect(submissions.submit(WORK, target)).rejects.toMatchObject({ code: 'connection-refused' });
  expect(submissions.get(1)).toBe(null);
});

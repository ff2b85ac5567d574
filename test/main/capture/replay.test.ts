import { expect, test, vi } from 'vitest';
import { JobIndex } from '../../../main/capture/job-index.ts';
import { startReplay } from '../../../main/capture/replay.ts';
import { captureOf } from '../../support/capture.ts';
import { PATIENT } from '../../support/patient.ts';

test('made-up jobs are recorded as if two connections spoke, until they are ended', async () => {
  const { ring, recorder, rowOf } = captureOf();
  const ended = new AbortController();
  startReplay(recorder, 5000, ended.signal);
  await vi.waitUntil(() => ring.next >= 20, PATIENT);
  ended.abort();
  const { next } = ring;
  const jobs = new JobIndex(ring);
  jobs.catchUp();
  const job = jobs.find(0, 'H:replay:2');
  const types = Array.from({ length: 20 }, (_, seq) => seq)
    .filter((seq) => jobs.numberOf(seq) === job?.number)
    .flatMap((seq) => ring.get(seq) ?? [])
    .map((entry) => rowOf(entry))
    .map(({ type, who }) => `${who} ${type}`);
  expect(types).toEqual([
    'replay SUBMIT_JOB',
    'replay JOB_CREATED',
    'replay-1 GRAB_JOB',
    'replay-1 JOB_ASSIGN',
    'replay-1 WORK_STATUS',
    'replay WORK_STATUS',
    'replay-1 WORK_COMPLETE',
    'replay WORK_COMPLETE',
  ]);
  await new Promise((done) => setTimeout(done, 50));
  expect(ring.next).toBe(next);
});

test('what the thread was too busy for does not come in one burst', async () => {
  const { ring, recorder } = captureOf();
  const ended = new AbortController();
  startReplay(recorder, 50_000, ended.signal);
  const until = performance.now() + 500;
  while (performance.now() < until);
  await vi.waitUntil(() => ring.next > 0, PATIENT);
  ended.abort();
  expect(ring.next).toBeLessThan(20_000);
});

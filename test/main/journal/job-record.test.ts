import { expect, test } from 'vitest';
import type { JobStep } from '../../../main/contract/jobs.ts';
import type { HeardEvent, SubmittedJob } from '../../../main/journal/event-columns.ts';
import { JobRecord } from '../../../main/journal/job-record.ts';
import { bytes } from '../../support/packets.ts';

const handle = 'H:t:1';
const JOB: SubmittedJob = {
  handle,
  functionName: 'resize',
  unique: 'u',
  priority: 'normal',
  background: false,
  workload: bytes('abc'),
  keptAs: 0,
};

/** A job that was submitted at 1000, and a short way to tell it events. */
function recordOf(job: Partial<SubmittedJob> = {}) {
  const record = new JobRecord(0, { server: 'local', run: 7, handle }, { ...JOB, ...job }, 1000);
  const tell = (at: number, event: HeardEvent, limit = 100) => record.apply(event, at, limit);
  return { record, tell };
}

test('a job that is done knows its times, its progress and its bytes', () => {
  const { record, tell } = recordOf();
  tell(1010, { kind: 'assigned', worker: 3 });
  tell(1020, { kind: 'status', numerator: 1, denominator: 4 });
  tell(1030, { kind: 'data', bytes: bytes('one ') });
  tell(1040, { kind: 'warning', bytes: bytes('careful') });
  expect([record.state, record.waited(1050), record.ran(1050)]).toEqual(['running', 10, 40]);
  tell(1060, { kind: 'complete', bytes: bytes('two') });
  expect([record.ended, record.waited(9999), record.ran(9999)]).toEqual([true, 10, 50]);
  expect(record.detail(100)).toEqual({
    key: { server: 'local', run: 7, handle },
    state: 'done',
    function: 'resize',
    unique: 'u',
    priority: 'normal',
    background: false,
    client: null,
    worker: null,
    submittedAt: 1000,
    assignedAt: 1010,
    endedAt: 1060,
    dueAt: null,
    attempts: 1,
    submissions: 1,
    workloadSize: 3,
    resultSize: 7,
    preview: Uint8Array.from(bytes('abc')),
    progress: { numerator: 1, denominator: 4 },
    workload: { size: 3, kept: 3, bytes: bytes('abc') },
    result: { size: 7, kept: 7, bytes: bytes('one two') },
    warnings: { size: 7, kept: 7, bytes: bytes('careful') },
    exception: null,
    steps: [],
    skippedSteps: 0,
    outcome: null,
    keptAs: 0,
  });
});

test.each<[string, HeardEvent, string, number | null]>([
  ['a failure', { kind: 'fail' }, 'failed', 1020],
  ['too many losses', { kind: 'given-up' }, 'failed', 1020],
  ['a cancellation', { kind: 'cancelled' }, 'cancelled', 1020],
  ['a time-out', { kind: 'timed-out' }, 'running', null],
  ['an exception', { kind: 'exception', bytes: bytes('boom') }, 'exception', 1020],
  ['a drop', { kind: 'dropped' }, 'lost', 1020],
  ['a lost worker', { kind: 'requeued', attempts: 1 }, 'queued', null],
  ['a client that left', { kind: 'abandoned' }, 'running', null],
])('%s while it runs', (_what, event, state, endedAt) => {
  const { record, tell } = recordOf();
  tell(1010, { kind: 'assigned', worker: 3 });
  tell(1020, event);
  expect([record.state, record.endedAt]).toEqual([state, endedAt]);
});

test('a job that waits again has no progress and waits since its submission', () => {
  const { record, tell } = recordOf();
  tell(1010, { kind: 'assigned', worker: 3 });
  tell(1015, { kind: 'status', numerator: 1, denominator: 2 });
  tell(1020, { kind: 'requeued', attempts: 1 });
  expect([record.progress, record.waited(1100), record.ran(1100)]).toEqual([null, 100, null]);
  tell(1200, { kind: 'assigned', worker: 4 });
  expect([record.attempts, record.waited(1300), record.ran(1300)]).toEqual([2, 200, 100]);
});

test('a job that somebody joined in the background is a background job', () => {
  const { record, tell } = recordOf();
  tell(1010, { kind: 'joined', client: 2, background: false, keptAs: 0 });
  expect([record.submissions, record.background]).toEqual([2, false]);
  tell(1020, { kind: 'joined', client: 3, background: true, keptAs: 9 });
  tell(1030, { kind: 'joined', client: 4, background: false, keptAs: 9 });
  expect([record.submissions, record.background, record.keptAs]).toEqual([4, true, 9]);
});

test('of a detail only so many bytes are shown, with their whole size', () => {
  const { record, tell } = recordOf({ workload: bytes('0123456789') });
  tell(1010, { kind: 'exception', bytes: bytes('exceptional') });
  expect(record.detail(4)).toMatchObject({
    workload: { size: 10, bytes: bytes('0123') },
    exception: { size: 11, bytes: bytes('exce') },
  });
});

test('forgotten content leaves its sizes and the preview', () => {
  const { record, tell } = recordOf({ workload: bytes('x'.repeat(1000)) });
  tell(1010, { kind: 'data', bytes: bytes('result') });
  expect(record.keptBytes).toBe(1006);
  record.forgetContent();
  expect([record.keptBytes, record.workload, record.content('result')?.bytes]).toEqual([0, null, null]);
  expect(record.detail(100)).toMatchObject({
    workload: { size: 1000, bytes: null },
    result: { size: 6, bytes: null },
    preview: Uint8Array.from(bytes('x'.repeat(120))),
  });
  tell(1020, { kind: 'complete', bytes: bytes('more') });
  expect([record.keptBytes, record.resultSize]).toEqual([0, 10]);
});

test('an exception that comes when the content is forgotten is not kept either', () => {
  const { record, tell } = recordOf();
  record.forgetContent();
  tell(1010, { kind: 'exception', bytes: bytes('boom') });
  expect([record.state, record.keptBytes]).toEqual(['exception', 0]);
  expect(record.detail(100).exception).toEqual({ size: 4, kept: 0, bytes: null });
});

test('of very many steps the first and the last stay, and the rest are counted', () => {
  const { record } = recordOf();
  const step = (at: number): JobStep => ({ at, kind: 'status', who: null, size: null });
  for (let at = 0; at < 1_000_000; at += 1) record.addStep(step(at));
  const { steps, skippedSteps } = record.steps;
  expect(steps.slice(0, 20).map(({ at }) => at)).toEqual(Array.from({ length: 20 }, (_, at) => at));
  expect(steps.slice(20).map(({ at }) => at)).toEqual(
    Array.from({ length: steps.length - 20 }, (_, index) => 1_000_000 - steps.length + 20 + index),
  );
  expect([steps.length < 400, steps.length + skippedSteps]).toEqual([true, 1_000_000]);
});

test('who submitted it first and who took it last is known, however many steps lie between', () => {
  const { record } = recordOf();
  const step = (kind: JobStep['kind'], who: string | null) => record.addStep({ at: 1, kind, who, size: null });
  step('submitted', '#1 first');
  step('joined', '#9 second');
  step('assigned', '#2 a');
  step('requeued', null);
  step('assigned', '#3 b');
  for (let times = 0; times < 1000; times += 1) step('status', null);
  expect(record.row()).toMatchObject({ client: '#1 first', worker: '#3 b' });
  expect(JobRecord.from(0, record.detail(100)).row()).toMatchObject({ client: '#1 first', worker: '#3 b' });
});

test('a delayed job tells until when, and no longer when that time has come', () => {
  const { record } = recordOf();
  record.apply({ kind: 'delayed', until: 5000 }, 1000, 100);
  expect([record.state, record.detail(0).dueAt]).toEqual(['queued', 5000]);
  record.apply({ kind: 'due' }, 5000, 100);
  expect([record.state, record.detail(0).dueAt]).toEqual(['queued', null]);
});

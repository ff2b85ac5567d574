// @vitest-environment node
import { expect, test } from 'vitest';
import type { JobDetail, JobState, JobStep } from '../../../../main/contract/jobs.ts';
import { phasesOf } from '../../../../renderer/features/jobs/phases.ts';

/** A job that was submitted at 1000, by what happened at which time. */
function job(steps: [number, JobStep['kind']][], ended?: [number, JobState]): JobDetail {
  return {
    submittedAt: 1000,
    endedAt: ended?.[0] ?? null,
    state: ended?.[1] ?? 'queued',
    steps: steps.map(([at, kind]) => ({ at, kind, who: null, size: null })),
  } as unknown as JobDetail;
}

const once = (milliseconds: number) => ({ times: 1, milliseconds });
const never = { times: 0, milliseconds: 0 };

test('it waits', () => {
  expect(phasesOf(job([[1000, 'submitted']]), 1500)).toEqual({
    later: never,
    queued: once(500),
    running: never,
    back: 0,
    end: null,
    current: 'queued',
  });
});

test('it waited, runs, and is told of in between', () => {
  const steps: [number, JobStep['kind']][] = [
    [1000, 'submitted'],
    [1010, 'joined'],
    [1020, 'assigned'],
    [1100, 'status'],
  ];
  expect(phasesOf(job(steps), 1500)).toMatchObject({ queued: once(20), running: once(480), current: 'running' });
});

test('it came back from a worker and was done by another', () => {
  const steps: [number, JobStep['kind']][] = [
    [1000, 'submitted'],
    [1020, 'assigned'],
    [1050, 'requeued'],
    [1060, 'assigned'],
    [1100, 'complete'],
  ];
  expect(phasesOf(job(steps, [1100, 'done']), 9000)).toEqual({
    later: never,
    queued: { times: 2, milliseconds: 30 },
    running: { times: 2, milliseconds: 70 },
    back: 1,
    end: { state: 'done', at: 1100 },
    current: 'end',
  });
});

test('it was submitted for later, and cancelled in the queue', () => {
  const steps: [number, JobStep['kind']][] = [
    [1000, 'submitted'],
    [1000, 'delayed'],
    [3000, 'due'],
    [3100, 'cancelled'],
  ];
  expect(phasesOf(job(steps, [3100, 'cancelled']), 9000)).toMatchObject({
    later: once(2000),
    queued: once(100),
    running: never,
    end: { state: 'cancelled' },
  });
});

// @vitest-environment node
import { expect, test, vi } from 'vitest';
import type { JobRow, JobState } from '../../../main/contract/jobs.ts';
import type { JobKey } from '../../../main/contract/keys.ts';
import { useStore } from '../../../renderer/store/index.ts';
import { chosenJobs } from '../../../renderer/store/job-actions.ts';
import { fakeBridge, refuse } from '../../support/bridge.ts';
import { bytesOf, jobDetail, jobWindow } from '../../support/samples.ts';

const keyOf = (number: number): JobKey => ({ server: 'local', run: 7, handle: `H:t:${number}` });
const rowAt = (position: number, state: JobState = 'queued', more: Partial<JobRow> = {}): JobRow => ({
  ...jobDetail({ key: keyOf(position), state }),
  ...more,
});

/** A list of so many jobs; each has the handle of its position. Ten of them are in sight. */
async function listOf(total: number, states: Record<number, JobState> = {}) {
  const bridge = fakeBridge({
    'jobs.window': ({ from, rows }) => {
      const first = Math.max(0, from ?? 0);
      const count = Math.max(0, Math.min(rows, total - first));
      const found = Array.from({ length: count }, (_, index) => rowAt(first + index, states[first + index]));
      return jobWindow({ first: 0, from: first, total, rows: found });
    },
    'jobs.get': (wanted) => jobDetail({ key: wanted }),
  });
  const { viewJobs, chooseJob } = useStore.getState();
  viewJobs({ from: 0, rows: 10 });
  await bridge.frame();
  bridge.said();
  const numbers = () => chosenJobs(useStore.getState()).map((row) => Number(row.key.handle.slice(4)));
  return {
    ...bridge,
    numbers,
    choose: async (position: number, how: 'alone' | 'toggle' | 'range') => {
      await chooseJob(rowAt(position, states[position]), position, how);
      return numbers().toSorted((a, b) => a - b);
    },
    notice: () => useStore.getState().app.notice,
    problem: () => useStore.getState().app.problem?.code,
  };
}

test('one is chosen alone, more one by one, and all between', async () => {
  const { choose } = await listOf(10);
  expect(await choose(3, 'alone')).toEqual([3]);
  expect(await choose(6, 'range')).toEqual([3, 4, 5, 6]);
  expect(await choose(1, 'range')).toEqual([1, 2, 3]);
  expect(await choose(8, 'toggle')).toEqual([1, 2, 3, 8]);
  expect(await choose(2, 'toggle')).toEqual([1, 3, 8]);
  expect(await choose(9, 'range')).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
  expect(await choose(5, 'alone')).toEqual([5]);
  expect(await choose(5, 'toggle')).toEqual([5]); // one is always in the inspector
});

test('a range that is not in sight is asked for, ten thousand of it at most', async () => {
  const { choose, said, numbers } = await listOf(12_000);
  await choose(0, 'alone');
  said();
  expect((await choose(1100, 'range')).length).toBe(1101);
  expect(said().map(([, query]) => query)).toEqual(
    [0, 500, 1000].map((from) => expect.objectContaining({ from, rows: Math.min(500, 1101 - from) })),
  );
  await useStore.getState().chooseAllJobs();
  expect([numbers().length, numbers().at(-1)]).toEqual([10_000, 9999]);
  const ends = (chosen: number[]) => [chosen.length, chosen[0], chosen.at(-2), chosen.at(-1)];
  await choose(0, 'alone');
  expect(ends(await choose(11_500, 'range'))).toEqual([10_000, 0, 9998, 11_500]);
  await choose(11_999, 'alone');
  expect(ends(await choose(0, 'range'))).toEqual([10_000, 0, 11_998, 11_999]);
});

test('in another list nothing is chosen but the job in the inspector', async () => {
  const { choose, numbers, frame } = await listOf(10);
  await choose(3, 'alone');
  await choose(6, 'range');
  useStore.getState().filterJobs(['done']);
  await frame();
  expect(numbers()).toEqual([6]);
});

test('what has ended is not cancelled, and the numbers are those that the server told', async () => {
  const { choose, answers, said, notice } = await listOf(10, { 0: 'done', 1: 'running' });
  answers['jobs.cancel'] = ({ jobs }) => ({ queued: jobs.length - 1, running: 0 });
  await choose(0, 'alone');
  const { askCancel, answerAsked } = useStore.getState();
  askCancel(chosenJobs(useStore.getState()));
  expect(useStore.getState().askedOfJobs).toBe(null);
  await choose(3, 'range');
  askCancel(chosenJobs(useStore.getState()));
  expect(useStore.getState().askedOfJobs).toMatchObject({ queued: 2, running: 1 });
  said();
  await answerAsked(false);
  expect([said(), useStore.getState().askedOfJobs]).toEqual([[], null]);
  askCancel(chosenJobs(useStore.getState()));
  await answerAsked(true);
  expect(said()).toEqual([['jobs.cancel', { jobs: [1, 2, 3].map(keyOf) }]]);
  expect(notice()).toMatchObject({ kind: 'jobs-cancelled', count: 2 });
});

test('a queue is purged with the count that it has now', async () => {
  const { answers, said, notice } = await listOf(1);
  answers['jobs.count'] = ({ name }) => ({ queued: name === 'f' ? 3 : 0, running: 3 });
  answers['jobs.purge'] = () => ({ jobs: 4 });
  const { askPurge, answerAsked } = useStore.getState();
  await askPurge('f', 'staging');
  const asked = { kind: 'purge', name: 'f', server: 'staging', queued: 3, running: 3 };
  expect(useStore.getState().askedOfJobs).toEqual(asked);
  await answerAsked(true);
  expect([said().at(-1), notice()?.count]).toEqual([['jobs.purge', { name: 'f', server: 'staging' }], 4]);
  await askPurge('unknown', 'staging');
  expect([useStore.getState().askedOfJobs, notice()?.kind]).toEqual([null, 'nothing-queued']);
});

test('what could not be submitted again is said; what was can be undone', async () => {
  const { answers, notice, problem, said } = await listOf(3);
  answers['jobs.cancel'] = () => ({ queued: 1, running: 0 });
  answers['jobs.resubmit'] = () => ({
    jobs: [keyOf(8)],
    notKept: 0,
    problem: { code: 'connection-lost', message: '', details: {} },
  });
  const { resubmitJobs } = useStore.getState();
  await resubmitJobs([keyOf(0), keyOf(1)]);
  expect([notice()?.kind, notice()?.count, problem()]).toEqual(['jobs-resubmitted', 1, 'connection-lost']);
  notice()?.undo?.();
  await vi.waitFor(() => expect(said()).toContainEqual(['jobs.cancel', { jobs: [keyOf(8)] }]));
  answers['jobs.resubmit'] = () => ({ jobs: [], notKept: 1, problem: null });
  await resubmitJobs([keyOf(0)]);
  expect([notice()?.kind, useStore.getState().app.screen]).toEqual(['jobs-not-kept', 'overview']);
  answers['jobs.resubmit'] = () => refuse('server-not-running');
  await resubmitJobs([keyOf(0)]);
  expect(problem()).toBe('server-not-running');
});

test('a job that is no text is edited as bytes, with the name and the unique ID that it had', async () => {
  const { answers } = await listOf(1);
  const job = rowAt(0, 'done', { function: 'gr\xc3\xb6\xc3\x9fe', unique: 'u1', priority: 'low', background: true });
  answers['jobs.workload'] = () => Uint8Array.of(0, 255);
  await useStore.getState().duplicateJob(job);
  expect(useStore.getState().submit).toMatchObject({
    open: true,
    draft: {
      ...{ function: 'größe', source: 'hex', hex: '00 ff', background: true, priority: 'low' },
      ...{ unique: 'custom', uniqueValue: 'u1' },
    },
  });
  answers['jobs.workload'] = () => bytesOf('text');
  await useStore.getState().duplicateJob({ ...job, unique: '' });
  expect(useStore.getState().submit.draft).toMatchObject({ source: 'text', text: 'text', unique: 'none' });
});

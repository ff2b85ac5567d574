// @vitest-environment node
import { expect, test } from 'vitest';
import type { JobDetail } from '../../../main/contract/jobs.ts';
import { useStore } from '../../../renderer/store/index.ts';
import { textOfKey } from '../../../renderer/store/jobs.ts';
import { fakeBridge, refuse } from '../../support/bridge.ts';
import { jobDetail, jobWindow, key } from '../../support/samples.ts';

const ALL = {
  from: null,
  rows: 60,
  states: [],
  servers: null,
  without: [],
  search: '',
  sort: 'submitted',
  descending: true,
};
const other = { ...key, handle: 'H:t:2' };

function setup() {
  const bridge = fakeBridge({
    'jobs.window': () => jobWindow({ total: 3 }),
    'jobs.get': (wanted) => jobDetail({ key: wanted }),
  });
  const asked = async () => {
    await bridge.frame();
    return bridge.said().map(([, input]) => input);
  };
  return { ...useStore.getState(), ...bridge, asked, jobs: () => useStore.getState().jobs };
}

test('the same view is not asked for twice, another one is', async () => {
  const { pullJobs, viewJobs, asked } = setup();
  pullJobs();
  expect(await asked()).toEqual([ALL]);
  viewJobs({ from: -3, rows: 60 });
  expect(await asked()).toEqual([{ ...ALL, from: -3 }]);
  viewJobs({ from: -3, rows: 60 });
  expect(await asked()).toEqual([]);
  viewJobs({ from: 40, rows: 60 });
  expect(await asked()).toEqual([{ ...ALL, from: 40 }]);
});

test('a column sorts downwards first and turns when it is chosen again', async () => {
  const { sortJobs, asked } = setup();
  const order = async () => {
    const [query] = (await asked()) as { sort: string; descending: boolean }[];
    return `${query?.sort} ${query?.descending ? 'down' : 'up'}`;
  };
  const orders = [];
  for (const column of ['submitted', 'submitted', 'ran', 'ran', 'function'] as const) {
    sortJobs(column);
    orders.push(await order());
  }
  expect(orders).toEqual(['submitted up', 'submitted down', 'ran down', 'ran up', 'function down']);
});

test('state and search narrow the list together', async () => {
  const { filterJobs, searchJobs, asked } = setup();
  filterJobs(['failed']);
  searchJobs('wc');
  expect(await asked()).toEqual([{ ...ALL, states: ['failed'], servers: null, search: 'wc' }]);
});

test('a chosen job comes with the list, and stays in sight while it is asked for again', async () => {
  const { selectJob, asked, jobs } = setup();
  selectJob(key);
  expect([jobs().detail, await asked(), jobs().detail?.key]).toEqual([null, [ALL, key], key]);
  selectJob({ ...key });
  expect(jobs().detail?.key).toEqual(key);
  await asked();
  selectJob(other);
  expect(jobs().detail).toBe(null);
  await asked();
  expect(jobs().detail?.key).toEqual(other);
});

test('a job that comes after another was chosen is not shown', async () => {
  const { answers, selectJob, closeJob, frame, jobs } = setup();
  const late = Promise.withResolvers<JobDetail>();
  answers['jobs.get'] = () => late.promise;
  selectJob(key);
  await frame();
  closeJob();
  late.resolve(jobDetail());
  await frame();
  expect([jobs().selected, jobs().detail, jobs().window?.total]).toEqual([null, null, 3]);
});

test('a job that is opened from elsewhere is not hidden by an old filter', async () => {
  const { filterJobs, searchJobs, showJobTab, openJob, asked, jobs } = setup();
  filterJobs(['failed']);
  searchJobs('nothing');
  showJobTab('result');
  openJob(key);
  expect([await asked(), jobs().tab, useStore.getState().app.screen]).toEqual([[ALL, key], 'details', 'jobs']);
});

test('handles of two runs are two jobs', () => {
  expect([textOfKey(key), textOfKey({ ...key, run: 8 })]).toEqual(['local/7/H:t:1', 'local/8/H:t:1']);
});

test('a saved result is told; where no file was chosen nothing is; a refusal is a problem', async () => {
  const { answers, saveJobResult } = setup();
  const told = () => [useStore.getState().app.notice, useStore.getState().app.problem?.code];
  answers['jobs.saveResult'] = () => null;
  await saveJobResult(key);
  expect(told()).toEqual([null, undefined]);
  answers['jobs.saveResult'] = () => 'result.txt';
  await saveJobResult(key);
  expect(told()).toEqual([{ id: expect.any(Number), kind: 'result-saved', name: 'result.txt' }, undefined]);
  answers['jobs.saveResult'] = () => refuse('file-unwritable');
  await saveJobResult(key);
  expect(told()[1]).toBe('file-unwritable');
});

import { act, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { JobWindow } from '../../../../main/contract/jobs.ts';
import { ClearJobsDialog } from '../../../../renderer/features/jobs/ClearJobsDialog.tsx';
import { JobsBanners } from '../../../../renderer/features/jobs/JobsBanners.tsx';
import { JobsFoot } from '../../../../renderer/features/jobs/JobsFoot.tsx';
import { SearchProgress } from '../../../../renderer/features/jobs/SearchProgress.tsx';
import { useStore } from '../../../../renderer/store/index.ts';
import { fakeBridge, refuse } from '../../../support/bridge.ts';
import { show } from '../../../support/in-window.tsx';
import { jobWindow, journalState } from '../../../support/samples.ts';

const footOf = (state: Parameters<typeof journalState>[0], language: 'en' | 'zh' = 'en') =>
  show(<JobsFoot journal={journalState(state)} />, language).container.textContent;

test('the foot says what is kept, what left, what was left out and what is still read', () => {
  const kept = { jobs: 1234, bytes: 5_600_000, limits: { jobs: 1_000_000, bytes: 1_000_000_000, content: 15_625_000 } };
  expect(footOf(kept)).toBe(
    'History is Gearbench’s own recording: kept 1,234 of at most 1,000,000 jobs, 5.6 MB of 1.0 GB',
  );
  expect(footOf({ ...kept, forgotten: 2000, skipped: 31, read: 0.42 })).toContain(
    'Reading earlier jobs: 42%2,000 older jobs have left31 jobs came too fast to be recorded',
  );
  expect(footOf({ ...kept, state: 'off' })).toBe(
    'No history is kept: these are the newest 10,000 jobs, until Gearbench ends.',
  );
  expect(footOf(kept, 'zh')).toContain('已保留 1,234 个任务');
});

test('why there is no history is said, and where a broken one went', () => {
  const path = '/p/jobs.db';
  const problem = { code: 'journal-locked', message: 'No.', details: { path } } as const;
  const { container, rerender } = show(<JobsBanners journal={journalState({ state: 'failed', problem })} />);
  expect(container.textContent).toBe(
    'The history of jobs in /p/jobs.db is used by another program, perhaps another Gearbench. The newest 10,000 jobs are shown, until Gearbench ends or the history can be written again.',
  );
  const damaged = { code: 'journal-damaged', message: 'No.', details: { path } } as const;
  rerender(<JobsBanners journal={journalState({ problem: damaged, setAside: '/p/jobs.db.broken-1' })} />);
  expect(container.textContent).toContain('It was renamed to /p/jobs.db.broken-1, and a new history was begun.');
  rerender(<JobsBanners journal={journalState()} />);
  expect(container.textContent).toBe('');
});

test('an export tells how far it is and can be ended', async () => {
  const { said } = fakeBridge({ 'jobs.cancelExport': () => undefined });
  show(<JobsBanners journal={journalState({ exporting: { jobs: 400, total: 2000 } })} />);
  expect(screen.getByText('Exporting jobs: 400 of 2,000')).toBeDefined();
  await act(async () => screen.getByRole('button', { name: 'Cancel' }).click());
  expect(said()).toEqual([['jobs.cancelExport', undefined]]);
});

test('a search that takes long tells how far it is, and stops when it is told to', async () => {
  const { said } = fakeBridge({ 'jobs.stopSearch': () => undefined, 'jobs.window': () => jobWindow() });
  useStore.getState().searchJobs('12');
  const search = (looked: number, stopped = false) => <SearchProgress search={{ looked, of: 1_000_000, stopped }} />;
  const { container, rerender } = show(search(65_536));
  expect(container.textContent).toContain('Searched 65,536 of 1,000,000 jobs');
  await act(async () => screen.getByRole('button', { name: 'Stop searching' }).click());
  expect(said()).toContainEqual(['jobs.stopSearch', { search: '12' }]);
  rerender(search(65_536, true));
  expect(container.textContent).toBe('Stopped after 65,536 of 1,000,000 jobs');
  rerender(search(1_000_000));
  expect(container.textContent).toBe('');
});

test.each<[string, Partial<JobWindow>, string]>([
  ['all jobs are listed', { counts: { ...jobWindow().counts, done: 5, lost: 1, queued: 3 } }, '6 jobs that have ended'],
  ['some are searched', { search: { looked: 1, of: 1, stopped: false } }, 'All jobs that have ended'],
])('before it is cleared the person is asked: %s', async (_, window, words) => {
  const { said } = fakeBridge({ 'jobs.clear': () => undefined, 'jobs.window': () => jobWindow() });
  useStore.setState(({ jobs }) => ({ jobs: { ...jobs, window: jobWindow(window) } }));
  show(<ClearJobsDialog />);
  expect(screen.queryByRole('alertdialog')).toBe(null);
  act(() => useStore.getState().askClearJobs(true));
  expect(screen.getByRole('alertdialog').textContent).toContain(words);
  await act(async () => screen.getByRole('button', { name: 'Clear history' }).click());
  expect([said()[0], useStore.getState().jobs.clearing]).toEqual([['jobs.clear', undefined], false]);
});

test('an export that is refused is a problem; one that is done is told', async () => {
  const { answers } = fakeBridge({ 'jobs.export': () => refuse('file-unwritable') });
  const { exportJobs } = useStore.getState();
  await exportJobs('csv');
  expect(useStore.getState().app.problem?.code).toBe('file-unwritable');
  answers['jobs.export'] = () => ({ name: 'jobs.csv', jobs: 3 });
  await exportJobs('csv');
  expect(useStore.getState().app.notice).toMatchObject({ kind: 'jobs-exported', name: 'jobs.csv' });
});

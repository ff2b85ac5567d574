import type { StateCreator } from 'zustand';
import type { JobDetail, JobSort, JobState, JobWindow } from '../../main/contract/jobs.ts';
import type { JobExport } from '../../main/contract/journal.ts';
import type { JobKey } from '../../main/contract/keys.ts';
import { call } from '../api.ts';
import { framePuller } from '../lib/frame-puller.ts';
import { keptRows } from '../lib/kept-rows.ts';
import { sameView, type View } from '../ui/FixedRows.tsx';
import type { Store } from './index.ts';
import { scopedIds, toldTwiceInScope } from './scope.ts';

export type JobTab = 'details' | 'workload' | 'result' | 'story' | 'snippets';

export interface JobsSlice {
  jobs: {
    window: JobWindow | null;
    /** Which list the window is a part of: positions mean something in their own list only. */
    list: string;
    /** Null from: the first row. */
    view: { from: View['from'] | null; rows: number };
    /** Those that are listed; none are all. */
    states: readonly JobState[];
    search: string;
    sort: JobSort;
    descending: boolean;
    selected: JobKey | null;
    detail: JobDetail | null;
    tab: JobTab;
    /** The person is asked whether to clear the history. */
    clearing: boolean;
  };
  pullJobs(): void;
  viewJobs(view: View): void;
  filterJobs(states: readonly JobState[]): void;
  searchJobs(search: string): void;
  /** Sorts by a column, or turns the order if it is sorted by it already. */
  sortJobs(sort: JobSort): void;
  selectJob(key: JobKey): void;
  closeJob(): void;
  showJobTab(tab: JobTab): void;
  /** Shows the job on the screen of jobs, whatever is shown now. */
  openJob(key: JobKey): void;
  saveJobResult(key: JobKey): Promise<void>;
  /** What has been found of the search stays. */
  stopJobSearch(): Promise<void>;
  /** Writes the jobs of the list into a file. */
  exportJobs(format: JobExport['format']): Promise<void>;
  cancelJobExport(): Promise<void>;
  askClearJobs(asking: boolean): void;
  clearJobs(): Promise<void>;
}

export const textOfKey = ({ server, run, handle }: JobKey): string => `${server}/${run}/${handle}`;

export const createJobsSlice: StateCreator<Store, [], [], JobsSlice> = (set, get) => {
  const patch = (change: Partial<JobsSlice['jobs']>) => set(({ jobs }) => ({ jobs: { ...jobs, ...change } }));
  const puller = framePuller(async () => {
    const { view, states, search, sort, descending, selected } = get().jobs;
    const from = view.from === 'end' ? null : view.from;
    const [servers, without] = [scopedIds(get()), toldTwiceInScope(get())];
    const query = { from, rows: view.rows, states: [...states], servers, without, search, sort, descending };
    const [window, detail] = await Promise.all([
      call('jobs.window', query),
      selected === null ? null : call('jobs.get', selected),
    ]);
    const list = JSON.stringify([states, servers, without, search.trim(), sort, descending]);
    const rows = keptRows(get().jobs.window?.rows ?? [], window.rows, ({ key }) => textOfKey(key));
    patch({ window: { ...window, rows }, list, ...(get().jobs.selected === selected && { detail }) });
  });
  /** Another list begins at its first row. */
  const show = (next: Partial<JobsSlice['jobs']>) => change({ ...next, view: { ...get().jobs.view, from: null } });
  const change = (next: Partial<JobsSlice['jobs']>) => {
    patch(next);
    puller.poke();
  };
  return {
    jobs: {
      window: null,
      list: '',
      view: { from: null, rows: 60 },
      states: [],
      search: '',
      sort: 'submitted',
      descending: true,
      selected: null,
      detail: null,
      tab: 'details',
      clearing: false,
    },
    pullJobs: () => puller.poke(),
    viewJobs: (view) => {
      const { from, rows } = get().jobs.view;
      if (from === null || !sameView(view, { from, rows })) change({ view });
    },
    filterJobs: (states) => show({ states }),
    searchJobs: (search) => show({ search }),
    sortJobs: (sort) => {
      const { jobs } = get();
      show({ sort, descending: jobs.sort === sort ? !jobs.descending : true });
    },
    selectJob: (key) =>
      change({ selected: key, ...(textOfKey(key) !== textOfKey(get().jobs.selected ?? key) && { detail: null }) }),
    closeJob: () => patch({ selected: null, detail: null }),
    showJobTab: (tab) => patch({ tab }),
    openJob: (key) => {
      get().go('jobs');
      get().widenScope(key.server);
      show({ selected: key, detail: null, states: [], search: '', tab: 'details' });
    },
    saveJobResult: async (key) => {
      const name = await get().attempt(() => call('jobs.saveResult', key));
      if (name != null) get().tell({ kind: 'result-saved', name });
    },
    stopJobSearch: async () => {
      await get().attempt(() => call('jobs.stopSearch', { search: get().jobs.search }));
    },
    exportJobs: async (format) => {
      const { states, search } = get().jobs;
      const which = { servers: scopedIds(get()), without: toldTwiceInScope(get()) };
      const what = { format, states: [...states], ...which, search };
      const written = await get().attempt(() => call('jobs.export', what));
      if (written != null) get().tell({ kind: 'jobs-exported', name: written.name });
    },
    cancelJobExport: async () => {
      await get().attempt(() => call('jobs.cancelExport', undefined));
    },
    askClearJobs: (clearing) => patch({ clearing }),
    clearJobs: async () => {
      patch({ clearing: false });
      await get().attempt(() => call('jobs.clear', undefined));
      puller.poke();
    },
  };
};

import type { StateCreator } from 'zustand';
import type { JobKey } from '../../main/contract/keys.ts';
import type { JobDetail, JobSort, JobState, JobWindow } from '../../main/contract/model.ts';
import { call } from '../api.ts';
import { framePuller } from '../lib/frame-puller.ts';
import { sameView, type View } from '../ui/FixedRows.tsx';
import type { Store } from './index.ts';

export type JobTab = 'details' | 'workload' | 'result';

export interface JobsSlice {
  jobs: {
    window: JobWindow | null;
    view: View;
    state: JobState | null;
    search: string;
    sort: JobSort;
    descending: boolean;
    selected: JobKey | null;
    detail: JobDetail | null;
    tab: JobTab;
  };
  pullJobs(): void;
  viewJobs(view: View): void;
  filterJobs(state: JobState | null): void;
  searchJobs(search: string): void;
  /** Sorts by a column, or turns the order if it is sorted by it already. */
  sortJobs(sort: JobSort): void;
  selectJob(key: JobKey): void;
  closeJob(): void;
  showJobTab(tab: JobTab): void;
  /** Shows the job on the screen of jobs, whatever is shown now. */
  openJob(key: JobKey): void;
  saveJobResult(key: JobKey): Promise<void>;
}

export const textOfKey = ({ server, run, handle }: JobKey): string => `${server}/${run}/${handle}`;

export const createJobsSlice: StateCreator<Store, [], [], JobsSlice> = (set, get) => {
  const patch = (change: Partial<JobsSlice['jobs']>) => set(({ jobs }) => ({ jobs: { ...jobs, ...change } }));
  const puller = framePuller(async () => {
    const { view, state, search, sort, descending, selected } = get().jobs;
    const query = { from: view.from === 'end' ? 0 : view.from, rows: view.rows, state, search, sort, descending };
    const [window, detail] = await Promise.all([
      call('jobs.window', query),
      selected === null ? null : call('jobs.get', selected),
    ]);
    patch({ window, ...(get().jobs.selected === selected && { detail }) });
  });
  const change = (next: Partial<JobsSlice['jobs']>) => {
    patch(next);
    puller.poke();
  };
  return {
    jobs: {
      window: null,
      view: { from: 0, rows: 60 },
      state: null,
      search: '',
      sort: 'submitted',
      descending: true,
      selected: null,
      detail: null,
      tab: 'details',
    },
    pullJobs: () => puller.poke(),
    viewJobs: (view) => {
      if (!sameView(view, get().jobs.view)) change({ view });
    },
    filterJobs: (state) => change({ state }),
    searchJobs: (search) => change({ search }),
    sortJobs: (sort) => {
      const { jobs } = get();
      change({ sort, descending: jobs.sort === sort ? !jobs.descending : true });
    },
    selectJob: (key) =>
      change({ selected: key, ...(textOfKey(key) !== textOfKey(get().jobs.selected ?? key) && { detail: null }) }),
    closeJob: () => patch({ selected: null, detail: null }),
    showJobTab: (tab) => patch({ tab }),
    openJob: (key) => {
      get().go('jobs');
      change({ selected: key, detail: null, state: null, search: '', tab: 'details' });
    },
    saveJobResult: async (key) => {
      const name = await get().attempt(() => call('jobs.saveResult', key));
      if (name != null) get().tell({ kind: 'result-saved', name });
    },
  };
};

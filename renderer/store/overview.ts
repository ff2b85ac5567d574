import type { StateCreator } from 'zustand';
import type { History, HistoryMinutes } from '../../main/contract/history.ts';
import type { JobSort, JobState } from '../../main/contract/jobs.ts';
import type { Wire } from '../../main/contract/keys.ts';
import type { Overview } from '../../main/contract/overview.ts';
import { call } from '../api.ts';
import { framePuller } from '../lib/frame-puller.ts';
import type { Store } from './index.ts';
import { scopedIds } from './scope.ts';

/** Jobs to be listed. */
export interface WantedJobs {
  states: readonly JobState[];
  /** What their function is named, for the eye; empty for all. */
  search?: string;
  /** Those with the most of this come first. */
  sort?: JobSort;
}

export interface OverviewSlice {
  overview: Overview | null;
  /** Failures that were there when the jobs were looked at last, of the servers in scope. */
  failuresSeen: { of: string; count: number };
  history: {
    minutes: HistoryMinutes;
    /** Functions that are in sight, and what the engine last said of them. */
    functions: readonly Wire[];
    lines: ReadonlyMap<Wire, Uint32Array>;
    chart: History | null;
  };
  pullOverview(): Promise<void>;
  /** The jobs are looked at. */
  seeFailures(): void;
  pullHistory(): void;
  chooseMinutes(minutes: HistoryMinutes): void;
  /** These functions are in sight. */
  drawLines(functions: readonly Wire[]): void;
  /** Goes to the jobs and shows these. */
  showJobs(wanted: WantedJobs): void;
}

export const createOverviewSlice: StateCreator<Store, [], [], OverviewSlice> = (set, get) => {
  const patch = (change: Partial<OverviewSlice['history']>) =>
    set(({ history }) => ({ history: { ...history, ...change } }));
  const puller = framePuller(async () => {
    const { minutes, functions } = get().history;
    const chart = await call('overview.history', { minutes, functions: [...functions], servers: scopedIds(get()) });
    patch({ chart, lines: new Map(functions.map((name, index) => [name, chart.lines[index] as Uint32Array])) });
  });
  return {
    overview: null,
    history: { minutes: 15, functions: [], lines: new Map(), chart: null },
    failuresSeen: { of: 'null', count: 0 },
    pullOverview: async () => {
      const servers = scopedIds(get());
      const overview = await call('overview.get', { servers });
      const of = JSON.stringify(servers);
      const { failures } = overview;
      const seen = get().failuresSeen;
      // Of other servers it is not known what was seen; of one that was removed nothing is counted any more.
      const isKnown = failures === null || (seen.of === of && seen.count <= failures);
      set({ overview, ...(!isKnown && { failuresSeen: { of, count: failures } }) });
    },
    seeFailures: () =>
      set(({ overview, failuresSeen: { of, count } }) => ({
        failuresSeen: { of, count: overview?.failures ?? count },
      })),
    pullHistory: () => puller.poke(),
    chooseMinutes: (minutes) => {
      patch({ minutes });
      puller.poke();
    },
    drawLines: (names) => {
      const { functions: before } = get().history;
      if (names.length === before.length && names.every((name, index) => name === before[index])) return;
      patch({ functions: names });
      puller.poke();
    },
    showJobs: ({ states, search = '', sort = 'submitted' }) => {
      const { go, searchJobs, filterJobs, sortJobs, jobs } = get();
      go('jobs');
      searchJobs(search);
      filterJobs(states);
      if (jobs.sort !== sort || !jobs.descending) sortJobs(sort);
    },
  };
};

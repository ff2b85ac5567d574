import type { StateCreator } from 'zustand';
import { CHOSEN_MOST, type JobAbout, RESUBMITTED_MOST } from '../../main/contract/job-actions.ts';
import type { JobRow } from '../../main/contract/jobs.ts';
import type { JobExport } from '../../main/contract/journal.ts';
import type { JobKey, Wire } from '../../main/contract/keys.ts';
import { CallError, call } from '../api.ts';
import { isText, shown, textOf } from '../lib/bytes.ts';
import { hexText } from '../lib/hex-text.ts';
import { EMPTY_DRAFT } from '../lib/submit-draft.ts';
import type { Store } from './index.ts';
import { textOfKey } from './jobs.ts';

/** Rows of a list that are asked for at once. */
const PAGE = 500;

/** What is to be confirmed, because it cannot be undone. */
export type Asked =
  | { kind: 'cancel'; jobs: JobKey[]; queued: number; running: number }
  | { kind: 'purge'; name: Wire; server: string; queued: number; running: number };

export interface JobActionsSlice {
  chosen: {
    /** The list that they were chosen in, and those that were; in another list none of them is. */
    list: string;
    rows: ReadonlyMap<string, JobRow>;
    /** Where a range begins: a position in the list. */
    anchor: number;
  };
  askedOfJobs: Asked | null;
  /** Of the job in the inspector. */
  about: { job: string; told: JobAbout } | null;
  /** Chooses one job alone, one more or one less, or all from where the last was chosen alone. */
  chooseJob(row: JobRow, position: number, how: 'alone' | 'toggle' | 'range'): Promise<void>;
  /** All of the list, as many as may be. */
  chooseAllJobs(): Promise<void>;
  /** Only the job in the inspector stays. */
  chooseNoMore(): void;
  askCancel(jobs: readonly JobRow[]): void;
  /** On one of our own servers. */
  askPurge(name: Wire, server: string): Promise<void>;
  /** Does what was asked, or does not. */
  answerAsked(confirmed: boolean): Promise<void>;
  /** Submits jobs again, with their own workloads, as new ones that are linked with them. */
  resubmitJobs(jobs: readonly JobKey[]): Promise<void>;
  /** Opens the sheet with what the job was. */
  duplicateJob(job: JobRow): Promise<void>;
  copyJobCommands(jobs: readonly JobKey[]): Promise<void>;
  exportChosen(jobs: readonly JobKey[], format: JobExport['format']): Promise<void>;
  /** Asks about the job in the inspector. */
  pullAbout(): Promise<void>;
  writeNote(job: JobKey, note: string): Promise<void>;
}

const without = (jobs: readonly JobRow[], one: JobRow): JobRow[] =>
  jobs.filter(({ key }) => textOfKey(key) !== textOfKey(one.key));

/** The jobs that an action is about: those that are chosen, else the one in the inspector. As they are now, where they are in sight. */
export function chosenJobs({ chosen, jobs }: Store): JobRow[] {
  const { selected, detail, window, list } = jobs;
  if (selected === null) return [];
  const inSight = new Map(window?.rows.map((row) => [textOfKey(row.key), row]));
  const key = textOfKey(selected);
  if (chosen.list === list && chosen.rows.has(key))
    return [...chosen.rows].map(([text, row]) => inSight.get(text) ?? row);
  const row = inSight.get(key) ?? detail;
  return row === null ? [] : [row];
}

export const createJobActionsSlice: StateCreator<Store, [], [], JobActionsSlice> = (set, get) => {
  const choose = (rows: Iterable<JobRow>, anchor: number) =>
    set(({ jobs }) => ({
      chosen: { list: jobs.list, anchor, rows: new Map(Array.from(rows, (row) => [textOfKey(row.key), row])) },
    }));

  /** Rows of the list by their positions; of too many those nearest to `first`. */
  async function rowsBetween(first: number, last: number): Promise<JobRow[]> {
    const { states, search, sort, descending, window } = get().jobs;
    const furthest = Math.max(first - CHOSEN_MOST + 1, Math.min(first + CHOSEN_MOST - 1, last));
    const [from, to] = [Math.min(first, furthest), Math.max(first, furthest) + 1];
    if (window !== null && from >= window.from && to <= window.from + window.rows.length)
      return window.rows.slice(from - window.from, to - window.from);
    const rows: JobRow[] = [];
    for (let at = from; at < to; at += PAGE) {
      const query = { from: at, rows: Math.min(PAGE, to - at), states: [...states], search, sort, descending };
      rows.push(...(await call('jobs.window', query)).rows);
    }
    return rows;
  }

  /** Where a job is in the list; null where it is not in sight. */
  function positionOf(key: JobKey | null): number | null {
    const { window } = get().jobs;
    const index = window?.rows.findIndex((row) => key !== null && textOfKey(row.key) === textOfKey(key)) ?? -1;
    return window === null || index < 0 ? null : window.from + index;
  }

  const count = (jobs: readonly JobRow[], state: JobRow['state']) => jobs.filter((job) => job.state === state).length;

  return {
    chosen: { list: '', rows: new Map(), anchor: 0 },
    askedOfJobs: null,
    about: null,
    chooseJob: async (row, position, how) => {
      const { chosen, jobs } = get();
      const before = chosenJobs(get());
      const anchor = chosen.list === jobs.list ? chosen.anchor : positionOf(jobs.selected);
      get().selectJob(row.key);
      if (how === 'range' && anchor !== null) {
        const rows = await get().attempt(() => rowsBetween(anchor, position));
        if (rows === undefined) return;
        // What is chosen last is in the inspector, and has to be among them.
        const others = without(rows, row);
        if (others.length === CHOSEN_MOST) others.splice(position > anchor ? -1 : 0, 1);
        return choose([...others, row], anchor);
      }
      if (how !== 'toggle') return choose([row], position);
      const others = without(before, row);
      const left = others.at(-1);
      if (others.length === before.length) choose([...before, row].slice(-CHOSEN_MOST), position);
      else if (left !== undefined) {
        choose(others, position);
        get().selectJob(left.key);
      }
    },
    chooseAllJobs: async () => {
      const { window } = get().jobs;
      if (window === null || window.total === 0) return;
      const rows = await get().attempt(() => rowsBetween(window.first, window.first + window.total - 1));
      const [first] = rows ?? [];
      if (rows === undefined || first === undefined) return;
      get().selectJob(first.key);
      choose(rows, window.first);
    },
    chooseNoMore: () => set({ chosen: { list: '', rows: new Map(), anchor: 0 } }),
    askCancel: (jobs) => {
      const unfinished = jobs.filter(({ state }) => state === 'queued' || state === 'running');
      if (unfinished.length === 0) return;
      set({
        askedOfJobs: {
          kind: 'cancel',
          jobs: unfinished.map(({ key }) => key),
          queued: count(unfinished, 'queued'),
          running: count(unfinished, 'running'),
        },
      });
    },
    askPurge: async (name, server) => {
      const counts = await get().attempt(() => call('jobs.count', { name, server }));
      if (counts === undefined) return;
      if (counts.queued === 0) get().tell({ kind: 'nothing-queued', name: shown(name) });
      else set({ askedOfJobs: { kind: 'purge', name, server, ...counts } });
    },
    answerAsked: async (confirmed) => {
      const { askedOfJobs: asked } = get();
      set({ askedOfJobs: null });
      if (!confirmed || asked === null) return;
      if (asked.kind === 'purge') {
        const purged = await get().attempt(() => call('jobs.purge', { name: asked.name, server: asked.server }));
        if (purged) get().tell({ kind: 'function-purged', name: shown(asked.name), count: purged.jobs });
      } else {
        const done = await get().attempt(() => call('jobs.cancel', { jobs: asked.jobs }));
        if (done) get().tell({ kind: 'jobs-cancelled', name: '', count: done.queued + done.running });
      }
      get().pullJobs();
    },
    resubmitJobs: async (jobs) => {
      const made = await get().attempt(() => call('jobs.resubmit', { jobs: jobs.slice(0, RESUBMITTED_MOST) }));
      if (made === undefined) return;
      const { problem, notKept } = made;
      const [only] = made.jobs;
      if (only !== undefined && jobs.length === 1) get().openJob(only);
      if (made.jobs.length > 0) {
        const undo = () => void get().attempt(() => call('jobs.cancel', { jobs: made.jobs }));
        get().tell({ kind: 'jobs-resubmitted', name: '', count: made.jobs.length, undo });
      }
      if (problem !== null)
        await get().attempt(() => Promise.reject(new CallError(problem.code, problem.message, problem.details)));
      else if (notKept > 0) get().tell({ kind: 'jobs-not-kept', name: '', count: notKept });
      get().pullJobs();
    },
    duplicateJob: async ({ key, function: name, background, priority, unique }) => {
      const bytes = await get().attempt(() => call('jobs.workload', key));
      if (bytes == null) return;
      get().openSubmit({
        ...EMPTY_DRAFT,
        function: shown(name),
        ...(isText(bytes) ? { source: 'text', text: textOf(bytes) } : { source: 'hex', hex: hexText(bytes) }),
        background,
        priority,
        ...(unique !== '' && { unique: 'custom', uniqueValue: shown(unique) }),
      });
    },
    copyJobCommands: async (jobs) => {
      const told = await get().attempt(() => call('jobs.command', { jobs: [...jobs] }));
      if (told === undefined) return;
      if (told.lines.length > 0) await navigator.clipboard.writeText(`${told.lines.join('\n')}\n`);
      if (told.left > 0) get().tell({ kind: 'no-command', name: '', count: told.left });
      else get().tell({ kind: 'commands-copied', name: '', count: told.lines.length });
    },
    exportChosen: async (jobs, format) => {
      const written = await get().attempt(() => call('jobs.export', { format, jobs: [...jobs] }));
      if (written != null) get().tell({ kind: 'jobs-exported', name: written.name });
    },
    pullAbout: async () => {
      const { selected } = get().jobs;
      if (selected !== null) set({ about: { job: textOfKey(selected), told: await call('jobs.about', selected) } });
    },
    writeNote: async (job, note) => {
      const { about } = get();
      const before = about?.job === textOfKey(job) ? about.told.note : '';
      if (note === before) return;
      const done = await get().attempt(() => call('jobs.note', { job, note }).then(() => true));
      await get().pullAbout();
      const undo = () => void get().writeNote(job, before);
      if (done) get().tell({ kind: note === '' ? 'note-removed' : 'note-written', name: shown(job.handle), undo });
    },
  };
};

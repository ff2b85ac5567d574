import type { StateCreator } from 'zustand';
import type { FunctionDefinition } from '../../main/contract/functions.ts';
import {
  type ManagedCrew,
  OUTPUT_LINES,
  type WorkerAction,
  type WorkerChoice,
  type WorkerInfo,
  type WorkerOutputLine,
  type WorkersView,
} from '../../main/contract/workers.ts';
import { call } from '../api.ts';
import { AnsiReader, plain, type Span } from '../lib/ansi.ts';
import { framePuller } from '../lib/frame-puller.ts';
import type { Store } from './index.ts';

/** What is in the inspector: the workers of a function, one of them, or somebody else's. */
export type ChosenWorker =
  | { kind: 'function'; name: string }
  | { kind: 'worker'; name: string; worker: string }
  | { kind: 'outside'; connection: number };

/** Whose workers something is done to: all of a function, or one of them. */
export interface CrewTarget {
  crew: ManagedCrew;
  worker: WorkerInfo | null;
}

/** The workers of a function as the workspace has it. */
export const crewOf = (
  { name, workers: defined, speaks }: Pick<FunctionDefinition, 'name' | 'workers' | 'speaks'>,
  workers: WorkerInfo[] = [],
): ManagedCrew => ({ function: name, defined, speaks, workers });

/** The workers of ours that are chosen on the screen in sight; null where none are. */
export function chosenWorkers({ app, functions, workers: { view, selected }, workspace }: Store): CrewTarget | null {
  if (app.screen === 'functions') {
    const row = functions.rows.find(({ name }) => name === functions.selected);
    return row?.definition == null ? null : { crew: crewOf(row.definition, row.workers), worker: null };
  }
  if (app.screen !== 'workers' || selected === null || selected.kind === 'outside') return null;
  const defined = workspace?.functions.find(({ name }) => name === selected.name);
  const crew = view?.managed.find((each) => each.function === selected.name) ?? (defined && crewOf(defined));
  if (crew === undefined) return null;
  if (selected.kind === 'function') return { crew, worker: null };
  const worker = crew.workers.find(({ name }) => name === selected.worker);
  return worker === undefined ? null : { crew, worker };
}

/** What a worker did or met, with what its command wrote as it looks in a terminal. */
export interface OutputLine {
  line: WorkerOutputLine;
  spans: readonly Span[];
}

export interface WorkersSlice {
  workers: {
    /** What the engine last said; null before the first time. */
    view: WorkersView | null;
    filter: string;
    selected: ChosenWorker | null;
    /** Whose output is watched, and its last lines. */
    output: { of: WorkerChoice | null; lines: readonly OutputLine[] };
  };
  pullWorkers(): void;
  filterWorkers(filter: string): void;
  selectWorker(chosen: ChosenWorker): void;
  closeWorker(): void;
  /** Shows the workers of a function, whatever is shown now. */
  openWorkers(name: string): void;
  /** Does something to the workers of a function, or to one of them. */
  actOnWorkers(action: WorkerAction, name: string, worker: string | null): Promise<void>;
  scaleWorkers(name: string, workers: number): Promise<void>;
  watchOutput(of: WorkerChoice | null): void;
  pullOutput(): void;
  saveOutput(): Promise<void>;
}

export const createWorkersSlice: StateCreator<Store, [], [], WorkersSlice> = (set, get) => {
  const patch = (change: Partial<WorkersSlice['workers']>) =>
    set(({ workers }) => ({ workers: { ...workers, ...change } }));
  const list = framePuller(async () => patch({ view: await call('workers.list', undefined) }));

  /** A colour that one stream has set is not that of another. */
  let readers = new Map<string, AnsiReader>();
  function read(line: WorkerOutputLine): OutputLine {
    if (line.kind !== 'stdout' && line.kind !== 'stderr')
      return { line, spans: 'text' in line ? [plain(line.text)] : [] };
    const stream = `${line.kind} ${line.worker}`;
    const reader = readers.get(stream) ?? new AnsiReader();
    readers.set(stream, reader);
    return { line, spans: reader.read(line.text) };
  }
  const output = framePuller(async () => {
    const { of, lines } = get().workers.output;
    if (of === null) return;
    const more = await call('workers.output', { ...of, after: lines.at(-1)?.line.number ?? 0 });
    const still = get().workers.output;
    if (still.of === of && more.length > 0)
      patch({ output: { of, lines: [...still.lines, ...more.map(read)].slice(-OUTPUT_LINES) } });
  });

  return {
    workers: { view: null, filter: '', selected: null, output: { of: null, lines: [] } },
    pullWorkers: () => list.poke(),
    filterWorkers: (filter) => patch({ filter }),
    selectWorker: (selected) => patch({ selected }),
    closeWorker: () => patch({ selected: null }),
    openWorkers: (name) => {
      get().go('workers');
      patch({ selected: { kind: 'function', name }, filter: '' });
    },
    actOnWorkers: async (action, name, worker) => {
      await get().attempt(() => call('workers.act', { action, name, worker }));
      list.poke();
    },
    scaleWorkers: async (name, workers) => {
      await get().attempt(() => call('workers.scale', { name, workers }));
      list.poke();
    },
    watchOutput: (of) => {
      readers = new Map();
      patch({ output: { of, lines: [] } });
      if (of !== null) output.poke();
    },
    pullOutput: () => output.poke(),
    saveOutput: async () => {
      const { of } = get().workers.output;
      if (of === null) return;
      const name = await get().attempt(() => call('workers.saveOutput', of));
      if (name != null) get().tell({ kind: 'output-saved', name });
    },
  };
};

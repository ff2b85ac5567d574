import type { StateCreator } from 'zustand';
import {
  addLine,
  type Explanation,
  PASTE_MOST,
  type RunLine,
  type ShownStep,
  type StepRun,
} from '../../main/contract/doctor.ts';
import { call } from '../api.ts';
import { AnsiReader, type Span, textOfSpans } from '../lib/ansi.ts';
import { framePuller } from '../lib/frame-puller.ts';
import type { Store } from './index.ts';

/** Lines that are shown: as many as the engine keeps. */
const LINES_SHOWN = 5000;

/** A line of what a command wrote, with its colours. */
export interface ShownLine extends RunLine {
  spans: readonly Span[];
}

export interface DoctorStepsSlice {
  steps: {
    /** The step that the person is asked about; null while none is. */
    asked: string | null;
    /** The step that was begun from here and has not ended. */
    doing: string | null;
    /** The step that is being done, or the last one that was. */
    run: Omit<StepRun, 'lines'> | null;
    lines: readonly ShownLine[];
    /** What is known of its words, where it has failed. */
    causes: readonly Explanation[];
    /** Whether what it writes is shown. */
    drawer: boolean;
    /** Whether the checks have run again since it ended. */
    checked: boolean;
    /** Files that are being put back. */
    undoing: readonly string[];
  };
  /** Asks before a step is done. */
  askStep(key: string | null): void;
  /** Does a step, and lets the checks run again. */
  doStep(step: ShownStep): Promise<void>;
  endStep(): Promise<void>;
  pullRun(): void;
  showDrawer(show: boolean): void;
  /** Puts changed files back, in that order, up to the first that cannot be; then the checks run again. */
  undoChanges(ids: readonly string[]): Promise<void>;
  forgetChange(id: string): Promise<void>;
  openStepInTerminal(key: string): Promise<void>;
}

export const createDoctorStepsSlice: StateCreator<Store, [], [], DoctorStepsSlice> = (set, get) => {
  const patch = (change: Partial<DoctorStepsSlice['steps']>) =>
    set(({ steps }) => ({ steps: { ...steps, ...change } }));
  /** A colour lasts until it is taken back, in its own stream. */
  let readers: Record<RunLine['stream'], AnsiReader> = { stdout: new AnsiReader(), stderr: new AnsiReader() };

  async function pull(): Promise<void> {
    const before = get().steps;
    const after = before.lines.at(-1)?.number ?? 0;
    const told = await call('doctor.run', { after });
    if (told === null) return;
    const { lines: more, ...run } = told;
    if (run.run !== before.run?.run) {
      readers = { stdout: new AnsiReader(), stderr: new AnsiReader() };
      patch({ run, lines: [], causes: [] });
      if (after > 0) return pull(); // it was asked for the rest of another one
    }
    const lines = [...get().steps.lines];
    for (const line of more) addLine(lines, { ...line, spans: readers[line.stream].read(line.text) });
    patch({ run, lines: more.length === 0 ? get().steps.lines : lines.slice(-LINES_SHOWN) });
  }
  const puller = framePuller(pull);

  /** What the words of a command that has failed mean. */
  async function explain(): Promise<void> {
    const { run, lines } = get().steps;
    if (run?.end?.how !== 'exit' || run.end.code === 0) return;
    const text = lines.map(({ spans }) => textOfSpans(spans)).join('\n');
    const causes = await get().attempt(() => call('doctor.explain', { text: text.slice(-PASTE_MOST) }));
    if (get().steps.run?.run === run.run) patch({ causes: causes ?? [] });
  }

  /** A refusal stays said, though the scan goes well. */
  async function checkAgain(): Promise<void> {
    const { problem } = get().app;
    await get().scanPhp(get().doctor.selected);
    if (problem !== null) set(({ app }) => ({ app: { ...app, problem } }));
  }

  return {
    steps: { asked: null, doing: null, run: null, lines: [], causes: [], drawer: false, checked: false, undoing: [] },
    askStep: (asked) => patch({ asked }),
    doStep: async ({ key, doing }) => {
      if (get().steps.doing !== null || doing === null) return;
      patch({ asked: null, doing: key, checked: false, ...(doing !== 'start-server' && { drawer: true }) });
      // The plan that is followed stays the one that is shown, whatever is best afterwards.
      const way = get().doctor.scan?.plans.find(({ steps }) => steps.some((each) => each.key === key))?.way;
      if (way !== undefined) get().chooseWay(way);
      try {
        if (doing === 'start-server') return await get().startServerAndScan();
        await get().attempt(() => call('doctor.doStep', { step: key }));
        await pull();
        await explain();
      } finally {
        patch({ doing: null });
      }
      await checkAgain();
      patch({ checked: true });
    },
    endStep: async () => {
      await get().attempt(() => call('doctor.endStep', undefined));
    },
    pullRun: () => puller.poke(),
    showDrawer: (drawer) => patch({ drawer }),
    undoChanges: async (ids) => {
      patch({ undoing: ids });
      try {
        for (const id of ids) {
          const undone = await get().attempt(async () => {
            await call('doctor.undo', { id });
            return true;
          });
          if (undone === undefined) break;
        }
      } finally {
        patch({ undoing: [] });
      }
      await checkAgain();
    },
    forgetChange: async (id) => {
      await get().attempt(() => call('doctor.forget', { id }));
      await checkAgain();
    },
    openStepInTerminal: async (step) => {
      await get().attempt(() => call('doctor.openTerminal', { step }));
    },
  };
};

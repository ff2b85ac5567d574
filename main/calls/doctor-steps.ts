import { createHash } from 'node:crypto';
import type { Handlers } from '../contract/api.ts';
import type { Doing, Plan, RunEnd, ShownStep, Step, Way } from '../contract/doctor.ts';
import { AppError, failureOf } from '../contract/errors.ts';
import type { Changes } from '../doctor/changes.ts';
import { commandText } from '../doctor/report.ts';
import type { TerminalCommand } from '../util/terminal-command.ts';
import type { GroupGuard } from '../workers/runner.ts';
import { runStepCommand } from './step-command.ts';
import { StepLog } from './step-log.ts';

export interface StepCallsParts {
  changes: Changes;
  /** The environment of what is run, once it is known. */
  environment: () => Promise<NodeJS.ProcessEnv>;
  home: string;
  guard?: GroupGuard;
  /** Shows a command in a terminal of the person's; without a window there is none. */
  openTerminal?: (command: TerminalCommand, environment: NodeJS.ProcessEnv) => Promise<void>;
  /** The run has begun, written something, or ended. */
  onProgress: () => void;
}

type Calls =
  | 'doctor.doStep'
  | 'doctor.endStep'
  | 'doctor.run'
  | 'doctor.undo'
  | 'doctor.forget'
  | 'doctor.openTerminal';

/** A step of a plan that was shown. */
interface Known {
  step: Step;
  way: Way;
  php: string;
}

/** What the window has done of plans: one step at a time, each asked for by the key under which it was shown. */
export class StepCalls {
  readonly #parts: StepCallsParts;
  /** Steps of the last scan. Nothing else can be asked for. */
  readonly #known = new Map<string, Known>();
  /** How steps ended, in this session. */
  readonly #states = new Map<string, ShownStep['state']>();
  #runs = 0;
  #log: StepLog | undefined;
  #abort: AbortController | undefined;
  #ended: Promise<void> = Promise.resolve();

  constructor(parts: StepCallsParts) {
    this.#parts = parts;
  }

  /** The steps of a scan's plans as they are shown; from now on they are those that can be asked for. */
  show(plans: readonly Plan[], php: string | null, applied: readonly { step: string }[]) {
    this.#known.clear();
    return plans.map(({ way, steps }) => ({
      way,
      steps: steps.map((step): ShownStep => {
        const { fix, words, values, change, risk } = step;
        const key = keyOf(step, way, php ?? '');
        this.#known.set(key, { step, way, php: php ?? '' });
        const stands = applied.some((each) => each.step === key);
        const last = this.#states.get(key) ?? 'open';
        const state = stands ? 'done' : change !== null && last === 'done' ? 'open' : last; // undone since
        return {
          ...{ fix, words, values, change, risk, key, state },
          command: commandText(step),
          doing: doingOf(step),
        };
      }),
    }));
  }

  readonly handlers: Pick<Handlers, Calls> = {
    'doctor.doStep': ({ step }) => this.#do(step),
    'doctor.endStep': () => this.#abort?.abort(),
    'doctor.run': ({ after }) => this.#log?.view(after) ?? null,
    'doctor.undo': ({ id }) => this.#parts.changes.undo(id),
    'doctor.forget': ({ id }) => this.#parts.changes.forget(id),
    'doctor.openTerminal': async ({ step }) => {
      const { openTerminal, environment } = this.#parts;
      const { command, risk, words } = this.#find(step).step;
      if (command === null || openTerminal === undefined)
        throw new AppError('terminal-missing', 'There is no terminal to open.');
      // Apple's own dialog asks for the administrator.
      const administrator = risk === 'administrator' && words !== 'install-compiler';
      await openTerminal({ ...command, administrator }, await environment());
    },
  };

  /** Ends what runs. */
  async close(): Promise<void> {
    this.#abort?.abort();
    await this.#ended;
  }

  #find(key: string): Known {
    const known = this.#known.get(key);
    if (known === undefined)
      throw new AppError('step-unknown', 'This step is of a plan that is no longer shown. Scan again.');
    return known;
  }

  /** Resolves when it has ended, however that was. Throws where it was not begun. */
  async #do(key: string): Promise<void> {
    const known = this.#find(key);
    if (doingOf(known.step) === null || known.step.fix === 'start-server')
      throw new AppError('step-unknown', 'This step is for a person to do.');
    if (this.#log?.end === null) throw new AppError('step-running', 'Another step is being done. Wait for its end.');
    const { words, values, change } = known.step;
    this.#runs += 1;
    const log = new StepLog({ run: this.#runs, step: key, words, values, change, command: commandText(known.step) });
    this.#log = log;
    this.#parts.onProgress();
    const done = this.#act(known, key, log).then((end) => {
      log.finish(end);
      const well = end.how === 'written' || (end.how === 'exit' && end.code === 0);
      this.#states.set(key, well ? 'done' : end.how === 'cancelled' ? 'open' : 'failed');
      this.#parts.onProgress();
    });
    this.#ended = done;
    await done;
  }

  async #act({ step, way, php }: Known, key: string, log: StepLog): Promise<RunEnd> {
    const { command, change, words, values } = step;
    const { changes, home, guard, onProgress } = this.#parts;
    const abort = new AbortController();
    this.#abort = abort;
    try {
      if (change !== null) {
        const stands = (await changes.list()).some((each) => each.step === key);
        if (!stands) await changes.apply(change, { step: key, way, php, words, values });
        return { how: 'written' };
      }
      const environment = await this.#parts.environment();
      if (command === null || abort.signal.aborted) return { how: 'cancelled' };
      return await runStepCommand({
        ...{ command, environment, home, signal: abort.signal },
        ...(guard && { guard }),
        onLine: (line) => {
          log.add(line);
          onProgress();
        },
      });
    } catch (error) {
      return { how: 'failed', failure: failureOf(error) };
    } finally {
      this.#abort = undefined;
    }
  }
}

/** The same for the same step of a later scan. */
function keyOf({ fix, words, command, change }: Step, way: Way, php: string): string {
  const content = JSON.stringify([php, way, fix, words, command, change]);
  return createHash('sha256').update(content).digest('hex').slice(0, 16);
}

function doingOf({ fix, command, change, risk }: Step): Doing | null {
  if (fix === 'start-server') return 'start-server';
  if (risk === 'administrator' || risk === 'explained') return null;
  return command !== null ? 'run' : change !== null ? 'write' : null;
}

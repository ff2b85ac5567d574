import { z } from 'zod';
import { type ViewChange, ViewState } from '../contract/view.ts';
import { inTurn } from './in-turn.ts';
import { exists, readJson, writeJson } from './json-file.ts';
import { type Log, told } from './log.ts';
import { withoutFaults } from './without-faults.ts';

/** How the window was left, in a file of its own. What cannot be read of it is as at first: nothing is lost with it. */
export class ViewFile {
  readonly #path: string | undefined;
  readonly #log: Log;
  #view: ViewState;
  readonly #inTurn = inTurn();

  private constructor(path: string | undefined, log: Log, view: ViewState) {
    this.#path = path;
    this.#log = log;
    this.#view = view;
  }

  /** Undefined where nothing is kept. */
  static async open(path: string | undefined, log: Log): Promise<ViewFile> {
    const first = ViewState.parse({});
    if (path === undefined || !(await exists(path))) return new ViewFile(path, log, first);
    const content = await readJson(path, z.unknown()).catch(() => undefined);
    return new ViewFile(path, log, withoutFaults(ViewState, content)?.value ?? first);
  }

  get current(): ViewState {
    return this.#view;
  }

  /** Changes what is given. A file that cannot be written is logged: it is no reason to interrupt anybody. */
  change(change: { [K in keyof ViewChange]?: ViewChange[K] | undefined }): Promise<void> {
    const given = Object.entries(change).filter(([, value]) => value !== undefined);
    this.#view = { ...this.#view, ...Object.fromEntries(given) };
    return this.#inTurn(async () => {
      if (this.#path === undefined) return;
      try {
        await writeJson(this.#path, this.#view);
      } catch (error) {
        this.#log.warn(told`How the window is left could not be kept: ${error as Error}`);
      }
    });
  }

  /** Resolves when what has been changed is in the file. */
  close(): Promise<void> {
    return this.#inTurn(async () => {});
  }
}

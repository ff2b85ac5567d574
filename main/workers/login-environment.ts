import { type Log, told } from '../util/log.ts';
import { joinPaths, loginPath } from './login-path.ts';

export interface LoginEnvironmentParts {
  /** That of this process. */
  environment: NodeJS.ProcessEnv;
  /** Path of the person's shell; undefined where the environment has their PATH already. */
  shell: string | undefined;
  /** Ends the shell. */
  signal: AbortSignal;
  log: Log;
  onChange: () => void;
}

/** The environment of commands: with the PATH that the person's terminals have, once their shell has told it. */
export class LoginEnvironment {
  readonly #parts: LoginEnvironmentParts;
  #current: NodeJS.ProcessEnv;
  #asked: Promise<void> | undefined;

  constructor(parts: LoginEnvironmentParts) {
    this.#parts = parts;
    this.#current = parts.environment;
  }

  get current(): NodeJS.ProcessEnv {
    return this.#current;
  }

  /** Resolves when the PATH is known, as far as the shell tells it. It is asked once. */
  known(): Promise<void> {
    this.#asked ??= this.#ask();
    return this.#asked;
  }

  async #ask(): Promise<void> {
    const { shell, environment, signal, log, onChange } = this.#parts;
    if (shell === undefined) return;
    const path = await loginPath({ shell, environment, signal });
    if (signal.aborted) return;
    if (path === undefined) {
      log.warn(told`${shell} did not say in time where a terminal finds programs. Commands are looked for without it.`);
      return;
    }
    this.#current = { ...environment, PATH: joinPaths(path, environment['PATH'] ?? '') };
    onChange();
  }
}

import type { Command } from '../contract/functions.ts';
import type { Environment } from './environment.ts';

/** Bytes of standard output after which a job fails, so that a runaway command does not fill the memory. */
export const OUTPUT_LIMIT = 64 * 1024 * 1024;

/** Bytes of standard error that are kept: the last ones. */
export const ERRORS_KEPT = 64 * 1024;

/** After the command has exited, how long its output may be silent while a child of it still holds the pipe; ms. */
export const QUIET_AFTER_EXIT = 250;

/** Between the request to end and the end by force, ms. */
export const GRACE = 500;

/** Who is told of process groups, and ends those that outlive us. */
export interface GroupGuard {
  /** A group runs, with temporary files in that folder. */
  add(group: number, folder?: string): void;
  remove(group: number): void;
}

/** What a runner runs, again and again. */
export interface RunnerParts {
  command: Command;
  folder: string;
  /** The same for all runs. */
  environment: Environment;
  guard?: GroupGuard;
  /**
   * Starts the command before there is a workload for it. It gets no variables of the run then. One that ends without waiting
   * for its input is started with each run from then on.
   */
  prestart?: boolean;
  /** Told when what runs the commands is gone, with the command that ran: the next run starts another one. */
  onLost?: (why: unknown) => void;
}

export interface RunOptions {
  /** Given to standard input. */
  workload: Buffer;
  /** Beside the environment, for this run. */
  variables?: Environment;
  /** Ends the command and all its children; with the reason `force` without a moment's grace. */
  signal: AbortSignal;
  outputLimit?: number;
  /** Time after which it is ended, ms; for ever where it is not said. */
  timeLimit?: number | undefined;
  /** Told of standard output as it comes. */
  onOutput?: ((bytes: Buffer) => void) | undefined;
  /** Standard output is only told of, and not in the result. */
  outputElsewhere?: boolean;
  /** Told of standard error as it comes. */
  onErrors?: (bytes: Buffer) => void;
}

export interface RunResult {
  exitCode: number | null;
  signal: NodeJS.Signals | null;
  output: Buffer;
  /** The end of standard error. */
  errors: Buffer;
  /** It wrote more than it may, or took longer, and was ended for it. */
  overflowed: boolean;
  timedOut: boolean;
}

/** Runs one command as often as it is asked to, once at a time. */
export interface Runner {
  /** The process group that runs the command now. */
  readonly pid: number | null;
  /**
   * Runs it once. The workload goes to standard input, never into the command line. Throws `folder-missing` and
   * `program-not-found`.
   */
  run(options: RunOptions): Promise<RunResult>;
  /** Gets ready, so that the first run need not. What is wrong the first run tells. */
  prepare(): Promise<void>;
  /** Ends what is left of it. */
  close(): Promise<void>;
}

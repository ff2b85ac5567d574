import type { Failure } from '../contract/errors.ts';
import type { Environment } from './environment.ts';
import type { RunnerParts, RunResult } from './runner.ts';

/** What the engine tells the thread that commands are started from. A runner is known by its number. */
export type Order = { runner: number } & (
  | { do: 'open'; parts: Omit<RunnerParts, 'guard'> }
  | { do: 'prepare' }
  | { do: 'run'; run: Run }
  | { do: 'end'; force: boolean }
  | { do: 'close' }
);

/** RunOptions as far as they can be sent. */
export interface Run {
  workload: Uint8Array;
  variables: Environment;
  outputLimit: number | undefined;
  timeLimit: number | undefined;
}

/** What the thread tells; many at once, in the order in which they happened. */
export type News =
  | { news: 'output' | 'errors'; runner: number; bytes: Uint8Array }
  | { news: 'prepared' | 'closed'; runner: number }
  | { news: 'ran'; runner: number; result: Omit<RunResult, 'output'> }
  /** `expected` where it is an AppError. */
  | { news: 'failed'; runner: number; failure: Failure; expected: boolean }
  /** A process group runs its command from now on, with temporary files in that folder. */
  | { news: 'group'; runner: number; group: number; folder: string | undefined }
  | { news: 'group-ended'; runner: number; group: number };

/** Bytes apart from the block that they lie in, which would be sent whole. */
export const apart = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => Uint8Array.from(bytes);

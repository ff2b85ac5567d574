import { hostname } from 'node:os';
import { AppError } from '../contract/errors.ts';

/** What a person may choose about how the job server behaves. docs/protocol.md section 8 names gearmand's options. */
export interface ServerRules {
  /** Times in all that a job is given to a worker before it fails, 0 to 255; 0 is without limit. */
  jobRetries: number;
  /** A worker's function that gave a job goes behind its others. Order 2.x always does so. */
  roundRobin: boolean;
  /** 1.x: the function first, its priorities inside it. 2.x: the priority first, over all functions of the worker. */
  order: '1.x' | '2.x';
  /** Workers woken for each job that is queued, in rotation; 0 is all. */
  workerWakeup: number;
  /** Every connection gets WORK_EXCEPTION, asked for or not. */
  exceptions: boolean;
  /** What stands before the number in a handle, as `H:hostname`. */
  handlePrefix: string;
  /** What the text command `verbose` answers. */
  verbosity: string;
}

/** Bytes of a handle that gearmand and libgearman have room for, less what `:4294967295` takes. */
const PREFIX_BYTES = 63 - 11;

/** The rules asked for, and gearmand's own for the rest. Throws an AppError that names what cannot be. */
export function rulesFrom(asked: Partial<ServerRules> = {}): ServerRules {
  const rules: ServerRules = {
    jobRetries: 0,
    roundRobin: false,
    order: '1.x',
    workerWakeup: 0,
    exceptions: false,
    handlePrefix: `H:${hostname().slice(0, PREFIX_BYTES - 2)}`,
    verbosity: 'ERROR',
    ...asked,
  };
  const { jobRetries, workerWakeup, handlePrefix } = rules;
  if (!within(jobRetries, 255)) refuse('jobRetries', `Job retries are 0 to 255, not ${jobRetries}.`);
  if (!within(workerWakeup, 255)) refuse('workerWakeup', `Workers to wake are 0 to 255, not ${workerWakeup}.`);
  if (handlePrefix.length > PREFIX_BYTES || handlePrefix.includes('\0'))
    refuse('handlePrefix', `A job handle prefix has at most ${PREFIX_BYTES} bytes and no NUL.`);
  return rules;
}

const within = (value: number, most: number): boolean => Number.isInteger(value) && value >= 0 && value <= most;

function refuse(field: keyof ServerRules, message: string): never {
  throw new AppError('bad-input', message, { field });
}

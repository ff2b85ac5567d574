import {
  CANNOT_CANCEL,
  FUNCTION_IN_USE,
  FUNCTION_NOT_FOUND,
  incomplete,
  OK,
  UNKNOWN_JOB,
  unknownCommand,
} from '../../protocol/admin.ts';
import { uint32Of } from '../c-number.ts';
import type { Registry } from '../registry.ts';
import type { FunctionQueue, Job } from '../state.ts';
import type { Turn } from '../turn.ts';

/** The lines of the text protocol that change something; each takes its words and returns the answer. Section 5. */

const INT_MAX = 2 ** 31 - 1;

/** `maxqueue F`, `maxqueue F n`, `maxqueue F high normal low`: how many jobs a function may have when another one comes. */
export function limitQueue({ registry }: Turn, [command = '', name, ...numbers]: readonly string[]): string {
  if (name === undefined) return incomplete(command);
  const [high = 0, normal = 0, low = 0] = numbers.map(limitOf);
  const queue = registry.functions.get(name);
  if (queue !== undefined)
    queue.limits = numbers.length === 1 ? { high, normal: high, low: high } : { high, normal, low };
  return OK;
}

export function createFunction({ registry }: Turn, [command = '', what, name, more]: readonly string[]): string {
  if (what?.toLowerCase() !== 'function' || name === undefined || more !== undefined) return incomplete(command);
  registry.functionNamed(name);
  return OK;
}

/** Its waiting jobs end with it: who waits for one hears that it failed, where gearmand leaves them for ever. */
export function dropFunction(turn: Turn, [command = '', what, name, more]: readonly string[]): string {
  if (what?.toLowerCase() !== 'function' || name === undefined || more !== undefined) return incomplete(command);
  const queue = called(name, turn.registry);
  if (queue === undefined) return FUNCTION_NOT_FOUND;
  if (queue.workers.length > 0 || queue.running > 0) return FUNCTION_IN_USE;
  turn.registry.drop(queue, (job) => {
    turn.fail(job);
    turn.drop(job);
  });
  return OK;
}

/** Clients hear that the job failed, and nothing after it; a worker that has it is not told. */
export function cancel(turn: Turn, [command = '', what, handle, more]: readonly string[]): string {
  if (handle === undefined) return unknownCommand(command);
  if (what?.toLowerCase() !== 'job' || more !== undefined) return CANNOT_CANCEL;
  return cancelJob(turn, handle) === undefined ? UNKNOWN_JOB : OK;
}

/** The same from within the program. Returns the job; undefined where there is none of that handle. */
export function cancelJob(turn: Turn, handle: string): Job | undefined {
  const job = turn.registry.jobNamed(handle);
  if (job === undefined) return undefined;
  turn.fail(job);
  turn.tell({ kind: 'cancelled', job });
  turn.registry.cancel(job);
  return job;
}

/**
 * Ends jobs that wait for a function, `most` at once: who waits for one hears that it failed. The text protocol has no word for
 * it. Returns how many of them had not been cancelled before, or null where none waits any more.
 */
export function purge(turn: Turn, name: string, most: number): number | null {
  const queue = turn.registry.functions.get(name);
  const jobs = queue === undefined ? [] : turn.registry.takeWaiting(queue, most);
  for (const job of jobs) {
    turn.fail(job);
    turn.tell({ kind: 'cancelled', job });
    turn.registry.remove(job);
  }
  return jobs.length === 0 ? null : jobs.filter(({ cancelled }) => !cancelled).length;
}

/** As C's `atoi` reads it; what is negative is no limit. */
function limitOf(text: string): number {
  const number = uint32Of(text);
  return number > INT_MAX ? 0 : number;
}

/** The function of that name, or else one that differs only by case. */
function called(name: string, { functions }: Registry): FunctionQueue | undefined {
  const lower = name.toLowerCase();
  return functions.get(name) ?? [...functions.values()].find((queue) => queue.name.toLowerCase() === lower);
}

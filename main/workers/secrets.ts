import type { CommandOutcome } from '../contract/jobs.ts';
import type { WorkerEntry } from '../contract/workers.ts';
import { wireOf } from '../util/wire.ts';
import type { Environment } from './environment.ts';

/** What stands in the place of a secret in what we show. */
export const HIDDEN = '••••';

/**
 * Makes a function that hides the values wherever they stand in a text; of values with several lines each line. `mark` tells
 * what stands in the place of one.
 */
export function hiderOf(
  secrets: Environment,
  mark: (value: string) => string = () => HIDDEN,
): (text: string) => string {
  const parts = Object.values(secrets).flatMap((value) => [value, ...value.split(/\r?\n/)]);
  // The longest first: a value may stand in another.
  const values = [...new Set(parts)].filter((part) => part !== '').toSorted((a, b) => b.length - a.length);
  return (text) => values.reduce((shown, value) => shown.replaceAll(value, mark), text);
}

/** The same for bytes, text or not. A star stands for each byte: sizes and places in a packet stay what they are. */
export function byteHiderOf(secrets: Environment): (bytes: Buffer) => Buffer {
  const values = Object.entries(secrets).map(([name, value]) => [name, wireOf(value)]);
  const hide = hiderOf(Object.fromEntries(values), (value) => '*'.repeat(value.length));
  return (bytes) => Buffer.from(hide(bytes.toString('latin1')), 'latin1');
}

/** An outcome as it may be shown and kept. */
export function shownOutcome(outcome: CommandOutcome, hide: (text: string) => string): CommandOutcome {
  const { errors, failure } = outcome;
  return { ...outcome, errors: hide(errors), failure: failure && { ...failure, message: hide(failure.message) } };
}

/** What a worker did or met, as it may be shown and kept. */
export function shownEntry(entry: WorkerEntry, hide: (text: string) => string): WorkerEntry {
  if ('text' in entry) return { ...entry, text: hide(entry.text) };
  return entry.kind === 'ended' || entry.kind === 'exited'
    ? { ...entry, outcome: shownOutcome(entry.outcome, hide) }
    : entry;
}

import { STEP_KINDS } from '../contract/job-states.ts';
import type { JobStep } from '../contract/jobs.ts';
import { KIND_NUMBERS } from './event-columns.ts';

/* Steps of a job as bytes, a third of what they take as JSON. */

const HAS_SIZE = 1;
const HAS_NEW_NAME = 2;
const HAS_KNOWN_NAME = 4;

/** A step takes at most so many bytes beside its name: kind, flags, time, size, the name's length. */
const MOST = 1 + 1 + 8 + 8 + 2;
const LONGEST_NAME = 0xffff;

let memory = Buffer.allocUnsafeSlow(64 * 1024);

/** Each step as kind, flags, time, and what it has of size and name; a name stands where it is said first, then its place. */
export function bytesOfSteps(steps: readonly JobStep[]): Uint8Array {
  const most = steps.reduce((sum, { who }) => sum + MOST + (who?.length ?? 0), 0);
  if (most > memory.length) memory = Buffer.allocUnsafeSlow(most * 2);
  const names: string[] = [];
  let at = 0;
  for (const { at: time, kind, who, size } of steps) {
    const place = who === null ? -1 : names.indexOf(who);
    memory[at] = KIND_NUMBERS[kind];
    memory[at + 1] =
      (size === null ? 0 : HAS_SIZE) | (who === null ? 0 : place < 0 || place > 255 ? HAS_NEW_NAME : HAS_KNOWN_NAME);
    at = memory.writeDoubleLE(time, at + 2);
    if (size !== null) at = memory.writeDoubleLE(size, at);
    if (who === null) continue;
    if (place >= 0 && place <= 255) {
      at = memory.writeUInt8(place, at);
      continue;
    }
    names.push(who);
    const name = who.slice(0, LONGEST_NAME);
    at = memory.writeUInt16LE(name.length, at);
    at += memory.write(name, at, 'latin1');
  }
  return Uint8Array.prototype.slice.call(memory, 0, at);
}

/** The steps again. */
export function stepsOf(bytes: Uint8Array): JobStep[] {
  const memory = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const names: string[] = [];
  const steps: JobStep[] = [];
  let at = 0;
  while (at < memory.length) {
    const kind = STEP_KINDS[memory.readUInt8(at)] ?? 'status';
    const flags = memory.readUInt8(at + 1);
    const time = memory.readDoubleLE(at + 2);
    at += 10;
    let size: number | null = null;
    let who: string | null = null;
    if (flags & HAS_SIZE) {
      size = memory.readDoubleLE(at);
      at += 8;
    }
    if (flags & HAS_KNOWN_NAME) {
      who = names[memory.readUInt8(at)] ?? null;
      at += 1;
    }
    if (flags & HAS_NEW_NAME) {
      const length = memory.readUInt16LE(at);
      const name = memory.toString('latin1', at + 2, at + 2 + length);
      names.push(name);
      who = name;
      at += 2 + length;
    }
    steps.push({ at: time, kind, who, size });
  }
  return steps;
}

import { setImmediate as nextRound } from 'node:timers/promises';
import type { Explanation } from '../contract/doctor.ts';
import { recognise } from '../doctor/classify.ts';

/** Lines that are looked at before the event loop goes on: a few ms at most. */
const LINES = 100;

/** Causes that are told of a text at most. */
const MOST = 5;

/** What a pasted text means, in the order of its lines and each cause once. It is looked at in slices, and nothing else is. */
export async function explain(text: string): Promise<Explanation[]> {
  const lines = text.split(/\r?\n|\r/);
  const found: Explanation[] = [];
  for (let start = 0; start < lines.length && found.length < MOST; start += LINES) {
    // A message may go on in the next line.
    const part = recognise(lines.slice(start, start + LINES + 1).join('\n'));
    for (const each of part)
      if (each.line <= LINES && found.every(({ check }) => check !== each.check))
        found.push({ ...each, line: start + each.line });
    await nextRound();
  }
  return found.slice(0, MOST);
}

import { OUTPUT_LINES, type WorkerEntry, type WorkerOutputLine } from '../contract/workers.ts';

/** Characters of text kept of each worker, about; of one that writes long lines the last of those too. */
const TEXT_KEPT = 4 * 1024 * 1024;

interface Kept {
  lines: WorkerOutputLine[];
  /** Characters of their text. */
  size: number;
}

/** What the workers of a function wrote and met, bounded. It outlives them, so that one can read why they ended. */
export class OutputLog {
  readonly #kept = new Map<string, Kept>();
  #last = 0;

  add(worker: string, handle: string | null, entry: WorkerEntry): void {
    const kept = this.#kept.get(worker) ?? { lines: [], size: 0 };
    this.#kept.set(worker, kept);
    this.#last += 1;
    kept.lines.push({ number: this.#last, at: Date.now(), worker, handle, ...entry });
    kept.size += sizeOf(entry);
    if (kept.lines.length > OUTPUT_LINES * 2 || kept.size > TEXT_KEPT) forget(kept);
  }

  /** The last lines of a worker, or of all of them as they came; of those only what is behind the number `after`. */
  lines(worker: string | null, after = 0): WorkerOutputLine[] {
    const all = worker === null ? [...this.#kept.values()] : [this.#kept.get(worker)];
    const logs = all.map((kept) => kept?.lines ?? []);
    return logs
      .flatMap((lines) => lines.slice(lines.findLastIndex(({ number }) => number <= after) + 1))
      .sort((a, b) => a.number - b.number)
      .slice(-OUTPUT_LINES);
  }
}

const sizeOf = (entry: WorkerEntry): number => ('text' in entry ? entry.text.length : 0);

/** Forgets the first lines, so many at once that it is seldom done. */
function forget(kept: Kept): void {
  let gone = Math.max(0, kept.lines.length - OUTPUT_LINES);
  for (const line of kept.lines.slice(0, gone)) kept.size -= sizeOf(line);
  for (; kept.size > TEXT_KEPT / 2 && gone < kept.lines.length - 1; gone += 1)
    kept.size -= sizeOf(kept.lines[gone] as WorkerOutputLine);
  kept.lines.splice(0, gone);
}

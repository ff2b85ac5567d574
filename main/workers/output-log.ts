import { OUTPUT_LINES, type WorkerEntry, type WorkerOutputLine } from '../contract/model.ts';

/** What the workers of a function wrote and met, bounded. It outlives them, so that one can read why they ended. */
export class OutputLog {
  readonly #lines = new Map<string, WorkerOutputLine[]>();
  #last = 0;

  add(worker: string, handle: string | null, entry: WorkerEntry): void {
    const lines = this.#lines.get(worker) ?? [];
    this.#last += 1;
    lines.push({ number: this.#last, at: Date.now(), worker, handle, ...entry });
    if (lines.length > OUTPUT_LINES * 2) lines.splice(0, lines.length - OUTPUT_LINES);
    this.#lines.set(worker, lines);
  }

  /** The last lines of a worker, or of all of them as they came; of those only what is behind the number `after`. */
  lines(worker: string | null, after = 0): WorkerOutputLine[] {
    const logs = worker === null ? [...this.#lines.values()] : [this.#lines.get(worker) ?? []];
    return logs
      .flatMap((lines) => lines.slice(lines.findLastIndex(({ number }) => number <= after) + 1))
      .sort((a, b) => a.number - b.number)
      .slice(-OUTPUT_LINES);
  }
}

import type { WorkerEntry, WorkerOutputLine } from '../contract/model.ts';

/** Lines kept of each worker; the last ones. */
const LINES_KEPT = 1000;

/** What the workers of a function wrote and met, bounded. It outlives them, so that one can read why they ended. */
export class OutputLog {
  readonly #lines = new Map<string, WorkerOutputLine[]>();

  add(worker: string, handle: string | null, entry: WorkerEntry): void {
    const lines = this.#lines.get(worker) ?? [];
    lines.push({ at: Date.now(), worker, handle, ...entry });
    if (lines.length > LINES_KEPT * 2) lines.splice(0, lines.length - LINES_KEPT);
    this.#lines.set(worker, lines);
  }

  /** The last lines of a worker, or of all of them in the order of their time. */
  lines(worker: string | null): WorkerOutputLine[] {
    if (worker !== null) return (this.#lines.get(worker) ?? []).slice(-LINES_KEPT);
    return [...this.#lines.values()]
      .flat()
      .sort((a, b) => a.at - b.at)
      .slice(-LINES_KEPT);
  }
}

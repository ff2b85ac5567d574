import { addLine, type RunEnd, type RunLine, type StepRun } from '../contract/doctor.ts';

/** Lines of a run that are kept: the last ones. */
const LINES_KEPT = 5000;

/** Characters of them, about. */
const TEXT_KEPT = 4 * 1024 * 1024;

/** A step that is being done, as it is told to the window: what it writes, bounded, and how it ends. */
export class StepLog {
  readonly #about: Omit<StepRun, 'milliseconds' | 'end' | 'lines' | 'forgotten'>;
  readonly #began = performance.now();
  readonly #lines: RunLine[] = [];
  #last = 0;
  #size = 0;
  #forgotten = 0;
  #milliseconds: number | null = null;
  #end: RunEnd | null = null;

  constructor(about: Omit<StepRun, 'startedAt' | 'milliseconds' | 'end' | 'lines' | 'forgotten'>) {
    this.#about = { ...about, startedAt: Date.now() };
  }

  get end(): RunEnd | null {
    return this.#end;
  }

  add(line: Omit<RunLine, 'number'>): void {
    this.#last += 1;
    this.#size += line.text.length;
    addLine(this.#lines, { number: this.#last, ...line });
    if (this.#lines.length > LINES_KEPT * 2 || this.#size > TEXT_KEPT) this.#forget();
  }

  finish(end: RunEnd): void {
    this.#milliseconds = performance.now() - this.#began;
    this.#end = end;
  }

  /** With the lines behind the one with the number `after`. */
  view(after: number): StepRun {
    const first = this.#lines.findLastIndex(({ number }) => number <= after) + 1;
    return {
      ...this.#about,
      milliseconds: this.#milliseconds,
      end: this.#end,
      lines: this.#lines.slice(first).slice(-LINES_KEPT),
      forgotten: this.#forgotten,
    };
  }

  /** Forgets the first lines, so many at once that it is seldom done. */
  #forget(): void {
    let size = 0;
    let first = this.#lines.length;
    while (first > 0 && this.#lines.length - first < LINES_KEPT && size < TEXT_KEPT / 2) {
      first -= 1;
      size += (this.#lines[first] as RunLine).text.length;
    }
    this.#lines.splice(0, first);
    this.#forgotten += first;
    this.#size = size;
  }
}

import { ERRORS_KEPT, OUTPUT_LIMIT, type RunOptions, type RunResult } from './runner.ts';

/** What a run has written so far, and what ends it before its time: too much of it, too long a time, or a wish. */
export class RunRecord {
  readonly #options: RunOptions;
  readonly #end: () => void;
  readonly #timer: NodeJS.Timeout | undefined;
  readonly #output: Buffer[] = [];
  /** Bytes that it has written, of both kinds. */
  written = 0;
  #size = 0;
  #errors: Buffer = Buffer.alloc(0);
  #overflowed = false;
  #timedOut = false;

  /** `end` is called when the run must end, perhaps more than once. */
  constructor(options: RunOptions, end: () => void) {
    this.#options = options;
    this.#end = end;
    const { timeLimit, signal } = options;
    if (timeLimit !== undefined) {
      this.#timer = setTimeout(() => {
        this.#timedOut = true;
        end();
      }, timeLimit);
    }
    if (signal.aborted) end();
    signal.addEventListener('abort', end, { once: true });
  }

  takeOutput(chunk: Buffer): void {
    const { outputLimit = OUTPUT_LIMIT, onOutput, outputElsewhere } = this.#options;
    this.written += chunk.length;
    this.#size += chunk.length;
    if (this.#size <= outputLimit) {
      if (!outputElsewhere) this.#output.push(chunk);
      onOutput?.(chunk);
    } else if (!this.#overflowed) {
      this.#overflowed = true;
      this.#end();
    }
  }

  takeErrors(chunk: Buffer): void {
    this.written += chunk.length;
    this.#options.onErrors?.(chunk);
    this.#errors = this.#errors.length === 0 ? chunk : Buffer.concat([this.#errors, chunk]);
    if (this.#errors.length > ERRORS_KEPT) this.#errors = this.#errors.subarray(-ERRORS_KEPT);
  }

  get errors(): Buffer {
    return this.#errors;
  }

  /** Nothing ends the run any more. */
  close(): void {
    clearTimeout(this.#timer);
    this.#options.signal.removeEventListener('abort', this.#end);
  }

  result(end: Pick<RunResult, 'exitCode' | 'signal'>): RunResult {
    const output = this.#output.length === 1 ? (this.#output[0] as Buffer) : Buffer.concat(this.#output);
    return { ...end, output, errors: this.#errors, overflowed: this.#overflowed, timedOut: this.#timedOut };
  }
}

import type { ServerJobRow, ServerJobWindow } from '../contract/servers.ts';
import { isTable } from '../protocol/tables.ts';

const LINE_FEED = 0x0a;
const TAB = 0x09;
/** The line that ends a table. */
const END = '.\n'.length;

/**
 * The jobs of an answer to `show jobs`: a line each of handle, losses, and 0 or 1 for abandoned and for background. They may be
 * a hundred thousand, so they stay the bytes that they are, and only those that are looked at become rows.
 */
export class KnownJobs {
  readonly #answer: Buffer;
  /** Where each line begins; one more at the end. */
  #starts: Uint32Array | undefined;
  #text: string | undefined;
  #found: { search: string; rows: Uint32Array } | undefined;

  private constructor(answer: Buffer) {
    this.#answer = answer;
  }

  /** Null where it is no table. Holds on to the bytes. */
  static from(answer: Buffer): KnownJobs | null {
    return isTable(answer) ? new KnownJobs(answer) : null;
  }

  /** Some of the jobs that have the text in their handle, no matter whether in large or small letters. */
  window({ search, from, count }: { search: string; from: number; count: number }): ServerJobWindow {
    const starts = this.#lines();
    if (search === '') {
      const total = starts.length - 1;
      const shown = Math.max(0, Math.min(count, total - from));
      return { total, rows: Array.from({ length: shown }, (_, index) => this.#row(from + index)) };
    }
    if (this.#found?.search !== search) this.#found = { search, rows: this.#find(search) };
    const { rows } = this.#found;
    return { total: rows.length, rows: Array.from(rows.subarray(from, from + count), (row) => this.#row(row)) };
  }

  #lines(): Uint32Array {
    if (this.#starts !== undefined) return this.#starts;
    const starts: number[] = [];
    const end = this.#answer.length - END;
    for (let at = 0; at < end; at = this.#answer.indexOf(LINE_FEED, at) + 1) starts.push(at);
    this.#starts = Uint32Array.from([...starts, end]);
    return this.#starts;
  }

  #row(row: number): ServerJobRow {
    const line = this.#answer.toString('latin1', this.#startOf(row), this.#startOf(row + 1) - 1);
    const [handle = '', retries, abandoned, background] = line.split('\t');
    return { handle, retries: Number(retries) || 0, abandoned: abandoned === '1', background: background === '1' };
  }

  #find(search: string): Uint32Array {
    const wanted = Buffer.from(search, 'utf8').toString('latin1').toLowerCase();
    this.#text ??= this.#answer.toString('latin1').toLowerCase();
    const found: number[] = [];
    let row = 0;
    for (let hit = this.#text.indexOf(wanted); hit >= 0; ) {
      while (this.#startOf(row + 1) <= hit) row += 1;
      if (row >= this.#lines().length - 1) break; // the end of the table
      const start = this.#startOf(row);
      // Behind the handle, figures are no match.
      if (hit + wanted.length <= this.#answer.indexOf(TAB, start)) found.push(row);
      hit = this.#text.indexOf(wanted, this.#startOf(row + 1));
    }
    return Uint32Array.from(found);
  }

  #startOf(row: number): number {
    return this.#lines()[row] ?? Number.POSITIVE_INFINITY;
  }
}

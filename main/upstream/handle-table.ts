import type { ObservedJob } from './observed-job.ts';

/** Jobs of one page. Numbers count up, so that old pages empty and leave. */
const PAGE = 4096;
const COLON = 0x3a;
const ZERO = 0x30;
/** Digits of the largest number that stands for a handle; others are names like any. */
const DIGITS = 12;

interface Page {
  readonly jobs: (ObservedJob | undefined)[];
  used: number;
  /** None is below it. */
  first: number;
}

/**
 * Jobs by their handles, which are most often one prefix and numbers from 1 up: then a place in a list, and no text that is made
 * and hashed for each packet. The first handle that is seen says the prefix.
 */
export class HandleTable {
  size = 0;
  #prefix: Buffer | undefined;
  #prefixText = '';
  readonly #pages = new Map<number, Page>();
  readonly #others = new Map<string, ObservedJob>();
  /** The page that was asked for last, and one that emptied. */
  #recent: Page | undefined;
  #recentNumber = -1;
  #spare: Page | undefined;

  /** The job whose handle is at `start..end`. */
  at(block: Buffer, start: number, end: number): ObservedJob | undefined {
    const number = this.#numberAt(block, start, end);
    return number === 0 ? this.#otherAt(block, start, end) : this.#page(Math.floor(number / PAGE))?.jobs[number % PAGE];
  }

  get(handle: string): ObservedJob | undefined {
    const bytes = Buffer.from(handle, 'latin1');
    return this.at(bytes, 0, bytes.length);
  }

  /** Adds a job, which gets the handle at `start..end`; there must be none with it. */
  add(job: ObservedJob, block: Buffer, start: number, end: number): void {
    this.#prefix ??= this.#prefixOf(block, start, end);
    this.size += 1;
    const number = this.#numberAt(block, start, end);
    job.number = number;
    if (number === 0) {
      job.name = block.toString('latin1', start, end);
      this.#others.set(job.name, job);
      return;
    }
    job.name = this.#prefixText;
    const index = number % PAGE;
    const page = this.#page(Math.floor(number / PAGE)) ?? this.#newPage(Math.floor(number / PAGE));
    page.jobs[index] = job;
    page.used += 1;
    page.first = Math.min(page.first, index);
  }

  delete(job: ObservedJob): void {
    this.size -= 1;
    if (job.number === 0) {
      this.#others.delete(job.name);
      return;
    }
    const pageNumber = Math.floor(job.number / PAGE);
    const page = this.#page(pageNumber) as Page;
    page.jobs[job.number % PAGE] = undefined;
    page.used -= 1;
    if (page.used > 0) return;
    this.#pages.delete(pageNumber);
    this.#spare = page;
    this.#recentNumber = -1;
    this.#recent = undefined;
  }

  /** The one with the lowest number, or else any. */
  oldest(): ObservedJob | undefined {
    for (const page of this.#pages.values()) {
      while (page.jobs[page.first] === undefined) page.first += 1;
      return page.jobs[page.first];
    }
    for (const job of this.#others.values()) return job;
    return undefined;
  }

  *values(): Generator<ObservedJob> {
    for (const page of this.#pages.values()) for (const job of page.jobs) if (job !== undefined) yield job;
    yield* this.#others.values();
  }

  #otherAt(block: Buffer, start: number, end: number): ObservedJob | undefined {
    return this.#others.size === 0 ? undefined : this.#others.get(block.toString('latin1', start, end));
  }

  /** What stands before the number, its colon included; nothing where there is no number. */
  #prefixOf(block: Buffer, start: number, end: number): Buffer {
    const colon = block.subarray(start, end).lastIndexOf(COLON);
    const prefix = Buffer.from(block.subarray(start, start + colon + 1));
    this.#prefixText = prefix.toString('latin1');
    return prefix;
  }

  /** The number of the handle; 0 where it is not the prefix and a number as numbers are written. */
  #numberAt(block: Buffer, start: number, end: number): number {
    const prefix = this.#prefix;
    if (prefix === undefined || prefix.length === 0) return 0;
    const digits = start + prefix.length;
    if (end <= digits || end - digits > DIGITS || block[digits] === ZERO) return 0;
    for (let index = 0; index < prefix.length; index += 1) if (block[start + index] !== prefix[index]) return 0;
    let number = 0;
    for (let at = digits; at < end; at += 1) {
      const digit = (block[at] as number) - ZERO;
      if (digit < 0 || digit > 9) return 0;
      number = number * 10 + digit;
    }
    return number;
  }

  #page(number: number): Page | undefined {
    if (number === this.#recentNumber) return this.#recent;
    const page = this.#pages.get(number);
    if (page === undefined) return undefined;
    this.#recentNumber = number;
    this.#recent = page;
    return page;
  }

  #newPage(number: number): Page {
    const page = this.#spare ?? { jobs: new Array<ObservedJob | undefined>(PAGE).fill(undefined), used: 0, first: 0 };
    this.#spare = undefined;
    page.first = PAGE;
    this.#pages.set(number, page);
    this.#recentNumber = number;
    this.#recent = page;
    return page;
  }
}

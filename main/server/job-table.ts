import type { Job } from './state.ts';

/** Jobs of one page. Numbers count up, so that old pages empty and leave. */
const PAGE = 4096;

interface Page {
  readonly jobs: (Job | undefined)[];
  used: number;
}

/** All unfinished jobs by their number: a place in a list, which costs a million jobs no hashing. */
export class JobTable {
  size = 0;
  readonly #pages = new Map<number, Page>();
  /** The page that was asked for last. */
  #recent: Page | undefined;
  #recentNumber = -1;
  /** The page that emptied last, to be used again: with few jobs at a time, every few of them empty one. */
  #spare: Page | undefined;

  get(number: number): Job | undefined {
    return this.#page(Math.floor(number / PAGE))?.jobs[number % PAGE];
  }

  add(job: Job): void {
    const pageNumber = Math.floor(job.number / PAGE);
    let page = this.#page(pageNumber);
    if (page === undefined) {
      page = this.#spare ?? { jobs: new Array<Job | undefined>(PAGE).fill(undefined), used: 0 };
      this.#spare = undefined;
      this.#pages.set(pageNumber, page);
    }
    page.jobs[job.number % PAGE] = job;
    page.used += 1;
    this.size += 1;
  }

  delete(job: Job): void {
    const pageNumber = Math.floor(job.number / PAGE);
    const page = this.#page(pageNumber);
    if (page === undefined || page.jobs[job.number % PAGE] !== job) return;
    page.jobs[job.number % PAGE] = undefined;
    page.used -= 1;
    this.size -= 1;
    if (page.used > 0) return;
    this.#pages.delete(pageNumber);
    this.#spare = page;
    this.#recentNumber = -1;
    this.#recent = undefined;
  }

  /** From the oldest on. */
  *values(): Generator<Job> {
    for (const page of this.#pages.values()) for (const job of page.jobs) if (job !== undefined) yield job;
  }

  #page(number: number): Page | undefined {
    if (number === this.#recentNumber) return this.#recent;
    const page = this.#pages.get(number);
    if (page === undefined) return undefined;
    this.#recentNumber = number;
    this.#recent = page;
    return page;
  }
}

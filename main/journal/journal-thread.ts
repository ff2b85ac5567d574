import { parentPort, workerData } from 'node:worker_threads';
import { type Failure, failureOf } from '../contract/errors.ts';
import type { OtherStarts } from '../contract/job-actions.ts';
import type { ContentPart, JobDetail, JobQuery, JobWindow } from '../contract/jobs.ts';
import type { JobExport } from '../contract/journal.ts';
import type { JobKey } from '../contract/keys.ts';
import { fileAt } from '../util/json-file.ts';
import { Book, type BookLimits, type WholeContent } from './book.ts';
import { BookView } from './book-view.ts';
import type { EventBlock } from './event-block.ts';
import { exportJobs } from './export-jobs.ts';
import type { JobOutcome } from './feed.ts';
import type { RememberedJob } from './job-log.ts';
import { JournalProblem, mustBeThere, openJournalFile, problemOf, setAside } from './journal-file.ts';
import { otherStarts } from './other-starts.ts';

/* The program of the journal's thread; journal.ts is its other side. */

export interface JournalFile {
  /** Undefined where it is in memory. */
  path: string | undefined;
  limits: BookLimits;
}

export interface Answers {
  window: Omit<JobWindow, 'journal'>;
  get: JobDetail | null;
  content: WholeContent | null;
  'other-starts': OtherStarts;
  clear: null;
  export: number | null;
}

export type Question =
  | { ask: 'window'; query: JobQuery; now: number }
  | { ask: 'get'; key: JobKey }
  | { ask: 'content'; key: JobKey; part: ContentPart }
  | { ask: 'other-starts'; key: JobKey }
  | { ask: 'clear' }
  | { ask: 'export'; path: string; export: JobExport; now: number };

export type JournalOrder =
  /** `scarce` while there is hardly a processor for the journal beside the server. */
  | { do: 'block'; block: EventBlock; scarce: boolean }
  /** How commands ended, of jobs that were heard of. */
  | { do: 'outcomes'; outcomes: readonly JobOutcome[] }
  /** Jobs as they are, which could not be written before. */
  | { do: 'recall'; jobs: readonly RememberedJob[] }
  | { do: 'end-run'; server: string; run: number; at: number }
  | { do: 'limits'; limits: BookLimits }
  | { do: 'question'; id: number; question: Question }
  | { do: 'stop-search'; search: string }
  | { do: 'stop-export' }
  | { do: 'close' };

export interface BookState {
  jobs: number;
  bytes: number;
  forgotten: number;
  read: number;
}

export type JournalNews =
  | { news: 'opened'; setAside: string | null; problem: Failure | null }
  /** What was in these blocks is written; their memory comes back. */
  | { news: 'written'; blocks: ArrayBuffer[] }
  /** Lists may look different. */
  | { news: 'changed'; state: BookState }
  | { news: 'answer'; id: number; answer: Answers[keyof Answers] }
  | { news: 'refused'; id: number; failure: Failure }
  | { news: 'exported'; jobs: number; total: number }
  /** The journal has ended. Where its file was broken it was renamed, and another can be begun. */
  | { news: 'failed'; failure: Failure; setAside: string | null }
  | { news: 'closed' };

/** What was heard is written after so long, ms, and stays in one transaction for so long. */
const WAIT = 100;
const TRANSACTION = 400;
/** Work that is done at once, ms: others wait for it. */
const SLICE = 12;
/** Share of a processor that writing takes while the server needs them all. */
const SCARCE_SHARE = 0.12;
/** So long after the last block the server is busy no more, ms. While too much is under way, blocks are rare. */
const BUSY_FOR = 2000;
/** News of change are told so often, ms. */
const TOLD = 100;

const port = parentPort;
if (port === null) throw new Error('journal-thread.ts is the program of a thread.');
const { path, limits } = workerData as JournalFile;
const tell = (news: JournalNews, memory: ArrayBuffer[] = []) => port.postMessage(news, memory);

let book: Book | undefined;
/** The file that is open. */
let file: bigint | null = null;
let view: BookView;
/** Blocks that are still to be heard. */
let unheard: EventBlock[] = [];
/** Blocks that have been heard, and where the list of what is to be written ended then. */
const blocks: { memory: ArrayBuffer; until: number }[] = [];
/** Until when there is hardly a processor for the journal. */
let scarceUntil = 0;
let begunAt = 0;
let timer: NodeJS.Timeout | undefined;
let toldAt = 0;
let exporting: { steps: Generator<number>; id: number; total: number; jobs: number } | undefined;

function open(): void {
  let aside: string | null = null;
  let problem: Failure | null = null;
  try {
    book = new Book(openJournalFile(path), limits);
  } catch (error) {
    const found = problemOf(error, path ?? '');
    if (!found.broken || path === undefined) throw found;
    aside = setAside(path);
    problem = failureOf(found);
    book = new Book(openJournalFile(path), limits);
  }
  if (path !== undefined) file = fileAt(path);
  view = new BookView(book);
  tell({ news: 'opened', setAside: aside, problem });
  tellChange();
  plan();
}

function tellChange(): void {
  if (book === undefined) return;
  view.isOld = false;
  toldAt = performance.now();
  const { next, first, bytes, forgotten, read } = book;
  tell({ news: 'changed', state: { jobs: next - first, bytes, forgotten, read } });
}

/** Anything of SQLite's ends the journal: the file is left as it was last committed, or put out of the way where it is broken. */
function trying(work: () => void): void {
  try {
    work();
  } catch (error) {
    end(error);
  }
}

function end(error: unknown): void {
  clearTimeout(timer);
  book?.close();
  book = undefined;
  let failure = failureOf(error);
  let aside: string | null = null;
  try {
    const problem = problemOf(error, path ?? '');
    failure = failureOf(problem);
    if (problem.broken && path !== undefined) aside = setAside(path);
  } catch (fault) {
    failure = failureOf(fault);
  }
  tell({ news: 'failed', failure, setAside: aside });
  port?.close();
}

/** What is to be done goes on after a while. */
function plan(wait = WAIT): void {
  timer ??= setTimeout(() => {
    timer = undefined;
    trying(work);
  }, wait);
}

/** Hears what came, until a time. */
function hear(book: Book, until: number): void {
  let heard = 0;
  for (const block of unheard) {
    book.hear(block);
    blocks.push({ memory: block.memory, until: book.queued });
    heard += 1;
    if (performance.now() > until) break;
  }
  unheard = unheard.slice(heard);
}

function work(): void {
  if (book === undefined) return;
  const begun = performance.now();
  if (begunAt === 0) begunAt = begun;
  hear(book, begun + SLICE);
  const more = book.write(begun + SLICE) || unheard.length > 0;
  if (!more || performance.now() - begunAt > TRANSACTION) {
    if (path !== undefined) mustBeThere(path, file);
    book.commit();
    begunAt = 0;
    const written = [];
    while ((blocks[0]?.until ?? Number.POSITIVE_INFINITY) <= book.written)
      written.push((blocks.shift() as (typeof blocks)[0]).memory);
    if (written.length > 0) tell({ news: 'written', blocks: written }, written);
  }
  const took = performance.now() - begun;
  if (book.read < 1) book.readOn();
  if (view.isSearching) view.searchOn(performance.now() + SLICE);
  exportOn();
  if (performance.now() - toldAt > TOLD || !goesOn()) tellChange();
  if (goesOn()) plan(more && performance.now() < scarceUntil ? took / SCARCE_SHARE - took : 0);
  else if (view.isWaiting) plan();
}

const goesOn = (): boolean =>
  book !== undefined && (book.isBusy || unheard.length > 0 || view.isSearching || exporting !== undefined);

function exportOn(): void {
  if (exporting === undefined) return;
  const { steps, id, total } = exporting;
  try {
    const { done, value } = steps.next();
    exporting.jobs = value ?? exporting.jobs;
    tell({ news: 'exported', jobs: exporting.jobs, total });
    if (!done) return;
    tell({ news: 'answer', id, answer: exporting.jobs });
  } catch (error) {
    if (error instanceof JournalProblem) throw error;
    tell({ news: 'refused', id, failure: failureOf(error) });
  }
  exporting = undefined;
}

function stopExport(): void {
  if (exporting === undefined) return;
  exporting.steps.return(0);
  tell({ news: 'answer', id: exporting.id, answer: null });
  exporting = undefined;
}

function answer(id: number, question: Question, book: Book): void {
  switch (question.ask) {
    case 'window':
      tell({ news: 'answer', id, answer: view.window(question.query, question.now) });
      return;
    case 'get':
      tell({ news: 'answer', id, answer: book.find(question.key) ?? null });
      return;
    case 'content': {
      const wanted = book.idOf(question.key);
      const content = wanted === undefined ? null : book.content(wanted, question.part);
      // Handed over: the sockets' thread is not to copy what may be many megabytes.
      tell({ news: 'answer', id, answer: content }, content?.bytes ? [content.bytes.buffer] : []);
      return;
    }
    case 'other-starts':
      tell({ news: 'answer', id, answer: otherStarts(book, question.key) });
      return;
    case 'clear':
      stopExport();
      book.clear();
      begunAt = 0;
      tell({ news: 'answer', id, answer: null });
      tellChange();
      return;
    case 'export': {
      stopExport();
      book.writeAll();
      const { format, jobs } = question.export;
      const ids =
        jobs === null
          ? view.ids(question.export, question.now)
          : Float64Array.from(jobs.flatMap((key) => book.idOf(key) ?? []));
      exporting = { steps: exportJobs(book, ids, question.path, format), id, total: ids.length, jobs: 0 };
    }
  }
}

function obey(order: JournalOrder): void {
  if (book !== undefined && order.do !== 'block') hear(book, Number.POSITIVE_INFINITY); // it speaks of what came before
  if (order.do === 'close') {
    stopExport();
    book?.writeAll();
    book?.close();
    book = undefined;
    tell({ news: 'closed' });
    port?.close();
    return;
  }
  if (book === undefined) return;
  switch (order.do) {
    case 'block':
      scarceUntil = order.scarce ? performance.now() + BUSY_FOR : 0;
      unheard.push(order.block);
      break;
    case 'outcomes':
      for (const { number, outcome } of order.outcomes) book.report(number, outcome);
      break;
    case 'recall':
      book.recall(order.jobs);
      break;
    case 'end-run':
      book.endRun(order.server, order.run, order.at);
      begunAt = 0;
      tellChange();
      break;
    case 'limits':
      book.changeLimits(order.limits);
      tellChange();
      break;
    case 'question':
      answer(order.id, order.question, book);
      break;
    case 'stop-search':
      view.stopSearch(order.search);
      break;
    case 'stop-export':
      stopExport();
  }
  if (goesOn() || view.isOld || view.isWaiting) plan();
}

port.on('message', (order: JournalOrder) => trying(() => obey(order)));
trying(open);

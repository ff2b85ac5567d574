import { setImmediate as nextRound } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import { AppError, type Failure, failureOf } from '../contract/errors.ts';
import type { OtherStarts } from '../contract/job-actions.ts';
import type { CommandOutcome, ContentPart, JobDetail, JobQuery, JobWindow } from '../contract/jobs.ts';
import { contentLimit, type JobExport, type JournalState } from '../contract/journal.ts';
import type { JobKey } from '../contract/keys.ts';
import { now } from '../util/clock.ts';
import { type Log, told } from '../util/log.ts';
import { startThread } from '../util/thread.ts';
import { waited } from '../util/waits.ts';
import { Feed } from './feed.ts';
import { DEFAULT_LOG, JobLog } from './job-log.ts';
import type { Answers, BookState, JournalFile, JournalNews, JournalOrder, Question } from './journal-thread.ts';

/** What of the settings concerns the journal. */
export interface JournalSettings {
  journal: boolean;
  journalJobs: number;
  journalSize: number;
}

export interface JournalParts {
  /** The file; without one the journal lasts as long as the engine. */
  path: string | undefined;
  settings: JournalSettings;
  log: Log;
  /** Something that a list of jobs shows has changed. */
  onChange: () => void;
  /** What could be mended meanwhile is tried again after so long, ms. */
  retryAfter?: number;
}

/** Without a file it is in memory, of which it takes no more than that, MB. */
const IN_MEMORY = 64;
const MB = 1_000_000;
const RETRY = waited(30_000);

const EMPTY: BookState = { jobs: 0, bytes: 0, forgotten: 0, read: 1 };

interface Asked {
  resolve: (answer: never) => void;
  reject: (error: unknown) => void;
}

/**
 * What happened to each job. The newest ones are in memory, in `recent`; all of them go to a thread that keeps them in SQLite and
 * makes the lists. Where it cannot, or shall not, the newest ones are all there is.
 */
export class Journal {
  readonly recent: JobLog;
  readonly #parts: JournalParts;
  readonly #feed: Feed;
  #settings: JournalSettings;
  /** Started by the first job, or when something is asked. */
  #thread: Worker | undefined;
  #isFailed = false;
  readonly #asked = new Map<number, Asked>();
  #questions = 0;
  #state = EMPTY;
  #problem: Failure | null = null;
  #setAside: string | null = null;
  #exporting: JournalState['exporting'] = null;
  #retry: NodeJS.Timeout | undefined;
  /** Why it failed last: what it fails with again and again is told once. */
  #said = '';

  constructor(parts: JournalParts) {
    this.#parts = parts;
    this.#settings = parts.settings;
    this.#feed = new Feed({
      block: (block, scarce) =>
        this.#send({ do: 'block', block, scarce }, [
          block.memory,
          ...Array.from(block.large.values(), ({ buffer }) => buffer),
        ]),
      outcomes: (outcomes) => this.#order({ do: 'outcomes', outcomes }),
    });
    this.recent = new JobLog(DEFAULT_LOG, this.#feed);
    this.#feed.isOn = parts.settings.journal;
    this.#feed.contentLimit = this.#limits.content;
  }

  /** How the command that did a job ended. */
  report(key: JobKey, outcome: CommandOutcome): void {
    const number = this.recent.report(key, outcome);
    if (number !== undefined) this.#feed.report(number, outcome);
  }

  /** The server of this run has stopped: what was unfinished is lost, but for what is on disk. */
  endRun({ server, run }: { server: string; run: number }, at: number): void {
    this.recent.close({ server, run }, at);
    this.#feed.flush();
    this.#order({ do: 'end-run', server, run, at });
  }

  async window(query: JobQuery): Promise<JobWindow> {
    if (!this.#isOn) return this.#recentWindow(query);
    try {
      const window = await this.#ask<'window'>({ ask: 'window', query, now: now() });
      return { ...window, journal: this.state };
    } catch {
      return this.#recentWindow(query); // the thread has ended meanwhile, and has said why
    }
  }

  /** Everything of a job, of each content at most `limit` bytes; null where it is not kept. */
  async detail(key: JobKey, limit: number): Promise<JobDetail | null> {
    const recent = this.recent.detail(key, limit);
    if (recent !== null && recent.workload.bytes !== null) return recent;
    return (await this.#kept(key)) ?? recent;
  }

  /** A whole content of a job; null where not all of it is kept. */
  async content(key: JobKey, part: ContentPart): Promise<Buffer | null> {
    const { size, bytes } = await this.kept(key, part);
    return bytes === null || bytes.length < size ? null : bytes;
  }

  /** What is kept of a content of a job: all of it, its first bytes, or none. */
  async kept(key: JobKey, part: ContentPart): Promise<{ size: number; bytes: Buffer | null }> {
    const recent = this.recent.record(key)?.content(part);
    if (recent?.bytes != null) return { size: recent.size, bytes: bufferOf(recent.bytes) };
    const found = this.#isOn ? await this.#ask<'content'>({ ask: 'content', key, part }).catch(() => null) : null;
    return { size: found?.size ?? 0, bytes: found?.bytes == null ? null : bufferOf(found.bytes) };
  }

  /** What a job is that outlived its server, before and after. */
  async otherStarts(key: JobKey): Promise<OtherStarts> {
    const unknown = { before: null, after: null };
    return this.#isOn ? this.#ask<'other-starts'>({ ask: 'other-starts', key }).catch(() => unknown) : unknown;
  }

  /** Forgets all jobs that have ended. */
  async clear(): Promise<void> {
    this.recent.clear();
    if (this.#isOn) await this.#ask<'clear'>({ ask: 'clear' });
    this.#parts.onChange();
  }

  /** Writes jobs into a file. Resolves with their number, null where it was ended. Throws `file-unwritable`. */
  async exportTo(path: string, what: JobExport): Promise<number | null> {
    if (!this.#isOn)
      throw new AppError('journal-off', 'No history of jobs is kept at the moment: there is nothing to export.');
    try {
      return await this.#ask<'export'>({ ask: 'export', path, export: what, now: now() });
    } finally {
      this.#exporting = null;
      this.#parts.onChange();
    }
  }

  stopExport(): void {
    this.#order({ do: 'stop-export' });
  }

  /** A search looks no further. */
  stopSearch(search: string): void {
    this.#order({ do: 'stop-search', search });
    this.#parts.onChange();
  }

  async changeSettings(settings: JournalSettings): Promise<void> {
    this.#feed.flush();
    const { journalJobs, journalSize } = this.#settings;
    this.#settings = settings;
    this.#feed.isOn = this.#isOn;
    this.#feed.contentLimit = this.#limits.content;
    if (!settings.journal) {
      await this.#stop();
      this.#isFailed = false;
      this.#problem = null;
    } else if (settings.journalJobs !== journalJobs || settings.journalSize !== journalSize)
      this.#order({ do: 'limits', limits: this.#limits });
    this.#parts.onChange();
  }

  /** How much was heard and is not written yet, in blocks of some hundred KiB. */
  get behind(): number {
    return this.#feed.underWay;
  }

  get state(): JournalState {
    const { jobs, bytes, forgotten, read } = this.#state;
    return {
      state: !this.#settings.journal ? 'off' : this.#isFailed ? 'failed' : 'on',
      problem: this.#problem,
      setAside: this.#setAside,
      jobs,
      bytes,
      limits: this.#limits,
      skipped: this.#feed.skipped,
      forgotten,
      read,
      exporting: this.#exporting,
    };
  }

  /** Resolves when all that was heard is in the file. */
  async close(): Promise<void> {
    this.#feed.flush();
    this.#settings = { ...this.#settings, journal: false };
    await this.#stop();
  }

  get #isOn(): boolean {
    return this.#settings.journal && !this.#isFailed;
  }

  get #limits(): JournalState['limits'] {
    const { journalJobs, journalSize } = this.#settings;
    const size = this.#parts.path === undefined ? Math.min(journalSize, IN_MEMORY) : journalSize;
    return { jobs: journalJobs, bytes: size * MB, content: contentLimit(size * MB) };
  }

  #recentWindow(query: JobQuery): JobWindow {
    return { ...this.recent.window(query, now()), journal: { ...this.state, forgotten: this.recent.forgotten } };
  }

  /** Tells the file of the jobs that are remembered, some at a time. What happens to those goes on from there; new ones come last. */
  async #catchUp(): Promise<void> {
    const thread = this.#thread;
    this.#feed.catchesUp = true;
    this.#feed.isOn = this.#isOn;
    for (let from: number | null = 0; from !== null; ) {
      const { jobs, next } = this.recent.remembered(from, this.#limits.content);
      this.#order({ do: 'recall', jobs });
      this.#feed.tellOf(jobs.flatMap(({ number, job }) => (job.endedAt === null ? number : [])));
      from = next;
      if (from !== null) await nextRound();
      if (thread !== this.#thread) return;
    }
    this.#feed.catchesUp = false;
  }

  async #kept(key: JobKey): Promise<JobDetail | null> {
    if (!this.#isOn) return null;
    return this.#ask<'get'>({ ask: 'get', key }).catch(() => null);
  }

  #ask<A extends Question['ask']>(question: Question & { ask: A }): Promise<Answers[A]> {
    const { promise, resolve, reject } = Promise.withResolvers<Answers[A]>();
    const id = this.#questions;
    this.#questions += 1;
    this.#asked.set(id, { resolve, reject });
    this.#feed.flush(); // what is known here is to be in the answer
    this.#send({ do: 'question', id, question });
    return promise;
  }

  /** Tells the thread, which is started if it does not run. */
  #send(order: JournalOrder, memory: ArrayBuffer[] = []): void {
    if (!this.#isOn) return;
    this.#thread ??= this.#start();
    this.#thread.postMessage(order, memory);
  }

  /** Tells the thread, if it runs. */
  #order(order: JournalOrder): void {
    this.#thread?.postMessage(order);
  }

  #start(): Worker {
    const file: JournalFile = { path: this.#parts.path, limits: this.#limits };
    const thread = startThread('journal-thread', import.meta.url, file);
    thread.unref(); // what it is asked is waited for by whoever asks
    const mine = (work: () => void) => {
      if (thread === this.#thread) work();
    };
    thread.on('message', (news: JournalNews) => mine(() => this.#hear(news)));
    thread.on('error', (error) => mine(() => this.#lost(failureOf(error))));
    thread.on('exit', () => mine(() => this.#lost(failureOf(new Error('The thread of the history has ended.')))));
    return thread;
  }

  async #stop(): Promise<void> {
    clearTimeout(this.#retry);
    const thread = this.#thread;
    if (thread === undefined) return;
    const ended = new Promise<void>((resolve) => {
      thread.once('exit', () => resolve());
    });
    thread.ref();
    this.#order({ do: 'close' });
    await ended;
  }

  #hear(news: JournalNews): void {
    switch (news.news) {
      case 'opened':
        if (this.#isFailed) this.#goOn();
        if (news.problem !== null) this.#wasSetAside(news.problem, news.setAside);
        break;
      case 'written':
        this.#feed.taken(news.blocks);
        break;
      case 'changed':
        this.#state = news.state;
        this.#parts.onChange();
        break;
      case 'answer':
        this.#take(news.id)?.resolve(news.answer as never);
        break;
      case 'refused': {
        const { code, message, details } = news.failure;
        this.#take(news.id)?.reject(new AppError(code, message, details));
        break;
      }
      case 'exported':
        this.#exporting = { jobs: news.jobs, total: news.total };
        this.#parts.onChange();
        break;
      case 'failed':
        if (news.setAside === null) return this.#lost(news.failure);
        this.#lost(null);
        this.#wasSetAside(news.failure, news.setAside);
        this.#isFailed = true; // until the new file is open and knows of this session's jobs
        this.#feed.isOn = false;
        this.#again();
        break;
      case 'closed':
        this.#lost(null);
    }
  }

  #take(id: number): Asked | undefined {
    const asked = this.#asked.get(id);
    this.#asked.delete(id);
    return asked;
  }

  /** The file was broken: a new one is begun. */
  #wasSetAside(problem: Failure, setAside: string | null): void {
    this.#problem = problem;
    this.#setAside = setAside;
    this.#parts.log.warn(told`${problem} It was set aside as ${setAside ?? ''}.`);
    this.#parts.onChange();
  }

  /** Opens the file again, if it can be. Until then all is as it was. */
  readonly #again = (): void => {
    if (this.#settings.journal) this.#thread ??= this.#start();
  };

  /** The file is open again. What happened meanwhile is told as far as it is remembered. */
  #goOn(): void {
    this.#isFailed = false;
    if (this.#setAside === null) this.#problem = null;
    if (this.#said !== '') this.#parts.log.warn(told`What happens to jobs is kept again.`);
    this.#said = '';
    void this.#catchUp();
    this.#parts.onChange();
  }

  /** The thread has ended. */
  #lost(failure: Failure | null): void {
    this.#thread = undefined;
    this.#feed.stop();
    this.#state = EMPTY;
    this.#exporting = null;
    if (failure !== null || this.#isFailed) this.#problem = failure;
    this.#isFailed = failure !== null;
    this.#feed.isOn = this.#isOn;
    for (const { reject } of this.#asked.values())
      reject(new AppError('journal-off', 'The history of jobs was closed.'));
    this.#asked.clear();
    if (failure !== null) {
      if (failure.message !== this.#said) this.#parts.log.error(told`What happens to jobs is not kept. ${failure}`);
      this.#said = failure.message;
      this.#retry = setTimeout(this.#again, this.#parts.retryAfter ?? RETRY).unref();
    }
    this.#parts.onChange();
  }
}

const bufferOf = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);

import type { Worker } from 'node:worker_threads';
import { startThread } from './thread.ts';

/** Why a thread that was asked did not answer. */
export class ThreadEnded extends Error {
  readonly why: 'late' | 'memory' | 'closed' | 'fault';

  constructor(why: ThreadEnded['why'], cause?: unknown) {
    super(`the thread ended: ${why}`, { cause });
    this.why = why;
  }
}

/** What the other side says. */
export type Said<A> = { ready: true } | { answer: A } | { fault: string };

interface Question<Q, A> {
  readonly question: Q;
  readonly patience: number;
  readonly transfer: readonly ArrayBuffer[];
  readonly resolve: (answer: A) => void;
  readonly reject: (error: unknown) => void;
}

/** Memory that a thread may have beside buffers, MB. */
const MEMORY = 256;

/** How long a thread may take to start, ms: that is no fault of the question. */
const START = 30_000;

/**
 * A thread that answers one question after the other. It is started by the first one; one that takes too long or too much
 * memory is ended, and the next question starts another.
 */
export class AnsweringThread<Q, A> {
  readonly #name: string;
  readonly #from: string;
  readonly #memory: number;
  readonly #waiting: Question<Q, A>[] = [];
  #asked: Question<Q, A> | undefined;
  #worker: Worker | undefined;
  #ready = false;
  #timer: NodeJS.Timeout | undefined;

  /** `name` and `from` as `startThread` has them; memory beside buffers, MB. */
  constructor(name: string, from: string, memory = MEMORY) {
    this.#name = name;
    this.#from = from;
    this.#memory = memory;
  }

  /** Asks with so many ms of patience, giving it the buffers. Rejects with a ThreadEnded. */
  ask(question: Q, patience: number, transfer: readonly ArrayBuffer[] = []): Promise<A> {
    const { promise, resolve, reject } = Promise.withResolvers<A>();
    this.#waiting.push({ question, patience, transfer, resolve, reject });
    this.#next();
    return promise;
  }

  close(): void {
    for (const { reject } of this.#waiting.splice(0)) reject(new ThreadEnded('closed'));
    this.#end('closed');
  }

  #next(): void {
    if (this.#asked !== undefined) return;
    const asked = this.#waiting.shift();
    if (asked === undefined) return;
    this.#asked = asked;
    if (this.#worker === undefined) this.#start();
    if (this.#ready) this.#say(asked);
  }

  #say({ question, patience, transfer }: Question<Q, A>): void {
    this.#timer = setTimeout(() => this.#end('late'), patience);
    this.#worker?.postMessage(question, transfer);
  }

  #start(): void {
    const worker = startThread(this.#name, this.#from, undefined, { maxOldGenerationSizeMb: this.#memory });
    this.#worker = worker;
    this.#ready = false;
    this.#timer = setTimeout(() => this.#end('late'), START);
    // It keeps no program from ending that wants nothing of it.
    worker.unref();
    worker.on('message', (said: Said<A>) => {
      if (worker === this.#worker) this.#hear(said);
    });
    worker.on('error', (error: Error & { code?: string }) => {
      if (worker === this.#worker) this.#end(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'memory' : 'fault', error);
    });
    worker.on('exit', () => {
      if (worker === this.#worker) this.#end('fault');
    });
  }

  #hear(said: Said<A>): void {
    if ('ready' in said) {
      clearTimeout(this.#timer);
      this.#ready = true;
      if (this.#asked !== undefined) this.#say(this.#asked);
      return;
    }
    if ('answer' in said) this.#take()?.resolve(said.answer);
    else this.#take()?.reject(new ThreadEnded('fault', said.fault));
    this.#next();
  }

  #take(): Question<Q, A> | undefined {
    clearTimeout(this.#timer);
    const asked = this.#asked;
    this.#asked = undefined;
    return asked;
  }

  #end(why: ThreadEnded['why'], cause?: unknown): void {
    void this.#worker?.terminate();
    this.#worker = undefined;
    this.#take()?.reject(new ThreadEnded(why, cause));
    this.#next();
  }
}

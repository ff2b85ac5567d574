import type { Worker } from 'node:worker_threads';
import { AppError } from '../contract/errors.ts';
import { startThread } from '../util/thread.ts';
import { endGroup } from './group.ts';
import { RunRecord } from './run-record.ts';
import type { Runner, RunnerParts, RunOptions, RunResult } from './runner.ts';
import { apart, type News, type Order } from './runner-messages.ts';

/**
 * Runs its commands from a thread of their own, which all of them share: what a command costs beside its job, its workload
 * file, its shell and its pipes, is not the time of the thread that has the sockets. POSIX only. runner-thread.ts is the other side.
 */
export class ThreadedRunner implements Runner {
  readonly #parts: RunnerParts;
  #number: number | undefined;
  #group: number | null = null;
  #running: { options: RunOptions; output: Uint8Array[]; settle: PromiseWithResolvers<RunResult> } | undefined;
  #prepared: PromiseWithResolvers<void> | undefined;
  #closed: PromiseWithResolvers<void> | undefined;

  constructor(parts: RunnerParts) {
    this.#parts = parts;
  }

  get pid(): number | null {
    return this.#running === undefined ? null : this.#group;
  }

  async prepare(): Promise<void> {
    if (this.#closed !== undefined) return;
    this.#prepared ??= Promise.withResolvers();
    this.#order({ do: 'prepare' });
    await this.#prepared.promise;
  }

  async run(options: RunOptions): Promise<RunResult> {
    const { workload, variables = {}, outputLimit, timeLimit, signal } = options;
    if (this.#closed !== undefined) throw new Error('The runner is closed.');
    if (signal.aborted) return new RunRecord(options, () => {}).result({ exitCode: null, signal: 'SIGTERM' });
    const settle = Promise.withResolvers<RunResult>();
    const end = () => this.#order({ do: 'end', force: signal.reason === 'force' });
    this.#running = { options, output: [], settle };
    try {
      this.#order({ do: 'run', run: { workload: apart(workload), variables, outputLimit, timeLimit } });
      signal.addEventListener('abort', end, { once: true });
      return await settle.promise;
    } finally {
      signal.removeEventListener('abort', end);
      this.#running = undefined;
    }
  }

  async close(): Promise<void> {
    const isFirst = this.#closed === undefined;
    this.#closed ??= Promise.withResolvers();
    if (this.#number === undefined) this.#closed.resolve();
    else if (isFirst) this.#order({ do: 'close' });
    await this.#closed.promise;
  }

  /** What the thread tells of it. */
  hear(news: News): void {
    switch (news.news) {
      case 'output':
        if (this.#running?.options.outputElsewhere !== true) this.#running?.output.push(news.bytes);
        return this.#running?.options.onOutput?.(bufferOf(news.bytes));
      case 'errors':
        return this.#running?.options.onErrors?.(bufferOf(news.bytes));
      case 'ran': {
        const { output = [], settle } = this.#running ?? {};
        const errors = bufferOf(news.result.errors);
        return settle?.resolve({ ...news.result, errors, output: Buffer.concat(output) });
      }
      case 'failed': {
        const { code, message, details } = news.failure;
        return this.#running?.settle.reject(news.expected ? new AppError(code, message, details) : new Error(message));
      }
      case 'prepared':
        return this.#prepared?.resolve();
      case 'closed':
        return this.#leave();
      case 'group':
        this.#group = news.group;
        return this.#parts.guard?.add(news.group, news.folder);
      case 'group-ended':
        return this.#parts.guard?.remove(news.group);
    }
  }

  /** The thread is gone, and all that it had to tell. What it has started would go on with nobody to hear it. */
  lost(why: unknown): void {
    const group = this.#group;
    if (group !== null) void endGroup(group).then(() => this.#parts.guard?.remove(group));
    this.#group = null;
    this.#running?.settle.reject(
      new AppError('command-lost', 'What runs commands stopped unexpectedly, and this one was ended with it.'),
    );
    this.#prepared?.resolve();
    this.#prepared = undefined;
    this.#leave();
    this.#parts.onLost?.(why);
  }

  #leave(): void {
    if (this.#number !== undefined) thread.remove(this.#number);
    this.#number = undefined;
    this.#closed?.resolve();
  }

  #order(order: OrderOf): void {
    if (this.#number === undefined) {
      const { command, folder, environment, prestart = false } = this.#parts;
      this.#number = thread.add(this);
      thread.tell({ runner: this.#number, do: 'open', parts: { command, folder, environment, prestart } });
    }
    thread.tell({ runner: this.#number, ...order });
  }
}

/** An order but for the runner's number. */
type OrderOf = Order extends infer Each ? (Each extends Order ? Omit<Each, 'runner'> : never) : never;

const bufferOf = ({ buffer, byteOffset, length }: Uint8Array): Buffer => Buffer.from(buffer, byteOffset, length);

/** The one thread of all runners, from the first on. It is no reason for the process to go on when none is open. */
class RunnerThread {
  readonly #runners = new Map<number, ThreadedRunner>();
  #last = 0;
  #worker: Worker | undefined;

  add(runner: ThreadedRunner): number {
    this.#last += 1;
    this.#runners.set(this.#last, runner);
    this.#worker ??= this.#start();
    this.#worker.ref();
    return this.#last;
  }

  remove(number: number): void {
    this.#runners.delete(number);
    if (this.#runners.size === 0) this.#worker?.unref();
  }

  tell(order: Order): void {
    this.#worker?.postMessage(order);
  }

  #start(): Worker {
    const worker = startThread('runner-thread', import.meta.url);
    worker.on('message', (all: News[]) => {
      for (const news of all) this.#runners.get(news.runner)?.hear(news);
    });
    const lost = (why: unknown) => {
      if (this.#worker !== worker) return;
      this.#worker = undefined;
      for (const runner of [...this.#runners.values()]) runner.lost(why);
    };
    worker.on('error', lost);
    worker.on('exit', (code) => lost(new Error(`The thread of the commands has ended with ${code}.`)));
    return worker;
  }
}

const thread = new RunnerThread();

import { parentPort } from 'node:worker_threads';
import { AppError, failureOf } from '../contract/errors.ts';
import { HelperRunner } from './helper-runner.ts';
import { apart, type News, type Order, type Run } from './runner-messages.ts';

/*
 * The program of the thread that starts commands and reads what they write; threaded-runner.ts is its other side. What happens
 * in one turn of its event loop is told in one message: of a short run that is all there is to tell.
 */

const port = parentPort;
if (port === null) throw new Error('runner-thread.ts is the program of a thread.');

let told: News[] = [];

function tell(news: News): void {
  if (told.length === 0)
    setImmediate(() => {
      const all = told;
      told = [];
      port?.postMessage(all);
    });
  told.push(news);
}

/** A runner, and how its run is ended. */
class Hosted {
  readonly #number: number;
  readonly #runner: HelperRunner;
  #end = new AbortController();

  constructor(number: number, parts: ConstructorParameters<typeof HelperRunner>[0]) {
    this.#number = number;
    const guard = {
      add: (group: number, folder?: string) => tell({ news: 'group', runner: number, group, folder }),
      remove: (group: number) => tell({ news: 'group-ended', runner: number, group }),
    };
    this.#runner = new HelperRunner({ ...parts, guard });
  }

  async run({ workload, variables, outputLimit, timeLimit }: Run): Promise<void> {
    const runner = this.#number;
    this.#end = new AbortController();
    try {
      const {
        output: _elsewhere,
        errors,
        ...rest
      } = await this.#runner.run({
        workload: Buffer.from(workload.buffer, workload.byteOffset, workload.length),
        variables,
        signal: this.#end.signal,
        ...(outputLimit !== undefined && { outputLimit }),
        timeLimit,
        outputElsewhere: true,
        onOutput: (bytes) => tell({ news: 'output', runner, bytes: apart(bytes) }),
        onErrors: (bytes) => tell({ news: 'errors', runner, bytes: apart(bytes) }),
      });
      tell({ news: 'ran', runner, result: { ...rest, errors: Buffer.from(apart(errors).buffer) } });
    } catch (error) {
      tell({ news: 'failed', runner, failure: failureOf(error), expected: error instanceof AppError });
    }
  }

  end(force: boolean): void {
    this.#end.abort(force ? 'force' : 'ask');
  }

  async prepare(): Promise<void> {
    await this.#runner.prepare();
    tell({ news: 'prepared', runner: this.#number });
  }

  async close(): Promise<void> {
    await this.#runner.close();
    tell({ news: 'closed', runner: this.#number });
  }
}

const runners = new Map<number, Hosted>();

port.on('message', (order: Order) => {
  if (order.do === 'open') {
    runners.set(order.runner, new Hosted(order.runner, order.parts));
    return;
  }
  const runner = runners.get(order.runner);
  if (runner === undefined) return;
  switch (order.do) {
    case 'prepare':
      return void runner.prepare();
    case 'run':
      return void runner.run(order.run);
    case 'end':
      return runner.end(order.force);
    case 'close':
      runners.delete(order.runner);
      return void runner.close();
  }
});

import { setImmediate as nextRound } from 'node:timers/promises';
import { listenFailure } from '../client/listen-failure.ts';
import { startProbe } from '../client/probe.ts';
import { AppError, failureOf } from '../contract/errors.ts';
import type { JobEvent } from '../contract/job-event.ts';
import type { ChosenLimits } from '../contract/limits.ts';
import type { ServerFailure, ServerStatus } from '../contract/server.ts';
import { addressOf, type Target } from '../net/dial.ts';
import { type Entrance, LOOPBACK, openEntrance } from '../net/entrance.ts';
import type { Origins } from '../net/origins.ts';
import { dialable, isLoopback } from '../net/ports.ts';
import type { Recorder } from '../net/recorder.ts';
import { type Credentials, ownTls } from '../net/tls.ts';
import { now } from '../util/clock.ts';
import { inTurn } from '../util/in-turn.ts';
import { type Log, told } from '../util/log.ts';
import { Alarm } from './alarm.ts';
import { Broker } from './broker.ts';
import { Keeper } from './keeper.ts';
import { limitsFrom } from './limits.ts';
import { createListener, type Listener } from './listener.ts';
import { type QueueFile, QueueStore } from './queue-store.ts';
import { rulesFrom, type ServerRules } from './rules.ts';

export interface HostParts {
  id: string;
  origins: Origins;
  log: Log;
  /** Called at each start with its run; what happens in that run goes to what it returns. */
  record: (run: number) => {
    recorder?: Recorder;
    onJob?: (event: JobEvent, at: number) => void;
    onWorkers: () => void;
  };
  onChange: () => void;
  /** The run has ended, and with it all that was not finished. */
  onStopped: (run: number) => void;
  /** Asked at each start; gearmand's where nothing else is asked for. */
  rules?: () => Partial<ServerRules>;
  /** What the server shows to clients that then speak TLS with it, all of them. */
  tls?: Credentials;
  /** Asked at each start: the limits that are not the usual ones. */
  limits?: () => ChosenLimits;
  /** Ports that are open already, for the first start. */
  entrance?: Entrance | undefined;
  /** Called at each start when the ports are open, before any file is and anybody is let in. What it throws ends the start. */
  onListening?: () => void;
  /** Where background jobs are kept, asked at each start; undefined where they live in memory only. */
  queue?: () => QueueFile | undefined;
}

/** Jobs that are ended in one go, before others have their turn. */
const AT_ONCE = 1000;

/** An embedded job server: starts and stops it, and tells how it is. One of them may run at a time per `id`. */
export class ServerHost {
  readonly #parts: HostParts;
  #hosts: readonly string[];
  #status: ServerStatus;
  #listener: Listener | undefined;
  #broker: Broker | undefined;
  #alarm: Alarm | undefined;
  #endProbe: (() => void) | undefined;
  #entrance: Entrance | undefined;
  readonly #inTurn = inTurn();

  /** Throws an AppError where the rules or limits cannot be. */
  constructor(parts: HostParts, { hosts = LOOPBACK, port }: { hosts?: readonly string[]; port: number }) {
    this.#parts = parts;
    limitsFrom(parts.limits?.());
    rulesFrom(parts.rules?.());
    this.#hosts = hosts;
    this.#entrance = parts.entrance;
    this.#status = {
      id: parts.id,
      run: 0,
      mode: 'embedded',
      state: 'stopped',
      addresses: [],
      port,
      echo: null,
      failure: null,
      exposed: !hosts.every(isLoopback),
      queue: null,
    };
  }

  get status(): ServerStatus {
    return { ...this.#status };
  }

  get broker(): Broker | undefined {
    return this.#broker;
  }

  get connections(): number {
    return this.#listener?.connections ?? 0;
  }

  /** Where our own clients and workers find it; undefined while it does not run. */
  get target(): (Target & { run: number }) | undefined {
    if (this.#listener === undefined || this.#status.addresses.length === 0) return undefined;
    const { tls } = this.#parts;
    return {
      host: dialable(this.#hosts[0] as string),
      port: this.#status.port,
      run: this.#status.run,
      ...(tls && { tls: ownTls(tls) }),
    };
  }

  /**
   * Cancels jobs of the present run: a queued one is skipped by the worker that comes to it, the worker of a running one is not
   * told and goes on. Throws `server-not-running`.
   */
  async cancel(handles: readonly string[]): Promise<{ queued: number; running: number }> {
    const cancelled = { queued: 0, running: 0 };
    for (let from = 0; from < handles.length; from += AT_ONCE) {
      for (const how of this.#act((broker) => handles.slice(from, from + AT_ONCE).map((each) => broker.cancel(each))))
        if (how !== undefined) cancelled[how] += 1;
      await nextRound();
    }
    return cancelled;
  }

  /** How many jobs of a function wait and run; cancelled ones wait until a worker comes to them. Throws `server-not-running`. */
  count(name: string): { queued: number; running: number } {
    return this.#act(({ registry }) => {
      const { total = 0, running = 0 } = registry.functions.get(name) ?? {};
      return { queued: total - running, running };
    });
  }

  /** Ends all jobs that wait for a function, but for those that come meanwhile. Throws `server-not-running`. */
  async purge(name: string): Promise<number> {
    let left = this.#act(({ registry }) => registry.functions.get(name)?.total ?? 0);
    let ended = 0;
    while (left > 0) {
      const most = Math.min(left, AT_ONCE);
      const some = this.#act((broker) => broker.purge(name, most));
      if (some === null) break;
      left -= most;
      ended += some;
      await nextRound();
    }
    return ended;
  }

  #act<T>(act: (broker: Broker) => T): T {
    if (this.#listener === undefined)
      throw new AppError('server-not-running', 'The job server does not run. Start it first.');
    return this.#listener.act(act);
  }

  /** Starts, if it does not run. A failure is not thrown: it stands in the status, with who is in the way. */
  start(port = this.#status.port): Promise<ServerStatus> {
    return this.#inTurn(() => this.#start(port));
  }

  stop(): Promise<ServerStatus> {
    return this.#inTurn(() => this.#stop());
  }

  /** Stops listening. Resolves when the last connection has ended by itself. */
  async drain(): Promise<void> {
    this.#endProbe?.();
    this.#endProbe = undefined;
    await this.#listener?.drain();
  }

  async #start(port: number): Promise<ServerStatus> {
    if (this.#status.state === 'running' || this.#status.state === 'starting') return this.status;
    const run = Math.max(Date.now(), this.#status.run + 1);
    this.#become({ state: 'starting', port, run, failure: null, echo: null, addresses: [], queue: null });
    const failure = await this.#listen(port, run);
    if (failure !== undefined) this.#become({ state: 'failed', failure });
    return this.status;
  }

  async #stop(): Promise<ServerStatus> {
    const { run } = this.#status;
    await this.#entrance?.close();
    this.#entrance = undefined;
    this.#endProbe?.();
    this.#endProbe = undefined;
    this.#alarm?.stop();
    this.#alarm = undefined;
    const listener = this.#listener;
    this.#listener = undefined;
    this.#broker = undefined;
    if (listener !== undefined) {
      await listener.close();
      this.#parts.onStopped(run);
    }
    this.#become({ state: 'stopped', addresses: [], echo: null, failure: null, queue: null });
    return this.status;
  }

  async #listen(port: number, run: number): Promise<ServerFailure | undefined> {
    const { log, origins } = this.#parts;
    let entrance: Entrance;
    try {
      entrance = this.#entrance ?? (await openEntrance(this.#hosts, port, this.#parts));
      this.#entrance = undefined;
    } catch (error) {
      return listenFailure(error as NodeJS.ErrnoException, this.#hosts, port);
    }
    try {
      this.#parts.onListening?.();
    } catch (error) {
      await entrance.close();
      this.#become({ state: 'stopped' });
      throw error;
    }
    const { recorder, onJob, onWorkers } = this.#parts.record(run);
    const limits = limitsFrom(this.#parts.limits?.());
    const onSooner = () => this.#alarm?.set();
    let store: QueueStore | undefined;
    let broker: Broker;
    try {
      const queue = this.#parts.queue?.();
      store = queue && new QueueStore(queue);
      const keeper = store && new Keeper(store, (problem) => this.#kept(problem));
      const rules = rulesFrom(this.#parts.rules?.());
      broker = new Broker({ rules, limits, onJob, onWorkers, onSooner, keeper });
      if (store !== undefined) await this.#restore(store, broker);
    } catch (error) {
      store?.close();
      await entrance.close();
      this.#parts.onStopped(run);
      this.#become({ queue: null });
      return queueFailure(error, port);
    }
    const listener = createListener({
      broker,
      recorder,
      log,
      originOf: (host, from) => origins.of(host, from),
      limits,
      entrance,
    });
    this.#listener = listener;
    this.#broker = broker;
    this.#alarm = new Alarm(broker, listener.expire);
    this.#alarm.set(); // for what was found
    this.#become({ addresses: entrance.hosts.map((host) => addressOf({ host, port })) });
    listener.admit();
    this.#endProbe = startProbe({
      target: this.target as Target,
      origins,
      onEcho: (milliseconds) => {
        // Green means that an echo came back; a miss turns the light off but leaves the server what it is.
        this.#become({
          state: milliseconds === null ? this.#status.state : 'running',
          echo: milliseconds === null ? null : { milliseconds, at: Date.now() },
        });
      },
    });
    return undefined;
  }

  /** Queues what the file has, some jobs in each round of the event loop. */
  async #restore(store: QueueStore, broker: Broker): Promise<void> {
    this.#become({ queue: { path: store.path, problem: null } });
    let jobs = 0;
    for (const found of store.load()) {
      broker.at = now();
      broker.restore(found);
      jobs += found.length;
      await nextRound();
    }
    this.#parts.log.info(told`${jobs} background jobs were found in ${store.path}.`);
  }

  /** Tells when background jobs cannot be kept, and when they can again. */
  #kept(problem: AppError | undefined): void {
    const { queue } = this.#status;
    if (queue === null || queue.problem?.code === problem?.code) return;
    const { log } = this.#parts;
    if (problem === undefined) log.warn(told`The queue file ${queue.path} keeps background jobs again.`);
    else log.error(told`Background jobs are refused, because they cannot be kept. ${problem}`);
    this.#become({ queue: { ...queue, problem: problem === undefined ? null : failureOf(problem) } });
  }

  #become(change: Partial<ServerStatus>): void {
    this.#status = { ...this.#status, ...change };
    this.#parts.onChange();
  }
}

/** Throws what is no failure of the queue file. */
function queueFailure(error: unknown, port: number): ServerFailure {
  if (!(error instanceof AppError)) throw error;
  const { code, message, details } = error;
  return { code: 'queue-unusable', message, queue: { code, message, details }, port, owner: null, freePort: null };
}

import type { Socket } from 'node:net';
import { listenFailure } from '../client/listen-failure.ts';
import { EVERY, PATIENCE, startProbe } from '../client/probe.ts';
import { AppError, failureOf } from '../contract/errors.ts';
import type { JobEvent } from '../contract/job-event.ts';
import { LIMITS } from '../contract/limits.ts';
import { because } from '../contract/reasons.ts';
import type { ServerInfo } from '../contract/servers.ts';
import { addressOf, connectionLost, dial, type Target, unanswered } from '../net/dial.ts';
import { type Entrance, LOOPBACK, openEntrance } from '../net/entrance.ts';
import { type Origins, otherEnd } from '../net/origins.ts';
import { dialable, isLoopback } from '../net/ports.ts';
import { DEAF, type Recorder } from '../net/recorder.ts';
import { type Credentials, ownTls } from '../net/tls.ts';
import { inTurn } from '../util/in-turn.ts';
import { type Log, told } from '../util/log.ts';
import { backlog } from './backlog.ts';
import { ObservedJobs } from './observed-jobs.ts';
import { Pair, reset } from './pair.ts';
import type { Watch } from './sight.ts';

export interface ProxyParts {
  id: string;
  origins: Origins;
  log: Log;
  /** Called at each run, which is a start or a server that is there anew; what happens in it goes to what it returns. */
  record: (run: number) => {
    recorder?: Recorder;
    onJob?: (event: JobEvent, at: number) => void;
  };
  onChange: () => void;
  /** The run has ended, and nothing more is heard of what was not finished. */
  onStopped: (run: number) => void;
  /** What the proxy shows to clients that then speak TLS with it, all of them. */
  tls?: Credentials;
}

export interface ProxyOptions {
  /** Where it listens; on loopback, if nothing else is said. */
  hosts?: readonly string[];
  port: number;
  /** The server behind it. */
  to: Target;
  /** Refuses submissions and lines that change the server. */
  readOnly?: boolean;
}

/** How the proxy is, for a list of servers. */
export type ProxyStatus = Pick<
  ServerInfo,
  'id' | 'run' | 'state' | 'address' | 'echo' | 'failure' | 'retryAt' | 'loopback'
> & {
  /** Addresses that accept connections, as `127.0.0.1:4730`. */
  addresses: string[];
  port: number;
  /** Where the server behind it is. */
  upstream: string;
  readOnly: boolean;
};

/** A run: what its connections are shown to, and how many of them there are. */
interface Run extends Watch {
  readonly number: number;
  pairs: number;
  /** There has been one, so that jobs may have been seen. */
  used: boolean;
  over: boolean;
}

/** How often the log tells of connections that were turned away, ms. */
const TELL_EVERY = 60_000;

/**
 * Stands before a job server and passes on all that comes, one connection there for each here, and shows it to the capture as
 * if it were the server: what clients send is `in`, what they are told is `out`. Tells how the way through it is, from a real echo.
 */
export class ProxyHost {
  readonly #parts: ProxyParts;
  readonly #hosts: readonly string[];
  readonly #to: Target;
  readonly #readOnly: boolean;
  #status: ProxyStatus;
  #entrance: Entrance | undefined;
  #endProbe: (() => void) | undefined;
  #run: Run | undefined;
  #dialling: AbortController | undefined;
  readonly #pairs = new Set<Pair>();
  /** Connections whose way to the server is being opened. */
  #coming = 0;
  #onEmpty = (): void => {};
  #lastId = 0;
  /** The probe's last connection ended by the server. */
  #probeLost = false;
  /** Why there was no way to the server, since the probe missed an echo. */
  #noWay: NonNullable<ProxyStatus['failure']> | undefined;
  #toldAt = Number.NEGATIVE_INFINITY;
  readonly #inTurn = inTurn();

  constructor(parts: ProxyParts, { hosts = LOOPBACK, port, to, readOnly = false }: ProxyOptions) {
    this.#parts = parts;
    this.#hosts = hosts;
    this.#to = to;
    this.#readOnly = readOnly;
    this.#status = {
      id: parts.id,
      run: 0,
      state: 'stopped',
      address: this.#addressAt(port),
      addresses: [],
      port,
      upstream: addressOf(to),
      echo: null,
      failure: null,
      retryAt: null,
      loopback: hosts.every(isLoopback),
      readOnly,
    };
  }

  get status(): ProxyStatus {
    return { ...this.#status };
  }

  /** Connections through it, the probe's included. */
  get connections(): number {
    return this.#pairs.size;
  }

  /** Where our own clients and workers find it; undefined while it does not run. */
  get target(): (Target & { run: number }) | undefined {
    const { port, run, addresses } = this.#status;
    if (addresses.length === 0) return undefined;
    const { tls } = this.#parts;
    return { host: dialable(this.#hosts[0] as string), port, run, ...(tls && { tls: ownTls(tls) }) };
  }

  /** Starts, if it does not run. A failure is not thrown: it stands in the status. */
  start(port = this.#status.port): Promise<ProxyStatus> {
    return this.#inTurn(() => this.#start(port));
  }

  stop(): Promise<ProxyStatus> {
    return this.#inTurn(() => this.#stop());
  }

  /** Stops listening. Resolves when the last connection has ended by itself. */
  async drain(): Promise<void> {
    this.#endProbe?.();
    this.#endProbe = undefined;
    await this.#entrance?.close();
  }

  async #start(port: number): Promise<ProxyStatus> {
    if (this.#entrance !== undefined) return this.status;
    this.#become({ state: 'starting', port, address: this.#addressAt(port), failure: null, retryAt: null, echo: null });
    let entrance: Entrance;
    try {
      entrance = await openEntrance(this.#hosts, port, this.#parts);
    } catch (error) {
      const failure = await listenFailure(error as NodeJS.ErrnoException, this.#hosts, port);
      this.#become({ state: 'failed', failure });
      return this.status;
    }
    this.#entrance = entrance;
    this.#dialling = new AbortController();
    this.#begin();
    this.#become({ addresses: entrance.hosts.map((host) => addressOf({ host, port })) });
    entrance.admit((socket) => void this.#accept(socket));
    this.#endProbe = startProbe({
      target: this.target as Target,
      origins: this.#parts.origins,
      onEcho: (milliseconds) => (milliseconds === null ? this.#missed() : this.#echoed(milliseconds)),
    });
    return this.status;
  }

  async #stop(): Promise<ProxyStatus> {
    this.#endProbe?.();
    this.#endProbe = undefined;
    this.#dialling?.abort();
    const closing = this.#entrance?.close();
    this.#entrance = undefined;
    for (const pair of this.#pairs) pair.destroy();
    await Promise.all([closing, this.#emptied()]);
    this.#endRun();
    await new Promise<void>((resolve) => backlog.after(resolve));
    this.#become({ state: 'stopped', addresses: [], echo: null, failure: null, retryAt: null });
    return this.status;
  }

  /** Opens a way to the server for who came; where there is none, they see the same as at the server. */
  async #accept(accepted: Socket): Promise<void> {
    const { log, origins } = this.#parts;
    const { signal } = this.#dialling as AbortController;
    const { host, port } = otherEnd(accepted);
    if (this.#pairs.size + this.#coming >= LIMITS.connections.default) return this.#turnAway(accepted);
    accepted.on('error', () => {}); // until there is a pair that hears of it
    const early: Buffer[] = [];
    let pair: Pair | undefined;
    let server: Socket;
    this.#coming += 1;
    try {
      const onBytes = (chunk: Buffer) => (pair === undefined ? early.push(Buffer.from(chunk)) : pair.fromServer(chunk));
      server = await dial(this.#to, { signal, onBytes, allowHalfOpen: true });
    } catch (error) {
      reset(accepted);
      if (!signal.aborted) this.#unreachable(error);
      return;
    } finally {
      this.#coming -= 1;
    }
    if (signal.aborted || accepted.destroyed) {
      accepted.destroy();
      server.destroy();
      return;
    }
    const watch = this.#run ?? this.#begin();
    watch.pairs += 1;
    watch.used = true;
    this.#lastId += 1;
    pair = new Pair({
      id: this.#lastId,
      accepted,
      server,
      early,
      address: addressOf({ host, port }),
      watch,
      log,
      originOf: () => origins.of(host, port),
      readOnly: this.#readOnly,
      onEnd: (ended) => this.#ended(ended, watch),
    });
    this.#pairs.add(pair);
  }

  #turnAway(socket: Socket): void {
    socket.destroy();
    if (Date.now() - this.#toldAt < TELL_EVERY) return;
    this.#toldAt = Date.now();
    this.#parts.log.warn(
      told`The limit of ${LIMITS.connections.default} connections is reached: more are closed at once.`,
    );
  }

  #ended(pair: Pair, run: Run): void {
    this.#pairs.delete(pair);
    run.pairs -= 1;
    if (pair.party.origin === 'probe' && pair.endedBy === 'server' && this.#endProbe !== undefined) {
      this.#probeLost = true;
      if (run === this.#run) this.#endRun();
    }
    if (run.over && run.pairs === 0) this.#stopped(run);
    if (this.#pairs.size === 0) this.#onEmpty();
  }

  #emptied(): Promise<void> {
    return new Promise((resolve) => {
      this.#onEmpty = resolve;
      if (this.#pairs.size === 0) resolve();
    });
  }

  // ---------- How it is ----------

  #echoed(milliseconds: number): void {
    this.#probeLost = false;
    this.#noWay = undefined;
    if (this.#status.state !== 'running' && this.#status.failure !== null)
      this.#parts.log.info(told`${this.#status.upstream} can be reached again.`);
    this.#become({ state: 'running', echo: { milliseconds, at: Date.now() }, failure: null, retryAt: null });
  }

  /** An echo did not come back through us: because the server cannot be reached, ended the connection, or does not answer. */
  #missed(): void {
    if (this.#entrance === undefined) return;
    const why = this.#probeLost
      ? connectionLost(this.#to, because('server-closed'))
      : unanswered(this.#to, PATIENCE / 1000);
    const failure = this.#noWay ?? failureOf(why);
    this.#probeLost = false;
    this.#noWay = undefined;
    this.#fail(failure);
  }

  #unreachable(error: unknown): void {
    if (!(error instanceof AppError)) this.#parts.log.error(told`The way to ${this.#status.upstream} broke.`, error);
    // Nobody listens there: what is there next has other jobs.
    if (error instanceof AppError && error.code === 'connection-refused' && this.#run?.used) this.#endRun();
    this.#noWay = failureOf(error);
    this.#fail(this.#noWay);
  }

  #fail(failure: NonNullable<ProxyStatus['failure']>): void {
    if (this.#status.failure?.code !== failure.code)
      this.#parts.log.warn(told`The proxy cannot reach its server. ${failure.message}`);
    this.#become({ state: 'failed', echo: null, failure, retryAt: Date.now() + EVERY });
  }

  #begin(): Run {
    const number = Math.max(Date.now(), this.#status.run + 1);
    const { recorder = DEAF, onJob = () => {} } = this.#parts.record(number);
    this.#run = { number, recorder, jobs: new ObservedJobs(onJob), pairs: 0, used: false, over: false };
    this.#lastId = 0;
    this.#become({ run: number });
    return this.#run;
  }

  /** Connections that are left go on in it until they end; the next one begins another. */
  #endRun(): void {
    const run = this.#run;
    if (run === undefined) return;
    this.#run = undefined;
    run.over = true;
    if (run.pairs === 0) this.#stopped(run);
  }

  #stopped({ number }: Run): void {
    backlog.after(() => this.#parts.onStopped(number));
  }

  #addressAt(port: number): string {
    return addressOf({ host: dialable(this.#hosts[0] as string), port });
  }

  #become(change: Partial<ProxyStatus>): void {
    this.#status = { ...this.#status, ...change };
    this.#parts.onChange();
  }
}

import { AppError } from '../contract/errors.ts';
import type { Target } from '../net/dial.ts';
import type { Registry } from '../net/origins.ts';
import { monotonic } from '../util/clock.ts';
import type { Spread } from './spread.ts';
import { type Client, type Heard, type Job, openClient } from './submit.ts';

/** How long a server that has gone is left alone before it is tried again, ms. */
const LEFT_ALONE = 10_000;

/** Which servers have gone, and until when they are left alone. */
export class Gone {
  readonly #until = new Map<string, number>();

  has(name: string): boolean {
    return (this.#until.get(name) ?? 0) > monotonic();
  }

  add(name: string): void {
    this.#until.set(name, monotonic() + LEFT_ALONE);
  }

  delete(name: string): void {
    this.#until.delete(name);
  }
}

/** A server of several: its name in the spread, and where it is. */
export interface PoolServer {
  name: string;
  /** Undefined while it is nowhere. */
  target: Target | undefined;
}

/** What is heard of a job that may go to several servers: also where it went, and where it could not be left. */
export type PoolHeard =
  | Heard
  | { kind: 'went'; server: string }
  | { kind: 'left'; server: string; error: AppError; wasSent: boolean };

export interface PoolParts {
  servers: readonly PoolServer[];
  spread: Spread;
  gone: Gone;
  origins?: Registry | undefined;
  /** Ask to be told exceptions of all jobs. */
  exceptions: boolean;
  /** Connections to each server. */
  connections?: number;
  /** Time to connect to one of them, ms. */
  timeout?: number | undefined;
}

interface Offered {
  readonly job: Job;
  readonly onHeard: (heard: PoolHeard) => void;
  /** Servers that have not been tried yet, in their order. */
  readonly left: string[];
  /** The last failure. */
  error: AppError | undefined;
}

/**
 * A client of several servers. A job that its server has not named when that goes is given to the next one. A job that has been named
 * is never sent again: it ends as `broken`, and who submitted it decides.
 */
export class Pool {
  readonly #parts: PoolParts;
  readonly #members: Map<string, Member>;
  /** Set while servers that have gone are tried again beside the jobs. */
  #again: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(parts: PoolParts) {
    this.#parts = parts;
    this.#members = new Map(parts.servers.map((server) => [server.name, new Member(server, parts)]));
  }

  /**
   * Connects to all servers at once, and from then on to those that have gone, again and again: no job waits for it. Without it a job
   * that is for a server without a connection waits for that. Throws where none of them answers.
   */
  async open(): Promise<void> {
    const members = [...this.#members.values()];
    const opened = await Promise.allSettled(members.map((member) => member.open()));
    if (this.#closed) return;
    const failed = opened.find((each) => each.status === 'rejected');
    if (!opened.some(({ status }) => status === 'fulfilled')) throw noneLeft(this.#parts.servers, failed?.reason);
    this.#again = setInterval(() => {
      for (const member of members) if (!member.isReady) member.open().catch(() => {}); // it stays gone
    }, LEFT_ALONE);
  }

  /** Whether jobs can be given to the server. */
  isReady(name: string): boolean {
    return this.#members.get(name)?.isReady ?? false;
  }

  submit(job: Job, onHeard: (heard: PoolHeard) => void): void {
    this.#offer({ job, onHeard, left: this.#parts.spread.next(job, this.#isThere), error: undefined });
  }

  close(): void {
    this.#closed = true;
    clearInterval(this.#again);
    for (const member of this.#members.values()) member.close();
  }

  readonly #isThere = (name: string): boolean =>
    this.#again === undefined ? !this.#parts.gone.has(name) : this.isReady(name);

  #offer(offered: Offered): void {
    if (this.#closed) return;
    const { servers } = this.#parts;
    const { left, onHeard } = offered;
    // Those that have gone are tried when nobody else is left.
    const name = left.find(this.#isThere) ?? left[0];
    const member = name === undefined ? undefined : this.#members.get(name);
    if (member === undefined) return onHeard({ kind: 'broken', error: noneLeft(servers, offered.error) });
    left.splice(left.indexOf(member.name), 1);
    const client = member.isReady ? member.client : undefined;
    if (client !== undefined) return this.#send(offered, member, client);
    member.open().then(
      (opened) => this.#send(offered, member, opened),
      (error: AppError) => this.#leave(offered, member, error, false),
    );
  }

  #send(offered: Offered, member: Member, client: Client): void {
    if (this.#closed) return;
    let isNamed = false;
    offered.onHeard({ kind: 'went', server: member.name });
    client.submit(offered.job, (heard) => {
      if (heard.kind === 'created') isNamed = true;
      if (heard.kind !== 'broken' || heard.error.code === 'server-refused' || isNamed) offered.onHeard(heard);
      else this.#leave(offered, member, heard.error, true);
    });
  }

  #leave(offered: Offered, { name }: Member, error: AppError, wasSent: boolean): void {
    offered.error = error;
    offered.onHeard({ kind: 'left', server: name, error, wasSent });
    this.#offer(offered);
  }
}

/** What one server has of the connections. */
class Member {
  readonly name: string;
  readonly #server: PoolServer;
  readonly #parts: PoolParts;
  #clients: Client[] = [];
  #opening: Promise<Client> | undefined;
  #turn = 0;
  #closed = false;
  /** It answered, and no connection has broken since. */
  isReady = false;

  constructor(server: PoolServer, parts: PoolParts) {
    this.name = server.name;
    this.#server = server;
    this.#parts = parts;
  }

  /** The connection whose turn it is. */
  get client(): Client | undefined {
    this.#turn += 1;
    return this.#clients[this.#turn % this.#clients.length];
  }

  /** Connects, once for all who ask meanwhile. Throws what `dial` throws. */
  open(): Promise<Client> {
    this.#opening ??= this.#connect().finally(() => {
      this.#opening = undefined;
    });
    return this.#opening;
  }

  /** A connection of its has broken: the others serve what they have, and take no more. */
  #lose(client: Client | undefined): void {
    this.#clients = this.#clients.filter((each) => each !== client);
    this.isReady = false;
    this.#parts.gone.add(this.name);
  }

  close(): void {
    this.#closed = true;
    for (const client of this.#clients) client.close();
  }

  async #connect(): Promise<Client> {
    const { connections = 1, gone, origins, exceptions, timeout } = this.#parts;
    const { target } = this.#server;
    try {
      if (target === undefined)
        throw new AppError('server-not-running', 'The job server does not run. Start it first.');
      while (this.#clients.length < connections && !this.#closed) {
        let client: Client | undefined;
        client = await openClient({
          ...{ target, origins, exceptions, timeout, isWatched: true },
          onLost: () => this.#lose(client),
        });
        if (this.#closed) client.close();
        this.#clients.push(client);
      }
      gone.delete(this.name);
      this.isReady = true;
      return this.#clients[0] as Client;
    } catch (error) {
      gone.add(this.name);
      throw error;
    }
  }
}

function noneLeft(servers: readonly PoolServer[], last: AppError | undefined): AppError {
  if (servers.length === 1 && last !== undefined) return last;
  const names = servers.map(({ name }) => name).join(', ');
  return new AppError('servers-gone', `None of the servers answers: ${names}. ${last?.message ?? ''}`.trim(), {
    servers: names,
  });
}

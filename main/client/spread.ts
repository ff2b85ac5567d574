import { createHash } from 'node:crypto';
import type { SpreadHow } from '../contract/submission.ts';
import type { Job } from './submit.ts';

/** Places that each server has on the ring: four from each of 40 digests, as libketama has it. */
const DIGESTS = 40;
const PER_DIGEST = 4;

/** What of a job says where it goes. */
export type Spreadable = Pick<Job, 'unique'> & { workload: Uint8Array };

/**
 * Which of several servers a job goes to, and which are next where that one is gone. Names are what the ring is made of: one server
 * has to have one name wherever its jobs are to meet. docs/submitting.md.
 */
export class Spread {
  readonly servers: readonly string[];
  readonly how: SpreadHow;
  readonly #ring: Ring | undefined;
  /** Of jobs that go in turn. */
  #turn = 0;

  constructor(how: SpreadHow, servers: readonly string[]) {
    this.how = how;
    this.servers = [...new Set(servers)];
    this.#ring = how === 'hash' ? new Ring(this.servers) : undefined;
  }

  /**
   * All servers in the order in which they are tried, for the next job: a turn is taken where jobs go in turn. Those that are not there
   * come last; the turns go round among the others, so that each of them gets its share of what was theirs.
   */
  next(job: Spreadable, isThere: (server: string) => boolean = everyone): string[] {
    const order = this.look(job, isThere);
    if (this.how === 'round-robin' || (this.how === 'hash' && keyOf(job) === null)) this.#turn += 1;
    return order;
  }

  /** The same, without taking the turn. */
  look(job: Spreadable, isThere: (server: string) => boolean = everyone): string[] {
    const key = this.#ring === undefined ? null : keyOf(job);
    const order = key === null ? this.servers : (this.#ring as Ring).order(key);
    const there = order.filter(isThere);
    const others = order.filter((each) => !there.includes(each));
    const isInTurn = this.how === 'round-robin' || (this.how === 'hash' && key === null);
    return [...(isInTurn ? this.#fromTurn(there) : there), ...others];
  }

  #fromTurn(servers: readonly string[]): string[] {
    const from = this.#turn % Math.max(1, servers.length);
    return [...servers.slice(from), ...servers.slice(0, from)];
  }
}

const everyone = () => true;

/**
 * What a job is hashed by: its unique ID; of `-`, which servers read as “the same workload is the same job”, the workload. A job without
 * one meets no other on any server, so it has no place of its own: null. (Perl's Gearman::Client decides alike.)
 */
function keyOf({ unique, workload }: Spreadable): Buffer | null {
  if (unique === '') return null;
  return unique === '-' ? Buffer.from(workload) : Buffer.from(unique, 'latin1');
}

/** Servers on a circle of 2^32 places, each many times: one server less moves only its own jobs. */
class Ring {
  readonly #places: readonly { at: number; server: string }[];
  readonly #count: number;

  constructor(servers: readonly string[]) {
    this.#count = servers.length;
    this.#places = servers
      .flatMap((server) =>
        Array.from({ length: DIGESTS }, (_, number) => digest(`${server}-${number}`)).flatMap((bytes) =>
          Array.from({ length: PER_DIGEST }, (_, index) => ({ at: bytes.readUInt32LE(index * 4), server })),
        ),
      )
      .sort((a, b) => a.at - b.at || (a.server < b.server ? -1 : 1));
  }

  /** From the key's place on, each server once. */
  order(key: Buffer): string[] {
    const at = digest(key).readUInt32LE(0);
    let low = 0;
    let high = this.#places.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#places[middle]?.at ?? 0) < at) low = middle + 1;
      else high = middle;
    }
    const order = new Set<string>();
    for (let step = 0; order.size < this.#count; step += 1)
      order.add(this.#places[(low + step) % this.#places.length]?.server as string);
    return [...order];
  }
}

const digest = (bytes: string | Buffer): Buffer => createHash('md5').update(bytes).digest();

import type { WatchedFunction } from './watched.ts';

/** The function of a series that stands for all that have none. One that is called so itself is among them then. */
export const OTHER = 'other';

/**
 * Which functions of a server have series of their own: those that were there first, for as long as they are, so that no series
 * comes and goes with what happens to others.
 */
export class FunctionBound {
  readonly #most: number;
  readonly #own = new Map<string, Set<string>>();

  constructor(most: number) {
    this.#most = most;
  }

  /** The functions as they are told, and how many are summed up in the last one. */
  apply(server: string, functions: Iterable<WatchedFunction>): { told: WatchedFunction[]; summed: number } {
    const all = [...functions];
    if (all.length <= this.#most) {
      this.#own.delete(server);
      return { told: all, summed: 0 };
    }
    const own = this.#ownOf(server, all);
    const told = all.filter(({ name }) => own.has(name));
    const rest = all.filter(({ name }) => !own.has(name));
    return { told: [...told, sumOf(rest)], summed: rest.length };
  }

  /** Forgets other servers than these. */
  keep(servers: ReadonlySet<string>): void {
    for (const server of this.#own.keys()) if (!servers.has(server)) this.#own.delete(server);
  }

  #ownOf(server: string, all: readonly WatchedFunction[]): Set<string> {
    const before = this.#own.get(server);
    const own = new Set(before === undefined ? [] : all.flatMap(({ name }) => (before.has(name) ? [name] : [])));
    for (const { name } of all) {
      if (own.size >= this.#most) break;
      if (name !== OTHER) own.add(name);
    }
    this.#own.set(server, own);
    return own;
  }
}

function sumOf(functions: readonly WatchedFunction[]): WatchedFunction {
  const sum = { name: OTHER, queued: 0, running: 0, workers: 0, waiting: { high: 0, normal: 0, low: 0 } };
  for (const { queued, running, workers, waiting } of functions) {
    sum.queued += queued;
    sum.running += running;
    sum.workers += workers;
    sum.waiting.high += waiting?.high ?? 0;
    sum.waiting.normal += waiting?.normal ?? 0;
    sum.waiting.low += waiting?.low ?? 0;
  }
  return functions.some(({ waiting }) => waiting === null) ? { ...sum, waiting: null } : sum;
}

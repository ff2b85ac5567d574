import type { WatchedFunction } from './watched.ts';

/** The function of a series that stands for all that have none. One that is called so itself is among them then. */
export const OTHER = 'other';

/**
 * Which functions of a server have series of their own: those that were there first, for as long as they are, so that no series
 * comes and goes with what happens to others.
 */
export class FunctionBound {
  readonly #own = new Map<string, Set<string>>();

  /** The functions as they are told, of which so many have series of their own, and how many are summed up in the last one. */
  apply(
    server: string,
    functions: Iterable<WatchedFunction>,
    most: number,
  ): { told: WatchedFunction[]; summed: number } {
    const all = [...functions];
    if (all.length <= most) {
      this.#own.delete(server);
      return { told: all, summed: 0 };
    }
    const own = this.#ownOf(server, all, most);
    const told = all.filter(({ name }) => own.has(name));
    const rest = all.filter(({ name }) => !own.has(name));
    return { told: [...told, sumOf(rest)], summed: rest.length };
  }

  /** Forgets other servers than these. */
  keep(servers: ReadonlySet<string>): void {
    for (const server of this.#own.keys()) if (!servers.has(server)) this.#own.delete(server);
  }

  #ownOf(server: string, all: readonly WatchedFunction[], most: number): Set<string> {
    const before = this.#own.get(server) ?? new Set<string>();
    const own = new Set<string>();
    const take = (isOne: (name: string) => boolean) => {
      for (const { name } of all) if (own.size < most && isOne(name)) own.add(name);
    };
    take((name) => before.has(name));
    take((name) => name !== OTHER);
    this.#own.set(server, own);
    return own;
  }
}

/** A figure that one of them does not tell is not told of all. */
function sumOf(functions: readonly WatchedFunction[]): WatchedFunction {
  const sum = (figure: (each: WatchedFunction) => number | null): number | null =>
    functions.reduce<number | null>((total, each) => {
      const one = figure(each);
      return total === null || one === null ? null : total + one;
    }, 0);
  const [high, normal, low] = [sum(of('high')), sum(of('normal')), sum(of('low'))];
  return {
    name: OTHER,
    queued: sum(({ queued }) => queued) ?? 0,
    running: sum(({ running }) => running),
    workers: sum(({ workers }) => workers),
    waiting: high === null || normal === null || low === null ? null : { high, normal, low },
  };
}

const of =
  (priority: 'high' | 'normal' | 'low') =>
  ({ waiting }: WatchedFunction): number | null =>
    waiting?.[priority] ?? null;

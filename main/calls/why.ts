import type { Handlers } from '../contract/api.ts';
import type { FunctionDefinition } from '../contract/functions.ts';
import type { JobKey, Wire } from '../contract/keys.ts';
import { LOCAL } from '../contract/servers.ts';
import { isStuck, type Stuck, type Why } from '../contract/why.ts';
import type { WorkerInfo } from '../contract/workers.ts';
import { whyWaiting } from '../insight/why.ts';
import type { Registry } from '../server/registry.ts';
import type { Job } from '../server/state.ts';
import { headOf, waitingOf } from '../server/waiting.ts';
import { now } from '../util/clock.ts';
import { Portions } from '../util/portions.ts';
import { wireOf } from '../util/wire.ts';

export interface WhyParts {
  /** What a server of ours knows, while it runs, its run, and how a function's workers name it; undefined of others. */
  serverOf: (id: string) => { registry: Registry | undefined; run: number; name: string } | undefined;
  /** The functions of the workspace: the same list until they change. */
  definitions: () => readonly FunctionDefinition[];
  /** Our workers of a function, while they run. */
  workersOf: (name: string) => readonly WorkerInfo[] | undefined;
  /** When a connection to a server last spoke, ms since the epoch. */
  heardAt: (server: string, connection: number) => number | undefined;
}

/** Why jobs wait. */
export function whyCalls({ serverOf, definitions, workersOf, heardAt }: WhyParts) {
  let known: { in: readonly FunctionDefinition[]; names: ReadonlyMap<Wire, FunctionDefinition> } | undefined;

  function byName(): ReadonlyMap<Wire, FunctionDefinition> {
    const all = definitions();
    if (known?.in !== all) known = { in: all, names: new Map(all.map((each) => [wireOf(each.name), each])) };
    return known.names;
  }

  function whyOf(id: string, find: (registry: Registry) => Job | undefined): Why | null {
    const server = serverOf(id);
    const job = server?.registry && find(server.registry);
    const waiting = server?.registry && job && waitingOf(server.registry, job);
    if (server === undefined || waiting === undefined) return null;
    const defined = byName();
    const definition = defined.get(waiting.function);
    return whyWaiting({
      job: waiting,
      definition,
      ours: definition && workersOf(definition.name),
      server: server.name,
      defined: [...defined.keys()],
      heardAt: (connection) => heardAt(id, connection),
      now: now(),
    });
  }

  const handlers: Pick<Handlers, 'jobs.why'> = {
    'jobs.why': ({ server, run, handle }: JobKey) =>
      run === serverOf(server)?.run ? whyOf(server, (registry) => registry.jobNamed(handle)) : null,
  };

  // With many functions and workers of many it takes long for all of them, and the overview asks all the time.
  let asked = serverOf(LOCAL)?.registry;
  const portions = new Portions((name: Wire): Stuck | null => {
    const why = whyOf(LOCAL, (registry) => headOf(registry, name));
    return why !== null && isStuck(why) ? why : null;
  });

  return {
    handlers,
    /** Why the next job of a function waits on the first server, where it does not go on by itself; null else. */
    stuck(name: Wire): Stuck | null {
      const server = serverOf(LOCAL)?.registry;
      if (server !== asked) portions.clear();
      asked = server;
      return portions.of(name) ?? null;
    },
  };
}

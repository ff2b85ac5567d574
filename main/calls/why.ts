import type { Handlers } from '../contract/api.ts';
import type { FunctionDefinition } from '../contract/functions.ts';
import type { JobKey, Wire } from '../contract/keys.ts';
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
  /** What the embedded server knows, while it runs, and its run. */
  registry: () => Registry | undefined;
  run: () => number;
  /** The functions of the workspace: the same list until they change. */
  definitions: () => readonly FunctionDefinition[];
  /** Our workers of a function, while they run. */
  workersOf: (name: string) => readonly WorkerInfo[] | undefined;
  /** When a connection last spoke, ms since the epoch. */
  heardAt: (connection: number) => number | undefined;
}

/** Why jobs wait. */
export function whyCalls({ registry, run, definitions, workersOf, heardAt }: WhyParts) {
  let known: { in: readonly FunctionDefinition[]; names: ReadonlyMap<Wire, FunctionDefinition> } | undefined;

  function byName(): ReadonlyMap<Wire, FunctionDefinition> {
    const all = definitions();
    if (known?.in !== all) known = { in: all, names: new Map(all.map((each) => [wireOf(each.name), each])) };
    return known.names;
  }

  function whyOf(job: Job | undefined): Why | null {
    const server = registry();
    const waiting = server && job && waitingOf(server, job);
    if (waiting === undefined) return null;
    const defined = byName();
    const definition = defined.get(waiting.function);
    return whyWaiting({
      job: waiting,
      definition,
      ours: definition && workersOf(definition.name),
      defined: [...defined.keys()],
      heardAt,
      now: now(),
    });
  }

  const handlers: Pick<Handlers, 'jobs.why'> = {
    'jobs.why': ({ server, run: asked, handle }: JobKey) =>
      server === 'local' && asked === run() ? whyOf(registry()?.jobNamed(handle)) : null,
  };

  // With many functions and workers of many it takes long for all of them, and the overview asks all the time.
  let asked = registry();
  const portions = new Portions((name: Wire): Stuck | null => {
    const why = asked === undefined ? null : whyOf(headOf(asked, name));
    return why !== null && isStuck(why) ? why : null;
  });

  return {
    handlers,
    /** Why the next job of a function waits, where it does not go on by itself; null else. */
    stuck(name: Wire): Stuck | null {
      const server = registry();
      if (server !== asked) portions.clear();
      asked = server;
      return portions.of(name) ?? null;
    },
  };
}

import type { FunctionDefinition, FunctionRow } from '../contract/functions.ts';
import type { Priority } from '../contract/jobs.ts';
import type { Wire } from '../contract/keys.ts';
import type { OutsideWorker, WorkerInfo } from '../contract/workers.ts';
import { wireOf } from '../util/wire.ts';

/** What the parts know of functions, each in its own words. */
export interface FunctionFacts {
  definitions: readonly FunctionDefinition[];
  queues: readonly {
    name: Wire;
    queued: Record<Priority, number>;
    running: number;
    heads: readonly number[];
    workers: readonly OutsideWorker[];
  }[];
  workersOf: (name: string) => WorkerInfo[];
  programOf: (definition: FunctionDefinition) => string | null;
  twinOf: (definition: FunctionDefinition) => string;
  figuresOf: (name: Wire) => Pick<FunctionRow, 'done' | 'failed' | 'waited' | 'ran'>;
  stuck: (name: Wire) => FunctionRow['stuck'];
}

const NOTHING = { high: 0, normal: 0, low: 0 };

/**
 * One row for each function that is defined, that a worker does, or that jobs wait for; by name. The server remembers more:
 * a name stays with it for good.
 */
export function functionRows(facts: FunctionFacts): FunctionRow[] {
  const definitions = new Map(facts.definitions.map((definition) => [wireOf(definition.name), definition]));
  const queues = new Map(facts.queues.map((queue) => [queue.name, queue]));
  const names = [...new Set([...definitions.keys(), ...queues.keys()])].sort();
  const rows = names.map((name) => {
    const definition = definitions.get(name) ?? null;
    const queue = queues.get(name);
    const workers = definition === null ? [] : facts.workersOf(definition.name);
    const own = new Set(workers.map((worker) => worker.name));
    const programs = new Set(workers.map(({ connection }) => connection));
    const times = queue?.heads ?? [];
    return {
      name,
      definition,
      program: definition === null ? null : facts.programOf(definition),
      twin: definition === null || definition.speaks === 'gearman' ? null : facts.twinOf(definition),
      workers,
      outside: (queue?.workers ?? []).filter(
        ({ clientId, connection }) => !own.has(clientId) && !programs.has(connection),
      ),
      queued: queue?.queued ?? NOTHING,
      running: queue?.running ?? 0,
      waitingSince: times.length === 0 ? null : Math.min(...times),
      stuck: times.length === 0 ? null : facts.stuck(name),
      ...facts.figuresOf(name),
    };
  });
  return rows.filter(isAlive);
}

const isAlive = ({ definition, outside, queued, running }: FunctionRow): boolean =>
  definition !== null || outside.length > 0 || running > 0 || queued.high + queued.normal + queued.low > 0;

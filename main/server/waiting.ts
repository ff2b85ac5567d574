import type { Priority } from '../contract/jobs.ts';
import { addressOf } from '../net/dial.ts';
import type { Registry } from './registry.ts';
import { type Job, type Peer, PRIORITIES } from './state.ts';

/** Jobs that are counted before it is said that there are more: a queue may hold millions. */
const COUNTED = 10_000;

/** Plain facts about a job that no worker has, for the question why; undefined where a worker has it. */
export function waitingOf(registry: Registry, job: Job) {
  if (job.worker !== undefined) return undefined;
  const { function: queue, priority, due, held, cancelled, abandoned } = job;
  return {
    function: queue.name,
    due,
    held,
    cancelled,
    abandoned,
    ...aheadOf(job),
    workers: [...queue.workers.peers]
      .filter(({ hidden }) => !hidden())
      .map((worker) => workerOf(registry, worker, job)),
    /** Other functions that somebody can do. */
    served: [...registry.functions.values()].flatMap(({ name, workers }) =>
      name === queue.name || workers.length === 0 ? [] : [name],
    ),
    priority,
  };
}

/** The job at the head of a function's queue: the first that the next worker gets. */
export function headOf(registry: Registry, name: string): Job | undefined {
  const queue = registry.functions.get(name);
  if (queue === undefined) return undefined;
  return PRIORITIES.map((priority) => queue.queued[priority].head).find((head) => head !== undefined);
}

function aheadOf({ function: queue, priority, due, ...job }: Job): { ahead: Record<Priority, number>; more: boolean } {
  const ahead = { high: 0, normal: 0, low: 0 };
  for (const each of PRIORITIES) {
    if (each === priority) break;
    ahead[each] = queue.queued[each].length;
  }
  if (due !== null || job.held) return { ahead, more: false };
  let at = queue.queued[priority].head;
  while (at !== undefined && at.number !== job.number && ahead[priority] < COUNTED) {
    if (!at.ignored) ahead[priority] += 1;
    at = at.next;
  }
  return { ahead, more: at !== undefined && at.number !== job.number };
}

function workerOf(registry: Registry, worker: Peer, { function: queue, priority }: Job) {
  const { id, clientId, address, port, sleeping, woken, assigned, abilities } = worker;
  const place = abilities.findLastIndex((ability) => ability.queue === queue);
  const higher = PRIORITIES.slice(0, PRIORITIES.indexOf(priority));
  return {
    connection: id,
    clientId,
    address: addressOf({ host: address, port }),
    sleeping,
    woken,
    jobs: [...assigned].map(({ handle, functionName, assignedAt }) => ({
      handle,
      function: functionName,
      since: assignedAt,
    })),
    /** Functions whose jobs it gets before this one; docs/protocol.md section 4. */
    first: abilities.flatMap((ability, at) => {
      if (ability.queue === queue) return [];
      const { queued } = ability.queue;
      const priorities = registry.order === '2.x' ? higher : at > place ? PRIORITIES : [];
      return priorities.some((each) => queued[each].length > 0) ? [ability.queue.name] : [];
    }),
  };
}

import type { FunctionDefinition } from '../contract/functions.ts';
import type { Priority } from '../contract/jobs.ts';
import type { Wire } from '../contract/keys.ts';
import { nearName } from '../contract/near-name.ts';
import { EMBEDDED } from '../contract/server.ts';
import { WHY_WORKERS, type Why, type WhyKind, type WhyWorker } from '../contract/why.ts';
import type { WorkerInfo } from '../contract/workers.ts';

/** A worker that is registered for the job's function. */
export interface RegisteredFor {
  connection: number;
  clientId: Wire;
  address: string;
  sleeping: boolean;
  /** It was told that there is work, and has not asked since. */
  woken: boolean;
  jobs: readonly { handle: Wire; function: Wire; since: number | null }[];
  /** Functions whose jobs it gets before this one. */
  first: readonly Wire[];
}

/** A job that no worker has, as the server tells of it. */
export interface WaitingJob {
  function: Wire;
  due: number | null;
  held: boolean;
  cancelled: boolean;
  abandoned: boolean;
  ahead: Record<Priority, number>;
  more: boolean;
  priority: Priority;
  workers: readonly RegisteredFor[];
  /** Other functions that somebody can do. */
  served: readonly Wire[];
}

export interface WhyFacts {
  job: WaitingJob;
  /** Its function in the workspace, and our workers of it, while they run. */
  definition: Pick<FunctionDefinition, 'servers'> | undefined;
  ours: readonly WorkerInfo[] | undefined;
  /** All functions of the workspace. */
  defined: readonly Wire[];
  /** How a function's workers name the server that it waits on. */
  server: string;
  /** When a connection last spoke, ms since the epoch. */
  heardAt: (connection: number) => number | undefined;
  now: number;
}

/** How long a worker may take to ask for a job that it could have, ms. */
const PATIENCE = 1000;

/** Why a job waits: the one reason that matters now, with the evidence. issue 7, "Why is it not running?". */
export function whyWaiting(facts: WhyFacts): Why {
  const { job } = facts;
  const found = reasonOf(facts);
  const workers = found.workers ?? [];
  return {
    kind: found.kind,
    function: job.function,
    other: found.other ?? null,
    until: found.until ?? null,
    ahead: job.ahead,
    more: job.more,
    higher: higherOf(job),
    servers: found.servers ?? [],
    workers: workers.slice(0, WHY_WORKERS),
    otherWorkers: Math.max(0, workers.length - WHY_WORKERS),
  };
}

const higherOf = ({ priority, ahead }: WaitingJob): number =>
  (priority === 'high' ? 0 : ahead.high) + (priority === 'low' ? ahead.normal : 0);

interface Reason extends Partial<Pick<Why, 'other' | 'until' | 'servers'>> {
  kind: WhyKind;
  workers?: WhyWorker[];
}

function reasonOf(facts: WhyFacts): Reason {
  const { job } = facts;
  if (job.cancelled) return { kind: 'cancelled' };
  if (job.abandoned) return { kind: 'abandoned' };
  if (job.due !== null) return { kind: 'later', until: job.due };
  if (job.held) return { kind: 'keeping' };
  return job.workers.length === 0 ? nobodyHere(facts) : notYet(facts);
}

/** No worker is registered. */
function nobodyHere({ job, ours, definition, defined, server }: WhyFacts): Reason {
  const servers = definition?.servers.length === 0 ? [EMBEDDED] : (definition?.servers ?? []);
  if (servers.length > 0 && !servers.includes(server)) return { kind: 'elsewhere', servers };
  if (ours !== undefined) return oursAreAway(ours);
  if (definition !== undefined) return { kind: 'not-started' };
  const other = nearName(job.function, [...job.served, ...defined]);
  return other === undefined ? { kind: 'nobody' } : { kind: 'similar', other };
}

const AWAY: Partial<Record<WorkerInfo['state'], [WhyKind, WhyWorker['state']]>> = {
  stopped: ['stopped', 'stopped'],
  quiet: ['paused', 'quiet'],
  'back-off': ['back-off', 'back-off'],
  failed: ['gave-up', 'failed'],
};

/** Our workers run, and none is registered: the state of most of them says why. */
function oursAreAway(workers: readonly WorkerInfo[]): Reason {
  const each = workers.map(({ name, state, since, until, handle }) => {
    const [kind, shown] = AWAY[state] ?? (['away', 'away'] as const);
    return { kind, until, worker: { name, connection: null, state: shown, since, handle, does: null } };
  });
  const count = (kind: WhyKind) => each.filter((one) => one.kind === kind).length;
  const [first] = each.toSorted((a, b) => count(b.kind) - count(a.kind));
  const kind = first?.kind ?? 'stopped';
  const untils = each.flatMap(({ until }) => until ?? []);
  return {
    kind,
    workers: each.map(({ worker }) => worker),
    ...(kind === 'back-off' && untils.length > 0 && { until: Math.min(...untils) }),
  };
}

/** Workers are registered, and none has taken it. */
function notYet({ job, ours = [], heardAt, now }: WhyFacts): Reason {
  const heldBy = new Map(ours.flatMap(({ name, held, since }) => (held ? [[name, { held, since }]] : [])));
  const all = job.workers.map((worker) => {
    const held = heldBy.get(worker.clientId);
    return { worker, held: held?.held ?? null, shown: shownOf(worker, held, heardAt(worker.connection) ?? null, now) };
  });
  const workers = all.map(({ shown }) => shown);
  if (workers.every(({ state }) => state === 'busy')) {
    const first = all.every(({ worker }) => worker.first.length > 0) ? all[0]?.worker.first[0] : undefined;
    if (first !== undefined) return { kind: 'after', other: first, workers };
    return { kind: higherOf(job) > 0 ? 'behind' : 'busy', workers };
  }
  if (workers.every(({ state }) => state === 'busy' || state === 'held'))
    return { kind: all.find(({ held }) => held !== null)?.held ?? 'room', workers };
  const isFresh = all.some(({ worker, shown }) => shown.state === 'sleeping' && (worker.woken || !worker.sleeping));
  const late = isFresh
    ? undefined
    : (['woken', 'silent'] as const).find((state) => workers.some((each) => each.state === state));
  return { kind: late ?? 'soon', workers };
}

function shownOf(
  { connection, clientId, address, sleeping, woken, jobs }: RegisteredFor,
  held: { since: number } | undefined,
  heardAt: number | null,
  now: number,
): WhyWorker {
  const name = clientId === '' ? address : clientId;
  const [job] = jobs;
  if (job !== undefined)
    return { name, connection, state: 'busy', since: job.since, handle: job.handle, does: job.function };
  const idle = { name, connection, since: heardAt, handle: null, does: null };
  if (held !== undefined) return { ...idle, state: 'held', since: held.since };
  const isLate = heardAt === null || now - heardAt > PATIENCE;
  if (sleeping) return { ...idle, state: woken && isLate ? 'woken' : 'sleeping' };
  return { ...idle, state: isLate ? 'silent' : 'sleeping' };
}

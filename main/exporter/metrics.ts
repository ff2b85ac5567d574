import { setImmediate as nextTurn } from 'node:timers/promises';
import { Counter, Gauge, Registry } from 'prom-client';
import { DurationHistogram } from './duration-histogram.ts';
import { FunctionBound, OTHER } from './function-bound.ts';
import type { DurationCounts } from './job-totals.ts';
import { labelText } from './label-text.ts';
import type { WatchedFunction, WatchedServer } from './watched.ts';

export interface MetricsParts {
  /** The servers as they are now. */
  servers: () => readonly WatchedServer[];
  /** Functions of each server that have series of their own now; the figures of the rest are summed up. */
  functionsMost: () => number;
}

/** What a scrape gets. */
export interface Metrics {
  readonly contentType: string;
  text(): Promise<string>;
}

export const FUNCTIONS_MOST = { default: 2000, least: 1, most: 100_000 } as const;

const PRIORITIES = ['high', 'normal', 'low'] as const;

/** The figures of servers in Prometheus' text format; names and labels follow its conventions. */
export function metricsOf({ servers, functionsMost }: MetricsParts): Metrics {
  const registry = new Registry();
  const bound = new FunctionBound();
  const families = familiesIn(registry);
  let underWay: Promise<string> | undefined;

  /** Two scrapes at once get the same text. */
  function text(): Promise<string> {
    underWay ??= made().finally(() => {
      underWay = undefined;
    });
    return underWay;
  }

  async function made(): Promise<string> {
    registry.resetMetrics();
    const seen = new Set<string>();
    const most = functionsMost();
    for (const server of servers()) {
      if (seen.has(server.address)) continue;
      seen.add(server.address);
      tell(server, families, (functions) => bound.apply(server.address, functions, most));
      await nextTurn(); // of many functions each of these takes a while
    }
    bound.keep(seen);
    const parts: string[] = [];
    for (const { name } of registry.getMetricsAsArray()) {
      parts.push(await registry.getSingleMetricAsString(name));
      await nextTurn();
    }
    return `${parts.join('\n')}\n`;
  }

  return { contentType: registry.contentType, text };
}

type Families = ReturnType<typeof familiesIn>;

function familiesIn(registry: Registry) {
  const registers = [registry];
  const gauge = <L extends string>(name: string, help: string, labelNames: L[]) =>
    new Gauge({ name: `gearman_${name}`, help, labelNames, registers });
  const counter = <L extends string>(name: string, help: string, labelNames: L[]) =>
    new Counter({ name: `gearman_${name}`, help, labelNames, registers });
  const durations = (name: string, help: string) =>
    new DurationHistogram({ name: `gearman_${name}`, help, labelNames: ['server', 'function'], registers });
  const each: ('server' | 'function')[] = ['server', 'function'];
  return {
    up: gauge('up', 'Whether the job server answered when it was asked last.', ['server']),
    info: gauge('server_info', 'The version of the job server; always 1.', ['server', 'version']),
    echo: gauge('echo_seconds', 'Round trip of an echo through the job server.', ['server']),
    polled: gauge('last_poll_timestamp_seconds', 'When the job server told its figures last.', ['server']),
    errors: counter('poll_errors_total', 'How often the job server could not be asked.', ['server']),
    connections: gauge('connections', 'Connections to the job server.', ['server']),
    functions: gauge('functions', 'Functions that the job server knows.', ['server']),
    summed: gauge('functions_summed', `Functions whose figures are summed up as function="${OTHER}".`, ['server']),
    stuck: gauge('functions_without_worker', 'Functions with jobs in the queue and no worker.', ['server']),
    queued: gauge('queued_jobs', 'Jobs in the queue that do not run.', each),
    waiting: gauge('queued_priority_jobs', 'Jobs in the queue that do not run, by priority.', [...each, 'priority']),
    running: gauge('running_jobs', 'Jobs that a worker has.', each),
    workers: gauge('workers', 'Workers that are registered for the function, busy or not.', each),
    submitted: counter('jobs_submitted_total', 'Jobs that were submitted.', each),
    completed: counter('jobs_completed_total', 'Jobs that were completed.', each),
    failed: counter('jobs_failed_total', 'Jobs that failed, and those that were given up.', each),
    waits: durations('job_wait_seconds', 'From the submission of a job to its being given to a worker.'),
    runs: durations('job_run_seconds', 'From a job’s being given to a worker to its completion.'),
  };
}

type Bounded = ReturnType<FunctionBound['apply']>;

function tell(
  server: WatchedServer,
  families: Families,
  bounded: (functions: Iterable<WatchedFunction>) => Bounded,
): void {
  const labels = { server: labelText(server.address) };
  families.up.set(labels, server.up ? 1 : 0);
  families.errors.inc(labels, server.failures);
  if (server.countedAt !== null) families.polled.set(labels, server.countedAt / 1000);
  tellTotals(server, labels.server, families);
  if (!server.up) return; // what it had is not what it has
  if (server.version !== null) families.info.set({ ...labels, version: labelText(server.version) }, 1);
  if (server.echo !== null) families.echo.set(labels, server.echo / 1000);
  if (server.counts === null) return;
  const { functions, stuck, connections } = server.counts;
  families.functions.set(labels, functions);
  families.stuck.set(labels, stuck);
  if (connections !== null) families.connections.set(labels, connections);
  const { told, summed } = bounded(server.functions);
  families.summed.set(labels, summed);
  for (const each of told) tellFunction(each, labels.server, families);
}

/** Names that look the same are one series: figures are added, not set. */
function tellFunction(each: WatchedFunction, server: string, families: Families): void {
  const labels = { server, function: labelText(each.name) };
  families.queued.inc(labels, each.queued);
  if (each.running !== null) families.running.inc(labels, each.running);
  if (each.workers !== null) families.workers.inc(labels, each.workers);
  if (each.waiting === null) return;
  for (const priority of PRIORITIES) families.waiting.inc({ ...labels, priority }, each.waiting[priority]);
}

function tellTotals({ totals }: WatchedServer, server: string, families: Families): void {
  if (totals === undefined) return;
  const all = [...totals.functions, ...(totals.others === null ? [] : [[OTHER, totals.others] as const])];
  const waits: [string, DurationCounts][] = [];
  const runs: [string, DurationCounts][] = [];
  for (const [name, { submitted, completed, failed, waited, ran }] of all) {
    const labels = { server, function: labelText(name) };
    families.submitted.inc(labels, submitted);
    families.completed.inc(labels, completed);
    families.failed.inc(labels, failed);
    waits.push([labels.function, waited]);
    runs.push([labels.function, ran]);
  }
  families.waits.tell(server, waits);
  families.runs.tell(server, runs);
}

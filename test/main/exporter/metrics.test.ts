import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JobEvent } from '../../../main/contract/job-event.ts';
import { JobTotals } from '../../../main/exporter/job-totals.ts';
import { metricsOf } from '../../../main/exporter/metrics.ts';
import type { WatchedFunction, WatchedServer } from '../../../main/exporter/watched.ts';
import { readPrometheus } from '../../support/prometheus.ts';

const ability = (name: string, different: Partial<WatchedFunction> = {}): WatchedFunction => ({
  ...{ name, queued: 0, running: 0, workers: 0, waiting: { high: 0, normal: 0, low: 0 } },
  ...different,
});

const server = (different: Partial<WatchedServer> = {}): WatchedServer => ({
  ...{ address: 'a:4730', up: true, version: '1.1.20', echo: 1.5, failures: 0, countedAt: 1_700_000_000_000 },
  counts: { functions: 1, queued: 0, running: 0, workers: 0, connections: 3, stuck: 0 },
  functions: [],
  ...different,
});

/** Samples of some metrics, as `name{labels} value`, in their order. */
async function scrape(servers: readonly WatchedServer[], names: readonly string[], functionsMost = 100) {
  const families = readPrometheus(
    await metricsOf({ servers: () => servers, functionsMost: () => functionsMost }).text(),
  );
  return names.flatMap((name) =>
    [...families.get(name)!.samples].map(([labels, value]) => `${name.replace('gearman_', '')}{${labels}} ${value}`),
  );
}

test('a server is told by its state, and a function by its figures', async () => {
  const wc = ability('wc', { queued: 3, running: 1, workers: 2, waiting: { high: 1, normal: 2, low: 0 } });
  const names =
    'up server_info echo_seconds last_poll_timestamp_seconds poll_errors_total connections functions functions_summed';
  const others = 'functions_without_worker queued_jobs queued_priority_jobs running_jobs workers';
  expect(
    await scrape(
      [server({ functions: [wc], failures: 2 })],
      `${names} ${others}`.split(' ').map((name) => `gearman_${name}`),
    ),
  ).toEqual([
    'up{server="a:4730"} 1',
    'server_info{server="a:4730",version="1.1.20"} 1',
    'echo_seconds{server="a:4730"} 0.0015',
    'last_poll_timestamp_seconds{server="a:4730"} 1700000000',
    'poll_errors_total{server="a:4730"} 2',
    'connections{server="a:4730"} 3',
    'functions{server="a:4730"} 1',
    'functions_summed{server="a:4730"} 0',
    'functions_without_worker{server="a:4730"} 0',
    'queued_jobs{function="wc",server="a:4730"} 3',
    'queued_priority_jobs{function="wc",priority="high",server="a:4730"} 1',
    'queued_priority_jobs{function="wc",priority="normal",server="a:4730"} 2',
    'queued_priority_jobs{function="wc",priority="low",server="a:4730"} 0',
    'running_jobs{function="wc",server="a:4730"} 1',
    'workers{function="wc",server="a:4730"} 2',
  ]);
});

test('of a server that does not answer nothing is told that may be otherwise by now', async () => {
  const gone = server({ up: false, failures: 3, functions: [ability('wc')] });
  expect(
    await scrape(
      [gone, server({ address: 'b:4730', countedAt: null, counts: null, version: null, echo: null })],
      ['gearman_up', 'gearman_poll_errors_total', 'gearman_server_info', 'gearman_echo_seconds', 'gearman_queued_jobs'],
    ),
  ).toEqual([
    'up{server="a:4730"} 0',
    'up{server="b:4730"} 1',
    'poll_errors_total{server="a:4730"} 3',
    'poll_errors_total{server="b:4730"} 0',
  ]);
});

test('what a server does not tell is left out', async () => {
  const counts = { functions: 1, queued: 0, running: 0, workers: 0, connections: null, stuck: 0 };
  expect(
    await scrape(
      [server({ counts, functions: [ability('wc', { waiting: null })] })],
      ['gearman_connections', 'gearman_queued_priority_jobs', 'gearman_queued_jobs'],
    ),
  ).toEqual(['queued_jobs{function="wc",server="a:4730"} 0']);
});

test('a server that is listed twice is told once, and the state of now each time', async () => {
  let servers = [server({ functions: [ability('a')] }), server()];
  const metrics = metricsOf({ servers: () => servers, functionsMost: () => 10 });
  const [first, same] = await Promise.all([metrics.text(), metrics.text()]);
  servers = [server({ functions: [ability('b')] })];
  const queued = (text: string) => [...readPrometheus(text).get('gearman_queued_jobs')!.samples.keys()];
  expect([queued(first), same === first, queued(await metrics.text())]).toEqual([
    ['function="a",server="a:4730"'],
    true,
    ['function="b",server="a:4730"'],
  ]);
});

test('functions beyond the bound are one series, and those that were there first stay', async () => {
  let functions = ['d', 'b', 'other', 'a', 'c'].map((name) => ability(name, { queued: 1, waiting: null }));
  const metrics = metricsOf({ servers: () => [server({ functions })], functionsMost: () => 3 });
  const told = async () => {
    const families = readPrometheus(await metrics.text());
    const queued = [...families.get('gearman_queued_jobs')!.samples];
    return [
      ...queued.map(([labels, value]) => `${/function="(\w+)"/.exec(labels)?.[1]} ${value}`),
      families.get('gearman_functions_summed')!.samples.get('server="a:4730"'),
    ];
  };
  expect(await told()).toEqual(['d 1', 'b 1', 'a 1', 'other 2', 2]);
  functions = ['c', 'e', 'a', 'b'].map((name) => ability(name, { queued: 5 }));
  expect(await told()).toEqual(['c 5', 'a 5', 'b 5', 'other 5', 1]);
  functions = functions.slice(0, 3);
  expect(await told()).toEqual(['c 5', 'e 5', 'a 5', 0]);
});

test('whatever names are made of, the text can be read, and names that look the same are added', async () => {
  const wire = fc
    .array(fc.integer({ min: 1, max: 255 }), { minLength: 1, maxLength: 12 })
    .map((bytes) => String.fromCharCode(...bytes));
  const names = fc.uniqueArray(
    fc.oneof(wire, fc.constantFrom('"', '\\', '\n', 'a"} 1\nb', '\xff', '\\xff', ',server="x"')),
    { maxLength: 20 },
  );
  await fc.assert(
    fc.asyncProperty(names, async (each) => {
      const functions = each.map((name) => ability(name, { queued: 1 }));
      const families = readPrometheus(
        await metricsOf({ servers: () => [server({ functions })], functionsMost: () => 100 }).text(),
      );
      const sum = [...families.get('gearman_queued_jobs')!.samples.values()].reduce((total, value) => total + value, 0);
      expect(sum).toBe(each.length);
    }),
  );
});

test('the totals of our own server are counters and histograms', async () => {
  const totals = new JobTotals();
  const job = (functionName: string) => ({ functionName, submittedAt: 1000, assignedAt: 1500 }) as JobEvent['job'];
  const hear = (kind: 'submitted' | 'assigned' | 'complete' | 'fail', name: string, at: number) =>
    totals.hear({ kind, job: job(name) } as JobEvent, at);
  for (const kind of ['submitted', 'assigned'] as const) hear(kind, 'wc', 1500);
  hear('complete', 'wc', 1503);
  hear('submitted', 'rev', 0);
  hear('fail', 'rev', 0);
  expect(
    await scrape(
      [server({ totals })],
      ['gearman_jobs_submitted_total', 'gearman_jobs_completed_total', 'gearman_jobs_failed_total'],
    ),
  ).toEqual([
    'jobs_submitted_total{function="wc",server="a:4730"} 1',
    'jobs_submitted_total{function="rev",server="a:4730"} 1',
    'jobs_completed_total{function="wc",server="a:4730"} 1',
    'jobs_completed_total{function="rev",server="a:4730"} 0',
    'jobs_failed_total{function="wc",server="a:4730"} 0',
    'jobs_failed_total{function="rev",server="a:4730"} 1',
  ]);
  const waits = await scrape([server({ totals })], ['gearman_job_wait_seconds', 'gearman_job_run_seconds']);
  expect(
    waits.filter((line) => line.includes('"wc"') && /_(sum|count)|le="(0.1|0.5|\+Inf|0.001|0.005)"/.test(line)),
  ).toEqual([
    'job_wait_seconds{_bucketfunction="wc",le="0.001",server="a:4730"} 0',
    'job_wait_seconds{_bucketfunction="wc",le="0.005",server="a:4730"} 0',
    'job_wait_seconds{_bucketfunction="wc",le="0.1",server="a:4730"} 0',
    'job_wait_seconds{_bucketfunction="wc",le="0.5",server="a:4730"} 1',
    'job_wait_seconds{_bucketfunction="wc",le="+Inf",server="a:4730"} 1',
    'job_wait_seconds{_sumfunction="wc",server="a:4730"} 0.5',
    'job_wait_seconds{_countfunction="wc",server="a:4730"} 1',
    'job_run_seconds{_bucketfunction="wc",le="0.001",server="a:4730"} 0',
    'job_run_seconds{_bucketfunction="wc",le="0.005",server="a:4730"} 1',
    'job_run_seconds{_bucketfunction="wc",le="0.1",server="a:4730"} 1',
    'job_run_seconds{_bucketfunction="wc",le="0.5",server="a:4730"} 1',
    'job_run_seconds{_bucketfunction="wc",le="+Inf",server="a:4730"} 1',
    'job_run_seconds{_sumfunction="wc",server="a:4730"} 0.003',
    'job_run_seconds{_countfunction="wc",server="a:4730"} 1',
  ]);
});

test('functions that a client makes up without end are counted together', () => {
  const totals = new JobTotals();
  for (let at = 0; at < 1000; at += 1)
    totals.hear({ kind: 'submitted', job: { functionName: `f${at}` } as JobEvent['job'], client: 1 }, 0);
  expect([totals.functions.size, totals.others?.submitted]).toEqual([200, 800]);
});

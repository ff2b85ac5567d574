import { expect, test, vi } from 'vitest';
import type { ExporterState } from '../../../main/contract/exporter.ts';
import type { Notice } from '../../../main/contract/glance.ts';
import { repeatedAmong } from '../../../main/contract/same-server.ts';
import type { ServerDraft, ServerScope } from '../../../main/contract/servers.ts';
import { runningServer } from '../../support/embedded.ts';
import { engineOf } from '../../support/engine.ts';
import { freePort } from '../../support/free-port.ts';
import { bytes } from '../../support/packets.ts';
import { PATIENT } from '../../support/patient.ts';
import { peerOf } from '../../support/peer.ts';
import { readPrometheus } from '../../support/prometheus.ts';

const looks = { colour: 'none', group: 'Live', on: true } as const;
const all: ServerScope = { kind: 'all' };

const attached = (label: string, address: string): ServerDraft => ({
  ...{ kind: 'attached', label, address, tls: null, every: 0.5 },
  ...looks,
});

/** An engine whose first server runs, and somebody's server with two jobs and a worker. */
async function beside(parts: Parameters<typeof engineOf>[0] = {}) {
  const engine = await engineOf(parts);
  const { call } = engine;
  await call('server.start', {});
  const { target } = await runningServer();
  const client = await peerOf({ port: target.port });
  const worker = await peerOf({ port: target.port });
  worker.send({ name: 'CAN_DO', function: 'resize' });
  for (const unique of ['a', 'b'])
    client.send({ name: 'SUBMIT_JOB_BG', function: 'resize', unique, workload: bytes('x') });
  const add = async (server: ServerDraft) => (await call('servers.add', { server })).id;
  const listed = () => call('servers.list', undefined);
  const counted = (queued: number, ...ids: string[]) =>
    vi.waitFor(async () => {
      const list = await listed();
      for (const id of ids) expect(list.find((each) => each.id === id)?.counts?.queued).toBe(queued);
    }, PATIENT);
  const proxy = async (address: string): Promise<ServerDraft & { port: number }> => ({
    ...{ kind: 'proxy', label: 'Before', address, port: await freePort(), tls: null, ownTls: null, readOnly: false },
    ...looks,
  });
  return {
    ...engine,
    address: `127.0.0.1:${target.port}`,
    port: target.port,
    own: engine.port,
    add,
    listed,
    counted,
    proxy,
  };
}

const query = { from: 0, count: 100 } as const;

test('a server that is attached twice and behind a proxy counts once, as the proxy; its own rows keep their figures', async () => {
  const { call, add, address, port, listed, counted, proxy } = await beside();
  const ids = [await add(attached('Far', address)), await add(attached('Far by name', `localhost:${port}`))];
  await counted(2, ...ids);
  expect(repeatedAmong(await listed())).toEqual(new Map([['far-by-name', 'far']]));
  expect(await call('overview.get', {})).toMatchObject({ waiting: 2, workers: 1, countsOnly: ['far'] });

  const before = await add(await proxy(address));
  await counted(2, ...ids, before);
  expect(repeatedAmong(await listed())).toEqual(
    new Map([
      ['far', 'before'],
      ['far-by-name', 'before'],
    ]),
  );
  expect(await call('overview.get', {})).toMatchObject({ waiting: 2, workers: 1, countsOnly: [], jobs: 0 });
  for (const id of [...ids, before])
    expect(await call('overview.get', { servers: [id] })).toMatchObject({ waiting: 2 });
  await vi.waitFor(async () => {
    for (const servers of [null, ids, [before]])
      expect((await call('overview.history', { minutes: 5, servers })).queued.at(-1)).toBe(2);
  }, PATIENT);

  for (const scope of [all, { kind: 'group', group: 'Live' }] as const) {
    const byFunction = await call('servers.functions', { scope, by: 'function', ...query });
    expect(byFunction).toMatchObject({ total: 1, queued: 2, workers: 1, rows: [{ servers: ['before'], queued: 2 }] });
    const byServer = await call('servers.functions', { scope, by: 'server', ...query });
    expect(byServer).toMatchObject({ total: 3, queued: 2, workers: 1 });
    expect(byServer.rows.map(({ queued }) => queued)).toEqual([2, 2, 2]);
    expect((await call('servers.workers', { scope, ...query })).rows).toMatchObject([{ server: 'before' }]);
  }
  const own = { kind: 'server', id: 'far' } as const;
  expect(await call('servers.functions', { scope: own, by: 'function', ...query })).toMatchObject({ queued: 2 });
  expect((await call('servers.workers', { scope: own, ...query })).rows).toMatchObject([{ server: 'far' }]);

  await call('servers.switch', { id: before, on: false });
  expect(await call('overview.get', {})).toMatchObject({ waiting: 2, countsOnly: ['far'] });
});

test('our own server that is attached and behind a proxy, and what is attached through a proxy, count once', async () => {
  const { call, add, own, counted, proxy, listed } = await beside();
  const draft = await proxy(`127.0.0.1:${own}`);
  await add(draft);
  await add(attached('Mine', `localhost:${own}`));
  await add(attached('Through', `127.0.0.1:${draft.port}`));
  const client = await peerOf({ port: draft.port });
  for (const unique of ['a', 'b', 'c'])
    client.send({ name: 'SUBMIT_JOB_BG', function: 'mail', unique, workload: bytes('x') });
  await counted(3, 'local', 'before', 'mine', 'through');
  expect([...repeatedAmong(await listed()).values()]).toEqual(['local', 'local', 'local']);
  await vi.waitFor(async () => {
    expect(await call('overview.get', { servers: ['before'] })).toMatchObject({ jobs: 3 });
    expect(await call('overview.get', {})).toMatchObject({ waiting: 3, jobs: 3 });
  }, PATIENT);
  const jobs = async (without: string[]) => (await call('jobs.window', { rows: 10, without })).total;
  expect([await jobs([]), await jobs(['before'])]).toEqual([6, 3]);
});

test('what becomes of a job at our own server that comes through a proxy is told and counted once', async () => {
  const notices: Notice[] = [];
  const { call, add, own, counted, proxy, define } = await beside({
    onGlance: () => {},
    onNotice: (notice) => notices.push(notice),
  });
  const draft = await proxy(`127.0.0.1:${own}`);
  const id = await add(draft);
  await counted(0, id);
  await define('mail', { kind: 'argv', argv: ['cat'] });
  const worker = await peerOf({ port: own });
  worker.send({ name: 'CAN_DO', function: 'mail' });
  const client = await peerOf({ port: draft.port });
  for (const outcome of ['WORK_COMPLETE', 'WORK_FAIL'] as const) {
    client.send({ name: 'SUBMIT_JOB', function: 'mail', unique: outcome, workload: bytes('x') });
    await client.hears(1);
    worker.send({ name: 'GRAB_JOB' });
    const [assigned] = await worker.hears(1);
    const handle = /H:\S+/.exec(assigned as string)?.[0] as string;
    worker.send(outcome === 'WORK_FAIL' ? { name: outcome, handle } : { name: outcome, handle, result: bytes('y') });
    await client.hears(1);
  }
  const failed = async (servers: string[]) => (await call('overview.get', { servers })).failures;
  await vi.waitFor(async () => expect([await failed([id]), await failed(['local'])]).toEqual([1, 1]), PATIENT);
  const [row] = (await call('functions.list', undefined)).filter(({ name }) => name === 'mail');
  expect(row).toMatchObject({ done: 1, failed: 1 });
  await vi.waitUntil(() => notices.length > 0, PATIENT);
  expect(notices).toEqual([{ kind: 'failed', jobs: 1, functions: ['mail'], more: false }]);
});

test('metrics tell the figures of a server that is in the list more than once at one of its rows', async () => {
  const { call, add, address, counted, proxy } = await beside();
  const draft = await proxy(address);
  await add(attached('Far', address));
  await add(draft);
  await counted(2, 'far', 'before');
  const client = await peerOf({ port: draft.port });
  await call('settings.change', { exporter: true, exporterPort: await freePort() });
  client.send({ name: 'SUBMIT_JOB_BG', function: 'resize', unique: 'c', workload: bytes('x') });
  await counted(3, 'far', 'before');
  const { url } = (await call('exporter.state', undefined)) as Extract<ExporterState, { url: string }>;
  await vi.waitFor(async () => {
    const families = readPrometheus(await (await fetch(url)).text());
    const values = (name: string) =>
      [...(families.get(`gearman_${name}`)?.samples ?? [])].filter(([, value]) => value > 0);
    const [row, label] = [`function="resize",server="127.0.0.1:${draft.port}"`, `server="${address}"`];
    expect(values('queued_jobs')).toEqual([[row, 3]]);
    expect(values('workers')).toEqual([[row, 1]]);
    expect(values('jobs_submitted_total')).toEqual([[row, 1]]);
    expect(families.get('gearman_up')?.samples.get(label)).toBe(1);
  }, PATIENT);
});

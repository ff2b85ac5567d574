import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import type { JobKey } from '../../../main/contract/keys.ts';
import type { ServerDraft } from '../../../main/contract/servers.ts';
import { runningServer } from '../../support/embedded.ts';
import { engineOf, shell } from '../../support/engine.ts';
import { freePort } from '../../support/free-port.ts';
import { bytes } from '../../support/packets.ts';
import { PATIENT } from '../../support/patient.ts';
import { peerOf } from '../../support/peer.ts';

const looks = { colour: 'none', group: '', on: true } as const;

/** The first server, a second one of ours, and one that is attached; each with a client. */
async function three() {
  const engine = await engineOf();
  const { call } = engine;
  await call('server.start', {});
  const port = await freePort();
  const { target } = await runningServer();
  const address = `127.0.0.1:${target.port}`;
  const second: ServerDraft = { kind: 'embedded', label: 'Second', port, ...looks };
  const far = { kind: 'attached' as const, label: 'Far', address, tls: null, every: 0.5, ...looks };
  await call('servers.add', { server: second });
  await call('servers.add', { server: far });
  const running = async () => (await call('servers.list', undefined)).filter(({ state }) => state === 'running');
  await vi.waitUntil(async () => (await running()).length === 3, PATIENT);
  const peers = {
    local: await peerOf({ port: engine.port }),
    second: await peerOf({ port }),
    far: await peerOf({ port: target.port }),
  };
  const submit = (server: keyof typeof peers, name: string, workload = 'x') =>
    peers[server].send({ name: 'SUBMIT_JOB_BG', function: name, unique: '', workload: bytes(workload) });
  const overview = (servers: string[] | null) => call('overview.get', { servers });
  const keys = async (servers: string[] | null): Promise<JobKey[]> =>
    (await call('jobs.window', { rows: 100, servers, descending: false })).rows.map(({ key }) => key);
  return { ...engine, peers, submit, overview, keys, second: { port } };
}

test('figures are those of the servers that are meant; what an attached one does not tell is null', async () => {
  const { submit, overview, peers, call } = await three();
  peers.local.send({ name: 'CAN_DO', function: 'resize' });
  peers.second.send({ name: 'CAN_DO', function: 'resize' });
  submit('local', 'mail');
  submit('second', 'resize');
  submit('second', 'mail');
  for (let count = 0; count < 3; count += 1) submit('far', 'resize');
  await vi.waitFor(async () => {
    expect(await overview(null)).toMatchObject({
      countsOnly: ['far'],
      away: [],
      waiting: 6,
      queued: { high: 0, normal: 6, low: 0 },
      workers: 2,
      running: 0,
      finished: { lastMinute: 0 },
      jobs: 3,
      oldestWait: { function: 'mail', hasWorker: false },
    });
  }, PATIENT);
  expect(await overview(['local'])).toMatchObject({ countsOnly: [], waiting: 1, workers: 1, jobs: 1 });
  const second = await overview(['second']);
  expect(second).toMatchObject({
    waiting: 2,
    workers: 1,
    jobs: 2,
    oldestWait: { function: 'resize', hasWorker: true },
  });
  const untold = { finished: null, failed: null, jobs: null, ran: null, oldestWait: null, packetsPerSecond: null };
  expect(await overview(['far'])).toMatchObject({ waiting: 3, workers: 0, ...untold });
  await vi.waitFor(async () => {
    const queued = async (servers: string[] | null) =>
      (await call('overview.history', { minutes: 5, servers })).queued.at(-1);
    expect([await queued(['far']), await queued(['second', 'local']), await queued(null)]).toEqual([3, 3, 6]);
  }, PATIENT);
  await call('servers.switch', { id: 'far', on: false });
  expect(await overview(null)).toMatchObject({ countsOnly: [], away: [], waiting: 3 });
});

test('jobs and packets of a server are listed alone, and written into files alone', async () => {
  const { submit, call, keys, chosen, dataFolder } = await three();
  submit('local', 'mail');
  submit('second', 'resize');
  submit('second', 'mail');
  await vi.waitUntil(async () => (await keys(null)).length === 3, PATIENT);
  expect((await keys(['second'])).map(({ server }) => server)).toEqual(['second', 'second']);
  const found = await call('jobs.window', { rows: 10, servers: ['second'], search: 'mail' });
  expect(found.rows.map(({ key, function: name }) => [key.server, name])).toEqual([['second', 'mail']]);
  chosen.save = join(dataFolder, 'jobs.jsonl');
  expect(await call('jobs.export', { format: 'jsonl', servers: ['second'] })).toMatchObject({ jobs: 2 });
  const packets = async (servers: string[] | null, filter = '') => {
    const window = await call('packets.window', { from: 0, rows: 100, filter, scope: { servers } });
    return window.rows.map(({ connection, type }) => `${connection.server} ${type}`);
  };
  const of = (server: string, count: number) =>
    Array.from({ length: count }, () => [`${server} SUBMIT_JOB_BG`, `${server} JOB_CREATED`]).flat();
  expect(await packets(['second'])).toEqual(of('second', 2));
  expect(await packets(null, 'gb.server == second')).toEqual(of('second', 2));
  expect(await packets(null)).toHaveLength(6);
  expect(await packets(['gone'])).toEqual([]);
  const lanes = await call('packets.lanes', { span: 60_000, columns: 10, servers: ['local'] });
  expect(lanes.lanes.map(({ connection, packets }) => [connection.server, packets])).toEqual([['local', 2]]);
  const total = async (servers: string[] | null) => {
    const { types } = await call('packets.rates', { seconds: 60, servers });
    return types.reduce((sum, { counts }) => sum + counts.reduce((all, each) => all + each, 0), 0);
  };
  await vi.waitFor(async () => expect([await total(['second']), await total(null)]).toEqual([4, 6]), PATIENT);
});

test('jobs of another server of ours are cancelled, purged, explained and submitted again there', async () => {
  const { submit, call, keys, define } = await three();
  await define('mail', shell('cat'));
  for (let count = 0; count < 3; count += 1) submit('second', 'mail', `w${count}`);
  submit('local', 'other');
  await vi.waitUntil(async () => (await keys(null)).length === 4, PATIENT);
  const [first, ...rest] = (await keys(['second'])) as [JobKey, ...JobKey[]];
  expect(await call('jobs.why', first)).toMatchObject({ kind: 'elsewhere', function: 'mail', servers: ['embedded'] });
  const [mine] = (await keys(['local'])) as [JobKey];
  expect(await call('jobs.cancel', { jobs: [first, mine] })).toEqual({ queued: 2, running: 0 });
  expect((await call('jobs.get', first))?.state).toBe('cancelled');
  const { jobs } = await call('jobs.resubmit', { jobs: [first] });
  expect(jobs).toMatchObject([{ server: 'second', run: first.run }]);
  expect(await call('jobs.get', jobs[0] as JobKey)).toMatchObject({ function: 'mail', state: 'queued' });
  expect((await call('jobs.about', first)).again).toEqual(jobs);
  expect(await call('jobs.count', { name: 'mail', server: 'second' })).toEqual({ queued: 4, running: 0 });
  expect(await call('jobs.purge', { name: 'mail', server: 'second' })).toEqual({ jobs: 3 });
  for (const key of rest) expect((await call('jobs.get', key))?.state).toBe('cancelled');
  await call('servers.switch', { id: 'second', on: false });
  await expect(call('jobs.purge', { name: 'mail', server: 'second' })).rejects.toMatchObject({
    code: 'server-not-running',
  });
  expect((await call('jobs.resubmit', { jobs: [first] })).problem).toMatchObject({ code: 'server-not-running' });
  await call('servers.remove', { id: 'second' });
  await expect(call('jobs.cancel', { jobs: [first] })).rejects.toMatchObject({ code: 'server-unknown' });
});

import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { SERVERS_MOST, type ServerDraft, type ServerInfo, type ServerScope } from '../../../main/contract/servers.ts';
import { engineOf } from '../../support/engine.ts';
import { freePort } from '../../support/free-port.ts';
import { bytes } from '../../support/packets.ts';
import { PATIENT } from '../../support/patient.ts';
import { peerOf } from '../../support/peer.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const looks = { colour: 'none', group: '', on: true } as const;
const embedded = (label: string, port: number): ServerDraft => ({ kind: 'embedded', label, port, ...looks });
const attached = (label: string, address: string) => ({
  ...{ kind: 'attached' as const, label, address, tls: null, every: 0.5 },
  ...looks,
});

/** An engine, and what waits for a server of its list to be as expected. */
async function started(dataFolder?: string) {
  const engine = await engineOf(dataFolder === undefined ? {} : { dataFolder });
  await engine.call('server.start', {});
  engine.engine.startServers();
  const info = async (id: string) => (await engine.call('servers.list', undefined)).find((each) => each.id === id);
  const becomes = (id: string, expected: Partial<ServerInfo>) =>
    vi.waitFor(async () => expect(await info(id)).toMatchObject(expected), PATIENT);
  return { ...engine, info, becomes };
}

test('the first server is in the list, and stays there', async () => {
  const { call, becomes } = await started();
  await becomes('local', {
    state: 'running',
    loopback: true,
    locked: false,
    counts: { functions: 0, queued: 0 } as never,
  });
  await expect(call('servers.remove', { id: 'local' })).rejects.toMatchObject({ code: 'bad-input' });
  await expect(call('servers.switch', { id: 'local', on: false })).rejects.toMatchObject({ code: 'bad-input' });
});

test('a second embedded server has its own port, jobs and packets', async () => {
  const { call, becomes } = await started();
  const port = await freePort();
  const { id } = await call('servers.add', { server: embedded('Second one', port) });
  expect(id).toBe('second-one');
  await becomes(id, { state: 'running', address: `127.0.0.1:${port}` });
  const client = await peerOf({ port });
  client.send({ name: 'SUBMIT_JOB_BG', function: 'resize', unique: '', workload: bytes('1') });
  await becomes(id, { counts: { functions: 1, queued: 1, stuck: 1 } as never });
  await becomes('local', { counts: { functions: 0, queued: 0 } as never });
  const { rows } = await call('jobs.window', { rows: 10 });
  expect(rows.map(({ key, function: name }) => [key.server, name])).toEqual([['second-one', 'resize']]);
});

test('an attached server is looked at, changed, and refused while it is locked', async () => {
  const { call, becomes, info } = await started();
  const port = (await call('server.status', undefined)).port;
  const { id } = await call('servers.add', { server: attached('Staging', `127.0.0.1:${port}`) });
  await becomes(id, { state: 'running', locked: false, counts: { functions: 0 } as never });
  expect((await info(id))?.echo?.milliseconds).toBeGreaterThan(0);
  expect(await call('servers.act', { id, action: { kind: 'create', function: 'resize' } })).toEqual({ said: 'OK' });
  await becomes(id, { counts: { functions: 1 } as never });

  const far = await call('servers.add', { server: attached('Production', '192.0.2.1:4730') });
  expect(far).toMatchObject({ loopback: false, locked: true });
  const drop = { id: far.id, action: { kind: 'drop', function: 'resize' } } as const;
  await expect(call('servers.act', drop)).rejects.toMatchObject({ code: 'server-locked' });
  expect(await call('servers.unlock', { id: far.id, unlocked: true })).toMatchObject({ locked: false });
});

test('other looks let a server go on, another address does not', async () => {
  const { call, becomes } = await started();
  const port = (await call('server.status', undefined)).port;
  const server = attached('Staging', `127.0.0.1:${port}`);
  const { id } = await call('servers.add', { server });
  await becomes(id, { state: 'running' });
  expect(await call('servers.change', { id, server: { ...server, label: 'Test', colour: 'red' } })).toMatchObject({
    state: 'running',
    server: { label: 'Test', colour: 'red' },
  });
  const nobody = await freePort();
  await call('servers.change', { id, server: { ...server, address: `127.0.0.1:${nobody}` } });
  await becomes(id, { state: 'failed', failure: { code: 'connection-refused' } as never });
});

test('a server that is not to be looked at any more is not, and is again once it is', async () => {
  const { call, becomes } = await started();
  const server = attached('Staging', `127.0.0.1:${(await call('server.status', undefined)).port}`);
  const { id } = await call('servers.add', { server });
  await becomes(id, { state: 'running' });
  expect(await call('servers.change', { id, server: { ...server, on: false } })).toMatchObject({ state: 'stopped' });
  await call('servers.change', { id, server });
  await becomes(id, { state: 'running' });
});

test('one of ours that is not to run any more is stopped, and runs again once it is to', async () => {
  const { call, becomes } = await started();
  const [port, before] = [await freePort(), await freePort()];
  const address = `127.0.0.1:${port}`;
  const proxy = {
    kind: 'proxy',
    label: 'Before',
    address,
    port: before,
    tls: null,
    ownTls: null,
    readOnly: false,
  } as const;
  for (const server of [embedded('Second', port), { ...proxy, ...looks }]) {
    const { id } = await call('servers.add', { server });
    await becomes(id, { state: 'running' });
    const off = await call('servers.change', { id, server: { ...server, label: 'Other', on: false } });
    expect(off).toMatchObject({ state: 'stopped', server: { label: 'Other', on: false } });
    await call('servers.change', { id, server });
    await becomes(id, { state: 'running' });
  }
});

test('what a server had that is not reached is shown of it alone, and is no part of sums', async () => {
  const { call, becomes } = await started();
  const port = await freePort();
  await call('servers.add', { server: embedded('Here', port) });
  await becomes('here', { state: 'running' });
  const client = await peerOf({ port });
  client.send({ name: 'SUBMIT_JOB_BG', function: 'resize', unique: '', workload: bytes('1') });
  const { id } = await call('servers.add', { server: attached('Away', `127.0.0.1:${port}`) });
  await becomes(id, { counts: { queued: 1 } as never });
  await call('servers.switch', { id: 'here', on: false });
  await becomes(id, { state: 'failed', counts: null, echo: null });
  const rows = async (scope: ServerScope) =>
    (await call('servers.functions', { scope, by: 'function', from: 0, count: 10 })).rows.map(({ name }) => name);
  expect(await rows({ kind: 'all' })).toEqual([]);
  expect(await rows({ kind: 'server', id })).toEqual(['resize']);
  expect(await call('overview.get', {})).toMatchObject({ waiting: 0, away: [id] });
});

test('a server that was removed comes back where it stood, under the name that jobs know it by', async () => {
  const { call } = await started();
  for (const label of ['a', 'b', 'c']) await call('servers.add', { server: embedded(label, await freePort()) });
  const removed = await call('servers.remove', { id: 'b' });
  expect(removed).toMatchObject({ server: { label: 'b' }, at: 2 });
  const ids = async () => (await call('servers.list', undefined)).map(({ id }) => id);
  expect(await ids()).toEqual(['local', 'a', 'c']);
  await call('servers.add', { server: removed.server, id: 'b', at: removed.at });
  expect(await ids()).toEqual(['local', 'a', 'b', 'c']);
  await call('servers.move', { id: 'c', at: 1 });
  expect(await ids()).toEqual(['local', 'c', 'a', 'b']);
});

test('the list is there at the next start, and those that were switched off are off', async () => {
  const dataFolder = await temporaryFolder();
  const first = await started(dataFolder);
  await first.call('servers.add', { server: embedded('on', await freePort()) });
  await first.call('servers.add', { server: embedded('off', await freePort()) });
  await first.call('servers.switch', { id: 'off', on: false });
  await first.engine.close();
  const second = await started(dataFolder);
  await second.becomes('on', { state: 'running' });
  await second.becomes('off', { state: 'stopped' });
});

test('what cannot be read of the file is set aside, and the rest is there', async () => {
  const dataFolder = await temporaryFolder();
  const path = join(dataFolder, 'servers.json');
  const good = { id: 'good', server: { ...embedded('good', await freePort()), on: false } };
  await writeFile(path, JSON.stringify({ version: 1, servers: [good, { id: 'BAD' }, { ...good, id: 'good' }] }));
  const { call } = await started(dataFolder);
  expect((await call('servers.list', undefined)).map(({ id }) => id)).toEqual(['local', 'good']);
  expect(await readdir(dataFolder)).toContain('servers.json.broken');
  expect(JSON.parse(await readFile(path, 'utf8')).servers).toHaveLength(1);
});

test('a server is tried before it is put into the list', async () => {
  const { call } = await started();
  const port = (await call('server.status', undefined)).port;
  expect(await call('servers.try', { address: `127.0.0.1:${port}` })).toMatchObject({
    version: expect.stringMatching(/^1\./),
  });
  const nobody = `127.0.0.1:${await freePort()}`;
  await expect(call('servers.try', { address: nobody })).rejects.toMatchObject({ code: 'connection-refused' });
  const tls = { ca: '/nowhere/ca.pem', certificate: null, key: null };
  await expect(call('servers.try', { address: nobody, tls })).rejects.toMatchObject({ code: 'file-unreadable' });
});

test('functions, workers and jobs of several servers are asked together, or of one', async () => {
  const { call, becomes } = await started();
  const port = (await call('server.status', undefined)).port;
  const second = await freePort();
  await call('servers.add', { server: { ...embedded('Second', second), group: 'mine' } });
  await call('servers.add', { server: attached('Looked at', `127.0.0.1:${port}`) });
  await becomes('second', { state: 'running' });
  const client = await peerOf({ port });
  for (const unique of ['1', '2'])
    client.send({ name: 'SUBMIT_JOB_BG', function: 'resize', unique, workload: bytes('1') });
  const worker = await peerOf({ port: second });
  worker.send({ name: 'SET_CLIENT_ID', clientId: 'w' }, { name: 'CAN_DO', function: 'resize' });
  const rows = async (scope: ServerScope, by: 'server' | 'function') =>
    (await call('servers.functions', { scope, by, from: 0, count: 10 })).rows.map((row) => [
      ...[row.name, row.servers.join(' ')],
      ...[row.queued, row.workers],
    ]);
  await vi.waitFor(
    async () => expect(await rows({ kind: 'all' }, 'function')).toEqual([['resize', 'local second', 2, 1]]),
    PATIENT,
  );
  expect(await rows({ kind: 'group', group: 'mine' }, 'server')).toEqual([['resize', 'second', 0, 1]]);
  await vi.waitFor(
    async () =>
      expect(await rows({ kind: 'server', id: 'looked-at' }, 'server')).toEqual([['resize', 'looked-at', 2, 0]]),
    PATIENT,
  );
  const workers = await call('servers.workers', { scope: { kind: 'all' }, from: 0, count: 10 });
  expect(workers.rows.map(({ server, clientId, functions }) => [server, clientId, functions])).toEqual([
    ['second', 'w', ['resize']],
  ]);
  const jobs = () => call('servers.jobs', { id: 'looked-at', from: 0, count: 10 });
  await vi.waitFor(async () => expect((await jobs()).total).toBe(2), PATIENT);
  expect((await jobs()).rows[0]).toMatchObject({ handle: expect.stringMatching(/^H:/), background: true });
  expect(await call('servers.history', { id: 'looked-at', function: 'resize', span: 'minutes' })).toMatchObject({
    every: expect.any(Number),
  });
});

test('what comes through a proxy is seen, as are the counts of the server behind it', async () => {
  const { call, becomes } = await started();
  const [behind, port] = [await freePort(), await freePort()];
  await call('servers.add', { server: embedded('Behind', behind) });
  await becomes('behind', { state: 'running' });
  const address = `127.0.0.1:${behind}`;
  const proxy = {
    kind: 'proxy',
    label: 'Before',
    address,
    tls: null,
    port,
    ownTls: null,
    readOnly: false,
    ...looks,
  } as const;
  await call('servers.add', { server: proxy });
  await becomes('before', { state: 'running', address: `127.0.0.1:${port}` });
  const client = await peerOf({ port });
  client.send({ name: 'SUBMIT_JOB', function: 'resize', unique: 'u', workload: bytes('1') });
  await vi.waitFor(async () => {
    const { rows } = await call('jobs.window', { rows: 10 });
    expect(rows.map(({ key, state, unique }) => `${key.server} ${state} ${unique}`).sort()).toEqual([
      'before queued u',
      'behind queued u',
    ]);
  }, PATIENT);
  await becomes('before', { counts: { functions: 1, queued: 1, stuck: 1 } as never });
  await call('servers.change', { id: 'before', server: { ...proxy, readOnly: true } });
  const create = { id: 'before', action: { kind: 'create', function: 'f' } } as const;
  await expect(call('servers.act', create)).rejects.toMatchObject({ code: 'server-read-only' });
  await becomes('before', { state: 'running' });
  await call('servers.switch', { id: 'behind', on: false });
  await becomes('before', { state: 'failed' });
});

test('changes that are asked for at once are made one after the other', async () => {
  const { call, becomes } = await started();
  const drafts = [await freePort(), await freePort()].map((port) => embedded('twin', port));
  const added = await Promise.all(drafts.map((server) => call('servers.add', { server })));
  expect(added.map(({ id }) => id)).toEqual(['twin', 'twin-2']);
  await becomes('twin', { state: 'running' });
  const port = (draft: ServerDraft | undefined) => (draft?.kind === 'embedded' ? draft.port : 0);
  await Promise.all([
    call('servers.switch', { id: 'twin', on: false }),
    call('servers.switch', { id: 'twin', on: true }),
    call('servers.change', { id: 'twin', server: embedded('renamed', port(drafts[0])) }),
  ]);
  await becomes('twin', { state: 'running', failure: null, server: { ...embedded('renamed', port(drafts[0])) } });
});

test('a list that is full takes no more, and is read again whole', async () => {
  const dataFolder = await temporaryFolder();
  const draft = { ...attached('Some', '192.0.2.1:4730'), on: false };
  const servers = Array.from({ length: SERVERS_MOST }, (_, at) => ({ id: `s${at}`, server: draft }));
  await writeFile(join(dataFolder, 'servers.json'), JSON.stringify({ version: 1, servers }));
  const { call } = await started(dataFolder);
  await expect(call('servers.add', { server: draft })).rejects.toMatchObject({
    code: 'bad-input',
    details: { why: 'most-entries', most: SERVERS_MOST },
  });
  const [local] = await call('servers.list', undefined);
  await call('servers.change', { id: 'local', server: { ...(local as ServerInfo).server, label: 'Mine' } });
  const again = await started(dataFolder);
  expect(await again.call('servers.list', undefined)).toHaveLength(SERVERS_MOST + 1);
});

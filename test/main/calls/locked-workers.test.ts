import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { workersOf } from '../../../main/server/snapshot.ts';
import { runningServer } from '../../support/embedded.ts';
import { argv, engineOf, shell } from '../../support/engine.ts';
import { bytes } from '../../support/packets.ts';
import { PATIENT } from '../../support/patient.ts';
import { peerOf } from '../../support/peer.ts';

/** An engine that looks at a server which is not on this machine, as far as its address says. */
async function production() {
  const engine = await engineOf();
  const { call } = engine;
  await call('server.start', {});
  const { host, target } = await runningServer();
  const address = `0.0.0.0:${target.port}`;
  const server = { kind: 'attached', label: 'Production', address, colour: 'none', group: '', on: true } as const;
  const { id } = await call('servers.add', { server: { ...server, tls: null, every: 0.5 } });
  const lock = (locked: boolean) => call('servers.unlock', { id, unlocked: !locked });
  /** Functions that somebody is registered for there. */
  const registered = () =>
    host.broker === undefined ? [] : workersOf(host.broker.registry).flatMap(({ functions }) => functions);
  const has = (...names: string[]) => vi.waitFor(() => expect(registered()).toEqual(names), PATIENT);
  return { ...engine, address, id, lock, registered, has, port: target.port };
}

const LOCKED = { code: 'server-locked', details: { server: 'Production' } };

test('workers of a locked server are not started, by nothing that starts them; unlocked they are', async () => {
  const { call, define, address, lock, has, registered } = await production();
  const start = () => call('workers.start', { name: 'wc' });
  await define('wc', argv('wc', '-c'), { servers: ['embedded', address.toUpperCase()] });
  await expect(start()).rejects.toMatchObject(LOCKED);
  expect(await call('workers.list', undefined)).toMatchObject({ managed: [] });

  await lock(false);
  await start();
  await has('wc');
  await lock(true);
  await has();
  const act = (action: 'start' | 'restart') => call('workers.act', { action, name: 'wc', worker: null });
  await expect(act('restart')).rejects.toMatchObject(LOCKED);
  await expect(act('start')).rejects.toMatchObject(LOCKED);
  await expect(call('workers.scale', { name: 'wc', workers: 2 })).rejects.toMatchObject(LOCKED);
  await call('workers.scale', { name: 'wc', workers: 1 });
  expect(registered()).toEqual([]);
});

test('workers leave a server that is locked once they have done their job, say why, and come back', async () => {
  const { call, define, address, lock, has, port, dataFolder } = await production();
  await lock(false);
  const go = join(dataFolder, 'go');
  await define('slow', shell(`while [ ! -e ${go} ]; do sleep 0.05; done; cat`), { servers: ['embedded', address] });
  await call('workers.start', { name: 'slow' });
  await has('slow');
  const client = await peerOf({ port });
  client.send({ name: 'SUBMIT_JOB', function: 'slow', unique: '', workload: bytes('done') });
  const worker = async () => (await call('workers.list', undefined)).managed[0]?.workers[0];
  await vi.waitFor(async () => expect(await worker()).toMatchObject({ state: 'working', server: address }), PATIENT);

  await lock(true);
  expect(await worker()).toMatchObject({ state: 'working' });
  await writeFile(go, '');
  const [, ended] = await client.hears(2);
  expect(ended).toMatch(/WORK_COMPLETE .* done/);
  const links = [
    { server: 'embedded', state: 'connected' },
    { server: address, state: 'lost', problem: LOCKED },
  ];
  await vi.waitFor(async () => expect(await worker()).toMatchObject({ state: 'sleeping', links }), PATIENT);
  await has();
  await lock(false);
  await has('slow');
});

test('a server that is attached while workers are there is locked for them; removed, it is theirs again', async () => {
  const { call, define, address, id, has } = await production();
  await call('servers.remove', { id });
  await define('wc', argv('wc', '-c'), { servers: [address] });
  await call('workers.start', { name: 'wc' });
  await has('wc');
  const server = { kind: 'attached', label: 'Production', address, colour: 'none', group: '', on: true } as const;
  const again = await call('servers.add', { server: { ...server, tls: null, every: 0.5 } });
  await has();
  await call('servers.remove', { id: again.id });
  await has('wc');
});

test('a program that is a worker is ended where its server is locked, and started again where it is not', async () => {
  const { call, define, address, lock } = await production();
  await define('speaks', shell('exec sleep 60'), { servers: [address], speaks: 'gearman' });
  await expect(call('workers.start', { name: 'speaks' })).rejects.toMatchObject(LOCKED);
  await lock(false);
  await call('workers.start', { name: 'speaks' });
  const worker = async () => (await call('workers.list', undefined)).managed[0]?.workers[0];
  await vi.waitFor(async () => expect(await worker()).toMatchObject({ pid: expect.any(Number) }), PATIENT);
  await lock(true);
  await vi.waitFor(async () => expect(await worker()).toMatchObject({ state: 'reconnecting', pid: null }), PATIENT);
  const lines = await call('workers.output', { name: 'speaks', worker: null, after: 0 });
  expect(lines.filter(({ kind }) => kind === 'failed')).toMatchObject([{ failure: LOCKED }]);
  await lock(false);
  await vi.waitFor(async () => expect(await worker()).toMatchObject({ pid: expect.any(Number) }), PATIENT);
});

test('who names the server on the command line is asked for nothing', async () => {
  const { call, define } = await engineOf({ locks: false });
  const { target } = await runningServer();
  const address = `0.0.0.0:${target.port}`;
  const server = { kind: 'attached', label: 'Production', address, colour: 'none', group: '', on: true } as const;
  const info = await call('servers.add', { server: { ...server, tls: null, every: 0.5 } });
  expect(info).toMatchObject({ locked: false });
  await define('wc', argv('wc', '-c'), { servers: [address] });
  await call('workers.start', { name: 'wc' });
});

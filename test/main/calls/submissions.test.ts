import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import type { JobKey } from '../../../main/contract/keys.ts';
import { runningServer } from '../../support/embedded.ts';
import { engineOf, shell } from '../../support/engine.ts';
import { fakeServer } from '../../support/fake-server.ts';
import { freePort } from '../../support/free-port.ts';
import { PATIENT } from '../../support/patient.ts';
import { peerOf } from '../../support/peer.ts';

async function started() {
  const engine = await engineOf();
  await engine.call('server.start', {});
  return engine;
}

test('a preview is what is sent, byte for byte', async () => {
  const { call } = await started();
  const job = {
    function: 'f',
    workload: { kind: 'template', text: 'job {{i}} {{uuid}} {{person.fullName}}', seed: 5 },
    priority: 'high',
    unique: { kind: 'hash' },
    exceptions: false,
  } as const;
  const preview = await call('workload.preview', job);
  expect([preview.packet, preview.size, preview.bytes.length]).toEqual([
    'SUBMIT_JOB_HIGH',
    preview.bytes.length,
    preview.size,
  ]);
  await call('workload.submit', job);
  const { rows } = await call('packets.window', { from: 0, rows: 500 });
  const sent = rows.find(({ type }) => type === 'SUBMIT_JOB_HIGH');
  const bytes = await call('bytes.page', { seq: sent?.seq ?? -1, from: 0 });
  expect(Buffer.from(bytes ?? []).equals(Buffer.from(preview.bytes))).toBe(true);
  expect(preview.command?.line).toContain(`-f f -I -u ${preview.unique}`);
});

test('a job for another server of ours, or through a proxy of ours, is the one that the list of jobs has', async () => {
  const { call, reaches, port } = await started();
  const looks = { colour: 'none', group: '', on: true } as const;
  const [second, before] = [await freePort(), await freePort()];
  await call('servers.add', { server: { kind: 'embedded', label: 'Second', port: second, ...looks } });
  const proxy = { kind: 'proxy', label: 'Before', address: `127.0.0.1:${second}`, port: before, ...looks } as const;
  await call('servers.add', { server: { ...proxy, tls: null, ownTls: null, readOnly: false } });
  await vi.waitFor(async () => {
    const states = (await call('servers.list', undefined)).map(({ state }) => state);
    expect(states).toEqual(['running', 'running', 'running']);
  }, PATIENT);
  const worker = await peerOf({ port: second });
  worker.send({ name: 'CAN_DO', function: 'f' });
  const at = (port: number) => ({ host: '127.0.0.1', port });
  const several = { how: 'first' as const, servers: [`127.0.0.1:${second}`, 'embedded'] };
  for (const { server, target } of [
    { server: 'second' as const, target: at(second) },
    { server: 'before' as const, target: at(before) },
    { server: 'second' as const, target: several },
  ]) {
    const { id, key } = await call('workload.submit', { function: 'f', workload: { kind: 'text', text: 'x' }, target });
    expect(key).toMatchObject({ server, run: expect.any(Number) });
    await vi.waitFor(async () => {
      expect(await call('jobs.get', key as JobKey)).toMatchObject({ key, function: 'f' });
      expect((await call('submissions.get', { id }))?.steps).toMatchObject([{ kind: 'submitted' }]);
    }, PATIENT);
    expect(await call('submissions.get', { id })).toMatchObject({ listed: true, server: expect.stringContaining(':') });
    worker.send({ name: 'GRAB_JOB' });
    worker.send({ name: 'WORK_COMPLETE', handle: (key as JobKey).handle, result: Buffer.from('done') });
    await reaches(id, 'done');
    // Code that submits it again sends it where it went.
    const code = (await call('jobs.snippet', { key: key as JobKey, language: 'php' }))?.text;
    const ports = { second, before }[server];
    expect(code).toContain(
      target === several ? `addServers('127.0.0.1:${second},127.0.0.1:${port}')` : `addServer('127.0.0.1', ${ports})`,
    );
  }
  const { target } = await runningServer();
  const elsewhere = await call('workload.submit', {
    ...{ function: 'f', workload: { kind: 'text', text: 'x' }, background: true },
    target: at(target.port),
  });
  expect(elsewhere).toMatchObject({ listed: false, steps: [] });
});

test('a preview tells characters and bytes, and what is no text', async () => {
  const { call } = await started();
  const told = async (bytes: Uint8Array<ArrayBuffer>) => {
    const preview = await call('workload.preview', { function: 'f', workload: { kind: 'bytes', bytes } });
    return [preview.workloadSize, preview.characters];
  };
  expect(await told(Uint8Array.from(Buffer.from('图𝄞a')))).toEqual([8, 3]);
  expect(await told(Uint8Array.of(0xff))).toEqual([1, null]);
});

test('a large file is told by its first bytes, its size and the hash of all', async () => {
  const { call, chosen, dataFolder } = await started();
  const content = Buffer.alloc(3_000_000, 'abc');
  chosen.open = join(dataFolder, 'big file');
  await writeFile(chosen.open, content);
  const file = await call('workload.choose', undefined);
  const preview = await call('workload.preview', {
    function: 'f',
    workload: { kind: 'file', token: file?.token ?? '' },
    unique: { kind: 'hash' },
  });
  const unique = createHash('sha256').update(content).digest('hex').slice(0, 32);
  expect(preview).toMatchObject({ unique, workloadSize: 3_000_000, size: 12 + 2 + 33 + 3_000_000, characters: null });
  expect(Buffer.from(preview.bytes).readUInt32BE(8)).toBe(2 + 33 + 3_000_000);
  expect(preview.command?.line).toContain(`< '${chosen.open}'`);
  await writeFile(chosen.open, 'abc');
  const again = await call('workload.preview', {
    function: 'f',
    workload: { kind: 'file', token: file?.token ?? '' },
    unique: { kind: 'hash' },
  });
  expect(again.unique).toBe(createHash('sha256').update('abc').digest('hex').slice(0, 32));
});

test('two jobs with the hash of one workload are one job', async () => {
  const { call, reaches } = await started();
  const submit = (text: string) =>
    call('workload.submit', { function: 'f', workload: { kind: 'text', text }, unique: { kind: 'hash' } });
  const [one, same, other] = [await submit('a'), await submit('a'), await submit('b')];
  await Promise.all([one, same, other].map(({ id }) => reaches(id, 'queued')));
  const handles = await Promise.all(
    [one, same, other].map(async ({ id }) => (await call('submissions.get', { id }))?.key?.handle),
  );
  expect([handles[0] === handles[1], handles[0] === handles[2]]).toEqual([true, false]);
});

test('a job for later is kept until then; a time that is past is refused', async () => {
  const { call } = await started();
  const submit = (at: number) =>
    call('workload.submit', { function: 'f', workload: { kind: 'text', text: 'x' }, background: true, at });
  const now = Math.floor(Date.now() / 1000);
  await expect(submit(now)).rejects.toMatchObject({ code: 'time-past' });
  const { id, state } = await submit(now + 3600);
  expect(state).toBe('accepted');
  const { key } = (await call('submissions.get', { id })) ?? {};
  const job = await vi.waitUntil(() => key && call('jobs.get', key), PATIENT);
  expect(job.dueAt).toBe((now + 3600) * 1000);
});

test('the last submissions are listed, the newest first', async () => {
  const { call, submit } = await started();
  await submit('a', '1');
  await submit('b', '2', { background: true });
  expect((await call('submissions.list', undefined)).map(({ function: name, state }) => [name, state])).toEqual([
    ['b', 'accepted'],
    ['a', 'queued'],
  ]);
});

test('one that a worker has taken is listed as running, though its client does not hear of that', async () => {
  const { call, submit, port } = await started();
  const worker = await peerOf({ port });
  worker.send({ name: 'CAN_DO', function: 'a' });
  await submit('a', '1');
  await submit('b', '2');
  worker.send({ name: 'GRAB_JOB' });
  await vi.waitFor(async () => {
    const states = (await call('submissions.list', undefined)).map(({ function: name, state }) => [name, state]);
    expect(states).toEqual([
      ['b', 'queued'],
      ['a', 'running'],
    ]);
  }, PATIENT);
});

test('a workload with a wrong template sends nothing', async () => {
  const { call } = await started();
  const job = { function: 'f', workload: { kind: 'template', text: '{{nothing}}', seed: 1 } } as const;
  await expect(call('workload.submit', job)).rejects.toMatchObject({ code: 'template-field' });
  await expect(call('workload.preview', job)).rejects.toMatchObject({ code: 'template-field' });
  expect(await call('submissions.list', undefined)).toEqual([]);
});

const ofText = { function: 'f', workload: { kind: 'text', text: 'x' } } as const;

test('a job goes to another server, and what its client hears there is told', async () => {
  const other = await started();
  await other.define('f', shell('tr a-z A-Z; printf done'));
  await other.call('workers.start', { name: 'f' });
  await other.idle('f');
  const { engine, call, reaches } = await engineOf(); // its own server does not run
  const target = { host: '127.0.0.1', port: other.port };
  const { id } = await call('workload.submit', { ...ofText, target });
  const done = await reaches(id, 'done');
  expect(Buffer.from(done.result.bytes ?? []).toString()).toBe('Xdone');
  expect(done).toMatchObject({ server: `127.0.0.1:${other.port}`, waited: null, ran: null, steps: [] });
  expect((await other.call('jobs.window', { rows: 1 })).counts.done).toBe(1);
  const { command } = await call('workload.preview', { ...ofText, target });
  expect(command?.line).toContain(`-p ${other.port}`);
  expect(engine.glance().last).toBe(null); // the history has nothing of it to submit again
});

test('a job goes to one of several servers, past one that is not there, and says where it is', async () => {
  const other = await started();
  await other.define('f', shell('cat'));
  await other.call('workers.start', { name: 'f' });
  await other.idle('f');
  const { call, reaches, port } = await started();
  const nobody = `127.0.0.1:${await freePort()}`;
  const there = `127.0.0.1:${other.port}`;
  const target = { how: 'first', servers: [nobody, there, 'embedded'] } as const;
  const looked = await call('workload.preview', { ...ofText, target: { ...target, servers: [...target.servers] } });
  expect(looked.stops?.map(({ server }) => server)).toEqual(target.servers);
  expect(looked.command?.line).toContain(
    `GEARMAN_SERVERS=127.0.0.1:${port},${there} gearman -p ${nobody.split(':')[1]} -f f`,
  );
  const { id } = await call('workload.submit', { ...ofText, target: { ...target, servers: [...target.servers] } });
  expect(await reaches(id, 'done')).toMatchObject({
    server: there,
    spread: { how: 'first', detours: [{ server: nobody, problem: { code: 'connection-refused' }, wasSent: false }] },
  });
  const [row] = await call('submissions.list', undefined);
  expect(row).toMatchObject({ server: there });
  const again = await call('workload.preview', { ...ofText, target: { ...target, servers: [...target.servers] } });
  expect(again.stops).toEqual([
    { server: there, isGone: false },
    { server: 'embedded', isGone: false },
    { server: nobody, isGone: true },
  ]);
});

test('jobs in turn go to each server, ours too, whose jobs are followed; by unique ID to where it was shown', async () => {
  const other = await started();
  const { call } = await started();
  const servers = ['embedded', `127.0.0.1:${other.port}`];
  const send = async (how: 'round-robin' | 'hash', value: string) => {
    const job = { ...ofText, background: true, unique: { kind: 'custom', value } as const, target: { how, servers } };
    const { stops, command } = await call('workload.preview', job);
    const { server, key } = await call('workload.submit', job);
    expect(server ?? 'embedded').toBe(stops?.[0]?.server);
    expect(command?.line).not.toContain('GEARMAN_SERVERS');
    if (server === null) expect(key?.server).toBe('local');
    return server;
  };
  const inTurn = [await send('round-robin', 'a'), await send('round-robin', 'b'), await send('round-robin', 'c')];
  expect(inTurn).toEqual([null, servers[1], null]);
  expect(await send('hash', 'a')).toBe(await send('hash', 'a'));
});

test('where a long file with the ID of its bytes belongs is not known before it is read', async () => {
  const { call, chosen, dataFolder } = await started();
  chosen.open = join(dataFolder, 'long');
  await writeFile(chosen.open, 'x'.repeat(100_000));
  const file = await call('workload.choose', undefined);
  const { stops, command } = await call('workload.preview', {
    ...ofText,
    workload: { kind: 'file', token: file?.token ?? '' },
    unique: { kind: 'custom', value: '-' },
    target: { how: 'hash', servers: ['embedded', 'a:1'] },
  });
  expect([stops, command]).toEqual([null, null]);
});

test('where no server of several answers nothing is remembered, and all are named', async () => {
  const { call } = await engineOf();
  const servers = [`127.0.0.1:${await freePort()}`, 'embedded'];
  await expect(call('workload.submit', { ...ofText, target: { how: 'first', servers } })).rejects.toMatchObject({
    code: 'servers-gone',
  });
  expect(await call('submissions.list', undefined)).toEqual([]);
});

test('another server that is not there, or is none, is told plainly', async () => {
  const { call, reaches } = await engineOf();
  const nobody = { host: '127.0.0.1', port: await freePort() };
  await expect(call('workload.submit', { ...ofText, target: nobody })).rejects.toMatchObject({
    code: 'connection-refused',
    details: { address: `127.0.0.1:${nobody.port}` },
  });
  const alert = Buffer.from('15030100020246', 'hex'); // what a server with TLS says to who does not speak it
  const withTls = await fakeServer((_, { heard, write, close }) => {
    if (heard.length > 1) return;
    write(alert);
    close();
  });
  const { id } = await call('workload.submit', { ...ofText, target: { host: withTls.host, port: withTls.port } });
  expect((await reaches(id, 'broken')).problem?.message).toMatch(
    /^The connection to 127\.0\.0\.1:\d+ failed: the server closed it/,
  );
});

import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test, vi } from 'vitest';
import type { Versions } from '../../main/contract/api.ts';
import type { Glance, Notice } from '../../main/contract/glance.ts';
import type { JobKey } from '../../main/contract/keys.ts';
import type { Settings } from '../../main/contract/settings.ts';
import { silent } from '../../main/util/log.ts';
import { isAlive, killIfAlive } from '../support/alive.ts';
import { authority } from '../support/certificates.ts';
import { afterThisTest } from '../support/cleanup.ts';
import { argv, engineOf, shell } from '../support/engine.ts';
import { bytes } from '../support/packets.ts';
import { PATIENT } from '../support/patient.ts';
import { peerOf } from '../support/peer.ts';
import { needs } from '../support/peers.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** An engine whose server runs. */
async function running(parts: Parameters<typeof engineOf>[0] = {}) {
  const engine = await engineOf(parts);
  await engine.call('server.start', {});
  return engine;
}

/** A workspace of one function that writes a file when it runs, made by somebody else. */
async function foreignWorkspace() {
  const folder = await temporaryFolder();
  const path = join(folder, 'foreign.gearbench.json');
  await writeFile(
    path,
    JSON.stringify({ gearbench: 1, functions: [{ name: 'f', command: shell('echo ran > ran; echo done') }] }),
  );
  return { path, folder };
}

test('a function is defined, its worker started, a job submitted and done, and all of it can be seen', async () => {
  const { call, define, idle, submit, reaches } = await running();
  await define('shout', argv('tr', 'a-z', 'A-Z'));
  await call('workers.start', { name: 'shout' });
  await idle('shout');
  const { id } = await submit('shout', 'hello', { unique: { kind: 'custom', value: 'u1' } });
  const submission = await reaches(id, 'done');
  expect(submission).toMatchObject({
    function: 'shout',
    unique: 'u1',
    joined: false,
    result: { size: 5, bytes: bytes('HELLO') },
    problem: null,
    outcome: { exitCode: 0, signal: null, overflowed: false, timedOut: false, failure: null, errors: '' },
  });
  expect(submission.steps.map(({ kind }) => kind)).toEqual(['submitted', 'assigned', 'complete']);

  const key = submission.key as JobKey;
  const told = async () => {
    const { steps, partly } = await call('packets.story', key);
    return [partly, ...steps.map(({ kind, packets }) => `${kind} ${packets.map(({ type }) => type).join(' ')}`)];
  };
  expect(await told()).toEqual([
    false,
    'submitted SUBMIT_JOB JOB_CREATED',
    'assigned GRAB_JOB_UNIQ JOB_ASSIGN_UNIQ',
    'complete WORK_COMPLETE WORK_COMPLETE',
  ]);
  expect(await call('jobs.window', { rows: 10 })).toMatchObject({
    total: 1,
    counts: { done: 1, queued: 0 },
    rows: [{ key, state: 'done', function: 'shout', attempts: 1, workloadSize: 5, resultSize: 5 }],
  });
  const detail = await call('jobs.get', key);
  expect(detail).toMatchObject({
    workload: { size: 5, bytes: bytes('hello') },
    result: { size: 5, bytes: bytes('HELLO') },
    outcome: { exitCode: 0 },
  });
  expect(detail?.steps.map(({ who }) => who)).toEqual([
    expect.stringMatching(/^#\d+ 127\.0\.0\.1:\d+$/),
    expect.stringMatching(/^#\d+ shout-1$/),
    null,
  ]);

  const { rows } = await call('packets.window', { from: 'end', rows: 100 });
  const from = rows.findIndex(({ type }) => type === 'SUBMIT_JOB');
  const story = rows
    .slice(from)
    .filter(({ type }) => type !== 'PRE_SLEEP') // it may come a moment before or after the job
    .map(({ direction, party, type, function: name }) => `${direction} ${party} ${type} ${name}`);
  expect(story.slice(0, 7)).toEqual([
    'in client SUBMIT_JOB shout',
    'out worker NOOP null',
    'out client JOB_CREATED shout',
    'in worker GRAB_JOB_UNIQ null',
    'out worker JOB_ASSIGN_UNIQ shout',
    'in worker WORK_COMPLETE shout',
    'out client WORK_COMPLETE shout',
  ]);
  expect(new Set(rows.map(({ origin }) => origin))).toEqual(new Set(['self']));

  expect((await call('jobs.snippet', { key, language: 'python' }))?.text).toMatch(
    /FUNCTION = b'shout'\nUNIQUE = b'u1'\nWORKLOAD = b'hello'/,
  );
  expect(await call('jobs.snippet', { key: { ...key, handle: 'H:no:1' }, language: 'python' })).toBe(null);
  await call('packets.clear', undefined);
  expect(await told()).toEqual([true, 'submitted ', 'assigned ', 'complete ']);

  const [row] = await call('functions.list', undefined);
  expect(row).toMatchObject({ name: 'shout', done: 1, failed: 0, running: 0, outside: [], workers: [{ done: 1 }] });
  expect(row?.program).toMatch(/\/tr$/);
  expect(await call('overview.get', undefined)).toMatchObject({
    finished: { lastMinute: 1 },
    failed: { count: 0, function: null },
    failures: 0,
    running: 0,
    workers: 1,
    jobs: 1,
    ran: { median: expect.any(Number) },
  });
  const history = await call('overview.history', { minutes: 15, functions: ['shout', 'nobody'] });
  expect([history.done.at(-1), history.failed.at(-1), history.lines.map((line) => line.length)]).toEqual([
    1,
    0,
    [60, 60],
  ]);
});

test('how many jobs wait is noted for each second', async () => {
  const { call, submit } = await running();
  for (const text of ['a', 'b']) await submit('nobody', text, { background: true });
  await vi.waitFor(async () => expect((await call('overview.history', { minutes: 5 })).queued.at(-1)).toBe(2), PATIENT);
});

test('a packet is shown with its bytes and fields, until the capture is cleared', async () => {
  const { call, port } = await running();
  const peer = await peerOf({ port });
  peer.send({ name: 'ECHO_REQ', data: bytes('look at me') });
  await peer.hears();
  const { rows } = await call('packets.window', { from: 0, rows: 1, filter: 'LOOK' });
  const { seq } = rows[0] ?? { seq: -1 };
  expect(await call('packets.get', { seq })).toMatchObject({
    row: { type: 'ECHO_REQ', origin: 'other', content: 'look at me' },
    fields: [{ name: 'data', start: 12, end: 22, displayField: 'gearman.echo_text' }],
    bytes: Buffer.concat([bytes('\0REQ\0\0\0\x10\0\0\0\x0a'), bytes('look at me')]),
  });
  await call('packets.clear', undefined);
  expect([await call('packets.get', { seq }), (await call('packets.window', { from: 0, rows: 9 })).rows]).toEqual([
    null,
    [],
  ]);
});

test('the health probe is hidden from the packets, and makes the light green', async () => {
  const { call } = await running();
  await vi.waitUntil(async () => (await call('server.status', undefined)).state === 'running', PATIENT);
  const [without, all] = [
    await call('packets.window', { from: 'end', rows: 10 }),
    await call('packets.window', { from: 'end', rows: 10, probes: true }),
  ];
  expect([without.rows, without.hidden, all.rows.map(({ type, origin }) => `${origin} ${type}`)]).toEqual([
    [],
    2,
    ['probe ECHO_REQ', 'probe ECHO_RES'],
  ]);
});

test.skipIf(!needs('openssl'))('where the server speaks TLS, its own workers and submissions do so too', async () => {
  const tls = await (await authority()).credentials('server');
  const { call, define, idle, submit, reaches } = await running({ tls });
  await define('count', argv('wc', '-c'));
  await call('workers.start', { name: 'count' });
  await idle('count');
  const { id } = await submit('count', 'hello');
  expect(await reaches(id, 'done')).toMatchObject({ result: { bytes: bytes('5\n') } });
  const { rows } = await call('packets.window', { from: 0, rows: 100 });
  expect(rows.map(({ type, origin }) => `${origin} ${type}`)).toEqual(
    expect.arrayContaining(['self CAN_DO', 'self SUBMIT_JOB', 'self WORK_COMPLETE']),
  );
});

test('without a server nothing is submitted', async () => {
  const { submit } = await engineOf();
  await expect(submit('f', '')).rejects.toMatchObject({ code: 'server-not-running' });
});

test('opening a workspace runs nothing, and its commands run only when they were allowed', async () => {
  const { call, chosen, engine, idle, submit, reaches } = await running();
  const { path, folder } = await foreignWorkspace();
  chosen.open = path;
  const opened = await call('workspace.open', undefined);
  expect(opened).toMatchObject({ name: 'foreign', path, folder, trusted: false });
  const { id } = await submit('f', '');
  await expect(call('workers.start', { name: 'f' })).rejects.toMatchObject({ code: 'not-trusted' });
  expect([engine.running, await readdir(folder)]).toEqual([[], ['foreign.gearbench.json']]);

  expect(await call('workspace.trust', { fingerprint: opened?.fingerprint ?? '' })).toMatchObject({ trusted: true });
  await call('workers.start', { name: 'f' });
  await reaches(id, 'done');
  await idle('f');
  expect([engine.running, await readFile(join(folder, 'ran'), 'utf8')]).toEqual([['f'], 'ran\n']);
});

test('another workspace stops the workers of the one before', async () => {
  const { call, chosen, define, engine } = await running();
  await define('own', argv('cat'));
  await call('workers.start', { name: 'own' });
  expect(engine.running).toEqual(['own']);
  expect(await call('workspace.open', undefined)).toBe(null);
  expect(engine.running).toEqual(['own']);
  chosen.save = join(await temporaryFolder(), 'new');
  expect(await call('workspace.create', undefined)).toMatchObject({ name: 'new', trusted: true, functions: [] });
  expect(engine.running).toEqual([]);
});

test('a changed function runs at once as it is now; a removed one no more', async () => {
  const { call, define, submit, reaches, engine } = await running();
  await define('f', argv('echo', 'before'));
  await call('workers.start', { name: 'f' });
  await define('g', argv('echo', 'after'), {}, 'f');
  expect(engine.running).toEqual(['g']);
  const { id } = await submit('g', '');
  expect((await reaches(id, 'done')).result.bytes).toEqual(bytes('after\n'));
  expect(await call('functions.remove', { name: 'g' })).toMatchObject({ name: 'g' });
  expect([engine.running, (await call('workspace.get', undefined)).functions]).toEqual([[], []]);
  await expect(call('workers.start', { name: 'g' })).rejects.toMatchObject({ code: 'unknown-function' });
});

test('the demonstration counts lines and leaves no worker and no function behind', async () => {
  const { call, engine } = await running();
  const { submission, definition } = await call('demonstration.run', { text: 'one\ntwo\n' });
  expect([submission.state, submission.result.bytes, definition.command]).toEqual([
    'done',
    bytes('2\n'),
    argv('wc', '-l'),
  ]);
  const rows = await call('functions.list', undefined);
  expect([engine.running, rows.some(({ name }) => name === 'wc')]).toEqual([[], false]);
  // What a person submits again is a job of theirs.
  expect([await call('submissions.list', undefined), engine.glance().last]).toEqual([[], null]);
  expect((await call('packets.story', submission.key as JobKey)).steps.map(({ kind }) => kind)).toEqual([
    'submitted',
    'assigned',
    'complete',
  ]);
});

test('the demonstration takes no name that is somebody’s, and none does a job of another', async () => {
  const { call, define, port } = await running();
  await define('wc', argv('cat'));
  const outsider = await peerOf({ port });
  outsider.send({ name: 'CAN_DO', function: 'wc-2' });
  await expect
    .poll(async () => (await call('functions.list', undefined)).map(({ name }) => name), PATIENT)
    .toContain('wc-2');
  const both = await Promise.all([
    call('demonstration.run', { text: 'one\n' }),
    call('demonstration.run', { text: 'one\ntwo\n' }),
  ]);
  expect(both.map(({ definition, submission }) => [definition.name, submission.result.bytes])).toEqual([
    ['wc-3', bytes('1\n')],
    ['wc-3', bytes('2\n')],
  ]);
});

test('a demonstration without a server says so and leaves nothing running', async () => {
  const { call, engine } = await engineOf();
  await expect(call('demonstration.run', { text: '' })).rejects.toMatchObject({ code: 'server-not-running' });
  expect(engine.running).toEqual([]);
});

test('who of others connects is told, with what they did, and the program where the system tells it', async () => {
  const { call, submit, reaches, port } = await running();
  const { id } = await submit('f', 'ours', { background: true });
  await reaches(id, 'accepted');
  expect(await call('connections.outside', undefined)).toEqual([]);
  const worker = await peerOf({ port });
  worker.send({ name: 'SET_CLIENT_ID', clientId: 'resizer' }, { name: 'CAN_DO', function: 'resize' });
  const list = () => call('connections.outside', undefined);
  await expect.poll(async () => (await list()).length, PATIENT).toBe(1);
  const known = process.platform === 'linux' ? { pid: process.pid, name: expect.any(String) } : expect.anything();
  await expect.poll(async () => (await list())[0]?.program, PATIENT).toEqual(known);
  expect(await list()).toMatchObject([
    { clientId: 'resizer', functions: ['resize'], submitted: null, isOpen: true, openedAt: expect.any(Number) },
  ]);
  const client = await peerOf({ port });
  client.send({ name: 'SUBMIT_JOB_BG', function: 'hello', unique: '', workload: Buffer.from('x') });
  await client.hears();
  client.leave();
  await expect.poll(async () => (await list())[0]?.isOpen, PATIENT).toBe(false);
  expect(await list()).toMatchObject([
    { submitted: 'hello', functions: [] },
    { clientId: 'resizer', isOpen: true },
  ]);
});

test('a program to begin with submits a job to the server that runs', async () => {
  const { call, port } = await running();
  const { text, file } = await call('connections.snippet', { language: 'php' });
  expect([file, text]).toEqual(['submit.php', expect.stringContaining(`$client->addServer('127.0.0.1', ${port});`)]);
  expect(text).toContain('doBackground');
});

test('settings and the open workspace are kept for the next start', async () => {
  const told: Settings[] = [];
  const first = await engineOf({ onSettings: (settings) => told.push(settings) });
  await first.define('mine', argv('cat'));
  first.chosen.save = join(await temporaryFolder(), 'other');
  await first.call('workspace.create', undefined);
  await first.call('settings.change', { theme: 'dark', port: 4731 });
  await first.engine.close();
  const warn = vi.fn();
  const { call } = await engineOf({ dataFolder: first.dataFolder, log: { ...silent, warn } });
  expect(await call('settings.get', undefined)).toMatchObject({ theme: 'dark', port: 4731 });
  expect((await call('workspace.get', undefined)).name).toBe('other');
  expect([told.at(-1), warn.mock.calls]).toEqual([await call('settings.get', undefined), []]);
});

test('the last ten workspaces are remembered, the last one first, and one that is gone says so', async () => {
  const told: Settings[] = [];
  const { call, engine } = await engineOf({ onSettings: (settings) => told.push(settings) });
  const folder = await temporaryFolder();
  const paths = Array.from({ length: 11 }, (_, at) => join(folder, `w${at}.gearbench.json`));
  for (const path of paths) {
    await writeFile(path, '{ "gearbench": 1, "functions": [] }');
    await engine.openWorkspace(path);
  }
  const names = async () => (await call('workspace.recent', undefined)).map(({ name }) => name);
  expect(await names()).toEqual(['w9', 'w8', 'w7', 'w6', 'w5', 'w4', 'w3', 'w2', 'w1']);
  expect(told.at(-1)?.recent[0]).toBe(paths[10]);
  await call('workspace.openRecent', { path: paths[5] as string });
  expect([(await call('workspace.get', undefined)).name, (await names())[0]]).toEqual(['w5', 'w10']);

  await rm(paths[9] as string);
  const gone = (await call('workspace.recent', undefined)).filter(({ missing }) => missing);
  expect(gone).toEqual([{ name: 'w9', path: paths[9], folder, missing: true }]);
  await expect(call('workspace.openRecent', { path: paths[9] as string })).rejects.toMatchObject({
    code: 'file-missing',
    details: { path: paths[9] },
  });
  expect((await call('workspace.get', undefined)).name).toBe('w5');
  await call('workspace.forget', { path: paths[9] as string });
  expect(await names()).not.toContain('w9');
  await call('workspace.forget', { path: null });
  expect([await names(), told.at(-1)?.recent]).toEqual([[], []]);
});

test('the window opens no other file than those that it was shown', async () => {
  const { call } = await engineOf();
  const { path } = await foreignWorkspace();
  await expect(call('workspace.openRecent', { path })).rejects.toMatchObject({ code: 'not-recent', details: { path } });
});

test('where the last workspace is gone, the own one is opened and that is said', async () => {
  const first = await engineOf();
  await first.define('mine', argv('cat'));
  first.chosen.open = (await foreignWorkspace()).path;
  await first.call('workspace.open', undefined);
  await writeFile(first.chosen.open, 'broken');
  const warn = vi.fn();
  const { call } = await engineOf({ dataFolder: first.dataFolder, log: { ...silent, warn } });
  expect(await call('workspace.get', undefined)).toMatchObject({ name: 'Sandbox', functions: [{ name: 'mine' }] });
  expect(warn.mock.calls).toEqual([[expect.stringContaining('Your own workspace was opened instead.')]]);
});

test('workers follow the file that another program wrote: what changed there ends, the rest goes on', async () => {
  const { call, engine, define, dataFolder } = await running();
  const path = join(dataFolder, 'Sandbox.gearbench.json');
  for (const name of ['same', 'changed', 'gone']) {
    await define(name, argv('cat'));
    await call('workers.start', { name });
  }
  const before = await readFile(path, 'utf8');
  const same = { name: 'same', command: argv('cat') };
  const write = (functions: object[]) => writeFile(path, JSON.stringify({ gearbench: 1, functions }));
  await write([same, { name: 'changed', command: argv('rev') }]);
  await engine.lookAtWorkspace();
  expect([engine.running, (await call('workspace.get', undefined)).trusted]).toEqual([['same'], false]);
  await expect(call('workers.start', { name: 'changed' })).rejects.toMatchObject({ code: 'not-trusted' });
  await writeFile(path, before); // what was allowed may run as before
  await engine.lookAtWorkspace();
  expect((await call('workspace.get', undefined)).trusted).toBe(true);
});

test('unsaved changes are asked for before another workspace is opened, or the program left', async () => {
  const { call, chosen, define, engine, dataFolder } = await engineOf();
  const own = join(dataFolder, 'Sandbox.gearbench.json');
  const { path } = await foreignWorkspace();
  await call('settings.change', { autosave: false });
  await define('mine', argv('cat'));
  const open = async () => (await engine.openWorkspace(path))?.name ?? null;
  expect([await open(), await engine.mayLeave()]).toEqual([null, false]);
  expect(await call('workspace.get', undefined)).toMatchObject({ name: 'Sandbox', unsaved: true });

  chosen.unsaved = 'save';
  expect(await open()).toBe('foreign');
  expect(await readFile(own, 'utf8')).toContain('"mine"');
  await engine.openWorkspace(own);
  await define('lost', argv('cat'));
  chosen.unsaved = 'discard';
  expect([await engine.mayLeave(), await open()]).toEqual([true, 'foreign']);
  expect(await readFile(own, 'utf8')).not.toContain('lost');

  await engine.openWorkspace(own);
  await define('kept', argv('cat'));
  await writeFile(own, '{ "gearbench": 1, "functions": [] }');
  chosen.unsaved = 'save';
  await expect(engine.mayLeave()).rejects.toMatchObject({ code: 'file-conflict' });
  chosen.unsaved = 'discard';
  expect(await call('workspace.revert', undefined)).toMatchObject({ functions: [], unsaved: false });
});

test('changes that wait are saved when saving at once is switched on; saved as another file it is remembered', async () => {
  const { call, chosen, define, dataFolder } = await engineOf();
  await call('settings.change', { autosave: false });
  await define('mine', argv('cat'));
  await call('settings.change', { autosave: true });
  expect(await readFile(join(dataFolder, 'Sandbox.gearbench.json'), 'utf8')).toContain('"mine"');
  expect(await call('workspace.saveAs', undefined)).toBe(null);
  chosen.save = join(dataFolder, 'copy');
  expect(await call('workspace.saveAs', undefined)).toMatchObject({ name: 'copy' });
  expect((await call('workspace.recent', undefined)).map(({ name }) => name)).toEqual(['Sandbox']);
});

test('a file as workload, the workload of a job again, and results saved to files', async () => {
  const { call, chosen, define, submit, reaches, port } = await running();
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'in'), 'from a file');
  expect(await call('workload.choose', undefined)).toBe(null);
  chosen.open = join(folder, 'in');
  const file = await call('workload.choose', undefined);
  expect(file).toEqual({ token: expect.any(String), name: 'in', size: 11 });
  await define('cat', argv('cat'));
  await call('workers.start', { name: 'cat' });
  const token = file?.token ?? '';
  const { id } = await call('workload.submit', { function: 'cat', workload: { kind: 'file', token } });
  const key = (await reaches(id, 'done')).key as JobKey;
  const again = await call('workload.submit', { function: 'cat', workload: { kind: 'job', key } });
  expect((await reaches(again.id, 'done')).result.bytes).toEqual(bytes('from a file'));

  expect(await call('jobs.saveResult', key)).toBe(null);
  chosen.save = join(folder, 'out');
  expect(await call('jobs.saveResult', key)).toBe(chosen.save);
  expect(await readFile(chosen.save, 'utf8')).toBe('from a file');
  chosen.save = join(folder, 'out of submission');
  expect(await call('submissions.saveResult', { id })).toBe(chosen.save);
  expect(await readFile(chosen.save, 'utf8')).toBe('from a file');
  chosen.save = join(folder, 'cat.log');
  expect(await call('workers.saveOutput', { name: 'cat', worker: 'cat-1' })).toBe(chosen.save);
  expect(
    (await readFile(chosen.save, 'utf8')).split('\n').filter((line) => / stdout from a file$/.test(line)),
  ).toHaveLength(2);
  const lines = await call('workers.output', { name: 'cat' });
  expect(await call('workers.output', { name: 'cat', after: lines.at(-2)?.number ?? 0 })).toEqual(lines.slice(-1));

  const gone = { server: 'local', run: 1, handle: `H:${port}` };
  const ofGone = { function: 'cat', workload: { kind: 'job', key: gone } } as const;
  await expect(call('workload.submit', ofGone)).rejects.toMatchObject({ code: 'not-kept' });
  await expect(call('jobs.saveResult', gone)).rejects.toMatchObject({ code: 'not-kept' });
  expect(await call('jobs.get', gone)).toBe(null);
  const unchosen = submit('cat', '', { workload: { kind: 'file', token: '/etc/passwd' } });
  await expect(unchosen).rejects.toMatchObject({ code: 'choice-expired' });
});

test('a submission that joined an unfinished job says so, and one that was abandoned too', async () => {
  const { call, submit, reaches } = await running();
  const unique = { kind: 'custom', value: 'same' };
  const [first, second] = [await submit('f', 'a', { unique }), await submit('f', 'b', { unique })];
  const infos = [await reaches(first.id, 'queued'), await reaches(second.id, 'queued')];
  expect(infos.map(({ joined, key }) => [joined, key?.handle === infos[0]?.key?.handle])).toEqual([
    [false, true],
    [true, true],
  ]);
  await call('submissions.abandon', { id: first.id });
  expect(await call('submissions.get', { id: first.id })).toMatchObject({ state: 'abandoned' });
  expect(await call('submissions.get', { id: 99 })).toBe(null);
});

test('changes are told by topic', async () => {
  const { engine, call, submit, reaches, port } = await engineOf();
  const ticks: Versions[] = [];
  engine.onTick((versions) => ticks.push(versions));
  await call('settings.change', { welcomed: true });
  await call('server.start', {});
  const { id } = await submit('f', '', { background: true });
  await reaches(id, 'accepted');
  const outsider = await peerOf({ port });
  outsider.send({ name: 'CAN_DO', function: 'f' });
  const topics = () => Object.entries(ticks.at(-1) ?? {}).flatMap(([topic, version]) => (version > 0 ? [topic] : []));
  await expect
    .poll(topics, PATIENT)
    .toEqual(['server', 'functions', 'jobs', 'packets', 'submissions', 'workspace', 'settings']);
});

test('jobs that the server takes with it are lost', async () => {
  const { call, submit, reaches } = await running();
  const { id } = await submit('f', 'abc', { background: true });
  const { key } = await reaches(id, 'accepted');
  await call('server.stop', undefined);
  expect(await call('jobs.get', key as JobKey)).toMatchObject({ state: 'lost', endedAt: expect.any(Number) });
});

test('background jobs are kept from the next start on when the settings say so', async () => {
  const { call, submit, reaches, dataFolder } = await running();
  await call('settings.change', { durable: true });
  expect((await call('server.status', undefined)).queue).toBe(null);
  await call('server.stop', undefined);
  const path = join(dataFolder, 'queue.db');
  expect(await call('server.start', {})).toMatchObject({ queue: { path, problem: null } });
  const { id } = await submit('nobody', 'abc', { background: true });
  const { key: before } = (await reaches(id, 'accepted')) as { key: JobKey };
  await call('server.stop', undefined);
  const { run } = await call('server.start', {});
  const all = { from: 0, rows: 10, states: ['queued' as const], search: 'nobody' };
  const [found, ...others] = (await call('jobs.window', all)).rows;
  expect([found?.key.run, found?.background, others]).toEqual([run, true, []]);
  expect((await call('jobs.get', found?.key as JobKey))?.steps).toEqual([
    { at: expect.any(Number), kind: 'found', who: null, size: 3 },
  ]);
  const { counts } = await call('jobs.window', { rows: 1 });
  expect(counts).toMatchObject({ queued: 1, kept: 1, lost: 0 });
  expect(await call('jobs.get', before)).toMatchObject({ state: 'kept', endedAt: expect.any(Number) });
  expect(await call('jobs.about', before)).toMatchObject({ before: null, after: found?.key });
  expect(await call('jobs.about', found?.key as JobKey)).toMatchObject({ before, after: null });
});

test('where jobs are kept, the traffic shows the answers that were sent, also those that were to be others', async () => {
  const { call, dataFolder, port } = await engineOf();
  await call('settings.change', { durable: true });
  await call('server.start', {});
  const peer = await peerOf({ port });
  const job = { name: 'SUBMIT_JOB_BG', function: 'f', unique: '', workload: Buffer.from('w') } as const;
  peer.send(job);
  await peer.hears();
  const other = new DatabaseSync(join(dataFolder, 'queue.db'));
  other.exec('BEGIN IMMEDIATE');
  peer.send(job, { name: 'ECHO_REQ', data: Buffer.from('e') });
  await peer.hears(2);
  other.close();
  const { rows } = await call('packets.window', { from: 0, rows: 50 });
  const types = ['SUBMIT_JOB_BG', 'JOB_CREATED', 'SUBMIT_JOB_BG', 'ECHO_REQ', 'ERROR', 'ECHO_RES'];
  expect(rows.map(({ type }) => type)).toEqual(types);
  const refusal = await call('packets.get', { seq: rows[4]?.seq as number });
  expect(Buffer.from(refusal?.bytes ?? []).toString('latin1')).toMatch(
    /QUEUE_ERROR\0The job was not kept: database is locked$/,
  );
});

/** The first line that a command wrote to standard error, when it has. */
const errorLine = (call: Awaited<ReturnType<typeof running>>['call'], name: string) =>
  vi.waitUntil(async () => {
    const line = (await call('workers.output', { name })).find(({ kind }) => kind === 'stderr');
    return line && 'text' in line && line.text;
  }, PATIENT);

test('a command that outlives its run is reported to its own job, not to the one that has its handle now', async () => {
  const { call, define, submit, reaches, dataFolder } = await running();
  await define(
    'slow',
    shell("trap 'until [ -e go ]; do sleep 0.01; done; exit 9' TERM; echo here >&2; sleep 60 & wait"),
  );
  await call('workers.start', { name: 'slow' });
  const old = (await reaches((await submit('slow', '')).id, 'running')).key as JobKey;
  await errorLine(call, 'slow');
  await call('server.stop', undefined);
  await call('server.start', {});
  const now = (await reaches((await submit('other', '')).id, 'queued')).key as JobKey;
  expect([now.handle === old.handle, now.run === old.run]).toEqual([true, false]);
  await writeFile(join(dataFolder, 'go'), '');
  const outcomes = async () => [(await call('jobs.get', old))?.outcome, (await call('jobs.get', now))?.outcome];
  await vi.waitUntil(async () => (await outcomes()).some((outcome) => outcome !== null), PATIENT);
  expect(await outcomes()).toEqual([expect.objectContaining({ errors: 'here\n' }), null]);
});

test('a close ends commands, connections and server', async () => {
  const { call, define, submit, engine, port } = await running();
  await define('f', shell('echo $$ >&2; sleep 60'));
  await call('workers.start', { name: 'f' });
  await submit('f', '');
  const pid = Number(await errorLine(call, 'f'));
  afterThisTest(() => killIfAlive(pid));
  const peer = await peerOf({ port });
  await engine.close();
  expect([await peer.hearsTheEnd(), isAlive(pid), engine.running]).toEqual([[], false, []]);
  await expect(peerOf({ port })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

test("the order of the settings holds from the server's next start on", async () => {
  const { call, port } = await running();
  /** Functions that a worker of `a` and `b` gets jobs of, where `a` has one with high priority. */
  const got = async () => {
    const peer = await peerOf({ port });
    for (const [name, as] of [
      ['a', 'SUBMIT_JOB_HIGH_BG'],
      ['b', 'SUBMIT_JOB_BG'],
    ] as const) {
      peer.send({ name: as, function: name, unique: '', workload: bytes('') });
    }
    expect(await peer.hears(2)).toHaveLength(2);
    peer.send({ name: 'CAN_DO', function: 'a' }, { name: 'CAN_DO', function: 'b' });
    peer.send({ name: 'GRAB_JOB' }, { name: 'GRAB_JOB' });
    return (await peer.hears(2)).map((said) => said.split(' ')[2]);
  };
  expect(await got()).toEqual(['b', 'a']);
  await call('settings.change', { order: '2.x' });
  await call('server.stop', undefined);
  await call('server.start', {});
  expect(await got()).toEqual(['a', 'b']);
});

test("limits of the settings hold from the server's next start on; those of the command line go before", async () => {
  const { call, port } = await running({ limits: { functionJobs: 1 } });
  await call('settings.change', { limits: { functionJobs: 5, jobs: 2 } });
  const submitted = async () => {
    const client = await peerOf({ port });
    for (const name of ['f', 'f', 'g', 'h'])
      client.send({ name: 'SUBMIT_JOB_BG', function: name, unique: '', workload: bytes('') });
    return (await client.hears(4)).map((answer) => answer.split(' ')[0]);
  };
  expect(await submitted()).toEqual(['JOB_CREATED', 'ERROR', 'JOB_CREATED', 'JOB_CREATED']);
  await call('server.stop', undefined);
  await call('server.start', {});
  expect(await submitted()).toEqual(['JOB_CREATED', 'ERROR', 'JOB_CREATED', 'ERROR']);
  await expect(engineOf({ limits: { jobs: 0 } })).rejects.toMatchObject({
    code: 'bad-input',
    details: { field: 'jobs' },
  });
});

/** A home whose shell has a folder on its PATH that we have not; a program lies in it. */
async function homeWithTool(profile: string) {
  const home = await temporaryFolder();
  await mkdir(join(home, 'tools'));
  await writeFile(join(home, 'tools', 'greet'), '#!/bin/sh\necho hello\n', { mode: 0o755 });
  await writeFile(join(home, '.profile'), profile);
  return { home, environment: { PATH: process.env['PATH'], HOME: home }, loginShell: '/bin/sh' };
}

test('where no terminal started the program, commands are found where the shell of the person finds them', async () => {
  const { home, ...parts } = await homeWithTool('echo asked >> ~/asked\nPATH="$HOME/tools:$PATH"; export PATH\n');
  const { call, define, submit, reaches } = await running(parts);
  expect(await readdir(home)).not.toContain('asked');
  await define('greet', argv('greet'));
  await call('workers.start', { name: 'greet' });
  const { id } = await submit('greet', '');
  expect((await reaches(id, 'done')).result.bytes).toEqual(bytes('hello\n'));
  expect(await call('functions.list', undefined)).toMatchObject([{ program: join(home, 'tools', 'greet') }]);
  expect(await readFile(join(home, 'asked'), 'utf8')).toBe('asked\n');
});

test('a program that only that shell finds is not said to be missing for long', async () => {
  const { home, ...parts } = await homeWithTool('PATH="$HOME/tools:$PATH"; export PATH\n');
  const { call, define } = await engineOf(parts);
  await define('greet', argv('greet'));
  expect(await call('functions.list', undefined)).toMatchObject([{ program: null }]);
  await vi.waitUntil(async () => {
    const [row] = await call('functions.list', undefined);
    return row?.program === join(home, 'tools', 'greet');
  }, PATIENT);
});

test('where that shell does not answer, this is said and workers start all the same', async () => {
  const { home: _, ...parts } = await homeWithTool('exec true\n');
  const warn = vi.fn();
  const { call, define, idle } = await running({ ...parts, log: { ...silent, warn } });
  await define('cat', argv('cat'));
  await call('workers.start', { name: 'cat' });
  await idle('cat');
  expect(warn.mock.calls).toEqual([[expect.stringContaining('⟦/bin/sh⟧ did not say in time where')]]);
});

/** All that is in a folder, as one text. */
async function everythingIn(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return (await Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name), 'latin1')))).join(
    '\n',
  );
}

test('a secret is asked for, given, used, changed and forgotten, and no file, log or call ever shows it', async () => {
  const said: string[] = [];
  const tell = (text: string, cause?: unknown) => void said.push(text, String(cause));
  const { call, define, submit, reaches, dataFolder } = await running({ log: { info: tell, warn: tell, error: tell } });
  await define('f', shell('printf "%s" "$KEY" | wc -c; echo "have $KEY" >&2'), { secrets: ['KEY', 'TOKEN'] });
  const start = () => call('workers.start', { name: 'f' });
  await expect(start()).rejects.toMatchObject({
    code: 'secret-missing',
    details: { function: 'f', secret: 'KEY, TOKEN' },
  });
  await call('secrets.set', { name: 'KEY', value: 'canary' });
  await expect(start()).rejects.toMatchObject({ details: { secret: 'TOKEN' } });
  await call('secrets.set', { name: 'TOKEN', value: 'x' });
  const names = ['KEY', 'TOKEN', 'OTHER'];
  expect(await call('secrets.state', { names })).toEqual({ notKept: 'no-key-store', set: ['KEY', 'TOKEN'] });
  await start();
  const result = async () => {
    const { id } = await submit('f', '');
    return (await reaches(id, 'done')).result.bytes?.toString().trim();
  };
  expect(await result()).toBe('6');
  await call('secrets.set', { name: 'KEY', value: 'canary-2' }); // the worker is started again
  expect(await result()).toBe('8');
  await call('secrets.clear', { name: 'KEY' });
  expect(await result()).toBe('8'); // what runs has it
  await call('workers.stop', { name: 'f' });
  await expect(start()).rejects.toMatchObject({ details: { secret: 'KEY' } });

  const jobs = await call('jobs.window', { rows: 10 });
  const details = await Promise.all(jobs.rows.map(({ key }) => call('jobs.get', key)));
  expect(details.map((detail) => detail?.outcome?.errors)).toEqual(Array(3).fill('have ••••\n'));
  const told = [
    jobs,
    details,
    await call('functions.list', undefined),
    await call('workers.output', { name: 'f' }),
    await call('workspace.get', undefined),
    await call('overview.get', undefined),
    await call('secrets.state', { names }),
  ];
  expect(JSON.stringify(told)).toContain('have ••••');
  expect(JSON.stringify(told)).toContain('KEY=\\"$KEY\\"');
  expect([JSON.stringify(told), said.join('\n'), await everythingIn(dataFolder)].join('\n')).not.toContain('canary');
});

test('a secret is for one workspace, by whatever way it is reached', async () => {
  const { call, chosen, define } = await engineOf();
  const folder = await temporaryFolder();
  const open = async (path: string) => {
    chosen.open = path;
    await call('workspace.open', undefined);
  };
  const state = async () => (await call('secrets.state', { names: ['KEY'] })).set;
  chosen.save = join(folder, 'one.gearbench.json');
  await call('workspace.create', undefined);
  await define('f', argv('cat'), { secrets: ['KEY'] });
  await call('secrets.set', { name: 'KEY', value: 'canary' });
  chosen.save = join(folder, 'two.gearbench.json');
  await call('workspace.create', undefined);
  expect(await state()).toEqual([]);
  await symlink(join(folder, 'one.gearbench.json'), join(folder, 'link.gearbench.json'));
  await open(join(folder, 'link.gearbench.json'));
  expect(await state()).toEqual(['KEY']);
  // Saved under another name it goes on with what it had.
  chosen.save = join(folder, 'three.gearbench.json');
  await call('workspace.saveAs', undefined);
  expect(await state()).toEqual(['KEY']);
});

test('a function that is saved with a new secret is saved, and its workers wait for the value', async () => {
  const { call, define, idle } = await running();
  await define('f', argv('cat'));
  await call('workers.start', { name: 'f' });
  await idle('f');
  await expect(define('f', argv('cat'), { secrets: ['KEY'] }, 'f')).rejects.toMatchObject({ code: 'secret-missing' });
  expect(await call('functions.list', undefined)).toMatchObject([{ definition: { secrets: ['KEY'] }, workers: [] }]);
});

test.each([
  { secrets: ['KEY'], environment: { KEY: 'x' } },
  { secrets: ['KEY', 'KEY'] },
  { secrets: ['GEARBENCH_X'] },
  { secrets: ['A B'] },
])('no function has %j', async (more) => {
  const { define } = await engineOf();
  await expect(define('f', argv('cat'), more)).rejects.toThrow();
});

test('where the person’s own workspace cannot be read, an empty one is there, and the file is left until it shall be overwritten', async () => {
  const dataFolder = await temporaryFolder();
  const path = join(dataFolder, 'Sandbox.gearbench.json');
  await writeFile(path, '{ this is no JSON');
  const { call, define } = await engineOf({ dataFolder });
  expect(await call('workspace.get', undefined)).toMatchObject({
    path,
    functions: [],
    conflict: { problem: { code: 'file-not-json' } },
  });
  await expect(define('mine', { kind: 'argv', argv: ['cat'] })).rejects.toMatchObject({ code: 'file-conflict' });
  expect(await readFile(path, 'utf8')).toBe('{ this is no JSON');
  await call('workspace.save', { overwrite: true });
  await define('mine', { kind: 'argv', argv: ['cat'] });
  expect(await call('workspace.get', undefined)).toMatchObject({ conflict: null, functions: [{ name: 'mine' }] });
});

test('what would end with the program is counted, and what waits without a worker is told once a second', async () => {
  const notices: Notice[] = [];
  const glances: Glance[] = [];
  const { engine, call, define } = await engineOf({
    onGlance: (glance) => glances.push(glance),
    onNotice: (notice) => notices.push(notice),
  });
  const nothing = { workers: 0, running: 0, lost: 0, batch: false, recording: false, step: false };
  expect(await engine.ending()).toEqual({ server: null, ...nothing });
  const { addresses } = await call('server.start', {});
  await define('slow', { kind: 'shell', line: 'sleep 300' }, { workers: 2 });
  await call('workers.start', { name: 'slow' });
  for (const text of ['a', 'b', 'c', 'd'])
    await call('workload.submit', { function: 'slow', workload: { kind: 'text', text }, background: text !== 'd' });
  await vi.waitUntil(async () => (await engine.ending()).running === 2, PATIENT);
  expect(await engine.ending()).toEqual({ server: addresses[0], ...nothing, workers: 2, running: 2, lost: 2 });
  await call('workload.submit', { function: 'nobody', workload: { kind: 'text', text: '' }, background: true });
  await vi.waitUntil(() => notices.length > 0, PATIENT);
  expect(notices).toEqual([{ kind: 'waiting', jobs: 1, functions: ['nobody'], more: false }]);
  expect(glances.at(-1)).toMatchObject({
    running: 2,
    queued: 3,
    stuck: [{ name: 'nobody', queued: 1 }],
    last: 'nobody',
  });
  await engine.submitAgain();
  expect(engine.glance().queues).toContainEqual({ name: 'nobody', queued: 2, running: 0 });
});

test('of durable jobs those that are on disk are not lost, but those of the foreground are', async () => {
  const dataFolder = await temporaryFolder();
  await writeFile(join(dataFolder, 'settings.json'), JSON.stringify({ durable: true }));
  const { engine, call } = await engineOf({ dataFolder });
  await call('server.start', {});
  await expect(engine.submitAgain()).rejects.toMatchObject({ code: 'not-kept' });
  for (const background of [true, false, true])
    await call('workload.submit', { function: 'f', workload: { kind: 'text', text: '' }, background });
  expect(await engine.ending()).toMatchObject({ lost: 1 });
});

test('how long the oldest job waits is known behind more jobs than are remembered', async () => {
  const { call, port } = await running();
  const peer = await peerOf({ port });
  const submit = (unique: string) => ({ name: 'SUBMIT_JOB_BG', function: 'f', unique, workload: bytes('') }) as const;
  const overview = () => call('overview.get', undefined);
  peer.send(submit('oldest'));
  const { oldestWait } = await vi.waitUntil(async () => {
    const found = await overview();
    return found.oldestWait !== null && found;
  }, PATIENT);
  peer.send(...Array.from({ length: 12_000 }, (_, job) => submit(`${job}`)));
  await vi.waitUntil(async () => (await overview()).waiting === 12_001, PATIENT);
  expect((await overview()).oldestWait).toEqual(oldestWait);
});

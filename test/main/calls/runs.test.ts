import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { expect, test, vi } from 'vitest';
import type { Input } from '../../../main/contract/api.ts';
import { argv, engineOf } from '../../support/engine.ts';
import { freePort } from '../../support/free-port.ts';
import { PATIENT } from '../../support/patient.ts';

const PLAN: Input<'runs.start'> = {
  function: 'copy',
  workload: { kind: 'text', text: 'x' },
  count: 20,
  rate: 0,
  concurrency: 4,
  target: 'embedded',
};

/** An engine with a worker, and a way to run something on it to its end. */
async function running() {
  const engine = await engineOf();
  const { call, define, idle, chosen, dataFolder } = engine;
  await call('server.start', {});
  await define('copy', argv('cat'), { workers: 2 });
  await call('workers.start', { name: 'copy' });
  await idle('copy');
  const over = () =>
    vi.waitUntil(async () => {
      const [last] = await call('runs.list', undefined);
      return last?.endedAt != null && last;
    }, PATIENT);
  const run = async (plan: Partial<Input<'runs.start'>> = {}) => {
    await call('runs.start', { ...PLAN, ...plan });
    return over();
  };
  const rows = async (name: string, content: string | Buffer) => {
    chosen.open = join(dataFolder, name);
    await writeFile(chosen.open, content);
    return call('runs.chooseRows', undefined);
  };
  const workloads = async () => {
    const { rows: jobs } = await call('jobs.window', { rows: 500, descending: false });
    return jobs.map(({ preview }) => Buffer.from(preview).toString());
  };
  return { ...engine, over, run, rows, workloads };
}

test('a run sends its jobs, counts them, and knows where their time went', async () => {
  const { run, call } = await running();
  const info = await run();
  expect(info).toMatchObject({
    state: 'done',
    total: 20,
    counts: { sent: 20, done: 20, failed: 0, exceptions: 0, refused: 0, lost: 0, abandoned: 0 },
    problem: null,
  });
  const { total, waiting, running: ran, return: back, accepted } = info.stages;
  expect([total, waiting, ran, back, accepted].map((stage) => stage?.count)).toEqual([20, 20, 20, 20, 20]);
  const sum = (waiting?.mean ?? 0) + (ran?.mean ?? 0) + (back?.mean ?? 0);
  expect(Math.abs(sum - (total?.mean ?? 0))).toBeLessThan(2);
  await expect.poll(async () => (await call('jobs.window', { rows: 1 })).counts.done, PATIENT).toBe(20);
});

test('rows of a file go through a template, and as they are', async () => {
  const { run, rows, workloads, call } = await running();
  const file = await rows('people.csv', 'id,name\n9007199254740993,"Mei ""M"""\n2,Ana\n');
  expect(file).toMatchObject({ name: 'people.csv', kind: 'csv', columns: ['id', 'name'] });
  const plan = { rows: file?.token ?? '', count: null, concurrency: 1 };
  const template = { kind: 'template', text: '{"id": {{id}}, "name": {{json name}}, "n": {{i}}}' } as const;
  expect(await call('runs.sample', { ...PLAN, ...plan, workload: template })).toEqual([
    '{"id": 9007199254740993, "name": "Mei \\"M\\"", "n": 1}',
    '{"id": 2, "name": "Ana", "n": 2}',
  ]);
  expect(await run({ ...plan, workload: template })).toMatchObject({ state: 'done', total: 2, rows: 'people.csv' });
  expect(await run({ ...plan, workload: { kind: 'row' } })).toMatchObject({ state: 'done', total: 2 });
  expect(await workloads()).toEqual([
    '{"id": 9007199254740993, "name": "Mei \\"M\\"", "n": 1}',
    '{"id": 2, "name": "Ana", "n": 2}',
    '{"id":"9007199254740993","name":"Mei \\"M\\""}',
    '{"id":"2","name":"Ana"}',
  ]);
});

test.each<[string, string | Buffer, string, object]>([
  ['ragged.csv', 'a,b\n1,2\n3\n', 'rows-ragged', { line: 3 }],
  ['late.jsonl', `${'{"a":1}\n'.repeat(5000)}{"a":}\n`, 'rows-json', { line: 5001, column: 6 }],
  ['gbk.csv', Buffer.from('a\nok\n\xd6\xd0\n', 'latin1'), 'rows-encoding', { line: 3 }],
  ['without.jsonl', '{"a":1}\n{"b":1}\n', 'rows-column', { line: 2, name: 'a' }],
])('%s is refused before anything is sent', async (name, content, code, details) => {
  const { call, chosen, dataFolder, over } = await running();
  chosen.open = join(dataFolder, name);
  await writeFile(chosen.open, content);
  const file = await call('runs.chooseRows', undefined).catch((error: unknown) => error);
  if (file instanceof Error) {
    expect(file).toMatchObject({ code, details });
    return;
  }
  const { token } = file as { token: string };
  await call('runs.start', { ...PLAN, rows: token, count: null, workload: { kind: 'template', text: '{{a}}' } });
  expect(await over()).toMatchObject({ state: 'failed', problem: { code, details }, counts: { sent: 0 } });
  expect((await call('jobs.window', { rows: 1 })).total).toBe(0);
});

test('a template that names a missing column is refused at once', async () => {
  const { call, rows } = await running();
  const file = await rows('a.csv', 'email\na@b\n');
  const plan = {
    ...PLAN,
    rows: file?.token ?? '',
    count: null,
    workload: { kind: 'template', text: '{{emial}}' },
  } as const;
  await expect(call('runs.start', plan)).rejects.toMatchObject({ code: 'template-near', details: { near: 'email' } });
  expect(await call('runs.list', undefined)).toEqual([]);
});

test('a run that is cancelled sends no more', async () => {
  const { call, over } = await running();
  await call('runs.start', { ...PLAN, count: 100_000, rate: 50 });
  await vi.waitUntil(async () => ((await call('runs.list', undefined))[0]?.counts.sent ?? 0) > 2, PATIENT);
  await expect(call('runs.start', PLAN)).rejects.toMatchObject({ code: 'run-busy' });
  await call('runs.cancel', undefined);
  const { state, counts } = await over();
  expect(state).toBe('cancelled');
  expect(counts.sent).toBeLessThan(1000);
});

test('a large file is looked through without being loaded, and its run is cancelled meanwhile', async () => {
  const { call, chosen, dataFolder, over } = await running();
  chosen.open = join(dataFolder, 'large.csv');
  const out = createWriteStream(chosen.open);
  out.write('a,b\n');
  const block = 'some text of a row,and some more of it\n'.repeat(25_000);
  for (let index = 0; index < 200; index += 1) if (!out.write(block)) await once(out, 'drain');
  out.end();
  await finished(out);
  const file = await call('runs.chooseRows', undefined);
  const before = process.memoryUsage().rss;
  await call('runs.start', { ...PLAN, rows: file?.token ?? '', count: null, workload: { kind: 'row' } });
  await vi.waitUntil(async () => ((await call('runs.list', undefined))[0]?.checked?.rows ?? 0) > 100_000, PATIENT);
  expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024);
  await call('runs.cancel', undefined);
  expect(await over()).toMatchObject({ state: 'cancelled', counts: { sent: 0 } });
});

test('where nobody listens the run says so', async () => {
  const { run } = await running();
  const info = await run({ target: { host: '127.0.0.1', port: await freePort() } });
  expect(info).toMatchObject({ state: 'failed', problem: { code: 'connection-refused' }, counts: { sent: 0 } });
});

test('the jobs come over connections that are known as ours', async () => {
  const { run, call } = await running();
  await run();
  const { rows } = await call('packets.window', { from: 0, rows: 500 });
  const sent = rows.filter(({ type }) => type === 'SUBMIT_JOB');
  expect(sent.map(({ origin }) => origin)).toEqual(Array(20).fill('self'));
});

test('another server is a target too; where time goes there is not known', async () => {
  const { run, port } = await running();
  const info = await run({ target: { host: '127.0.0.1', port } });
  expect(info).toMatchObject({
    state: 'done',
    counts: { done: 20 },
    stages: { waiting: null, running: null, return: null },
  });
  expect(info.stages.total?.count).toBe(20);
});

test('a run over ours and another server says what each has, and where the time of ours went', async () => {
  const other = await running();
  const { run, port } = await running();
  const nobody = `127.0.0.1:${await freePort()}`;
  const there = `127.0.0.1:${other.port}`;
  const info = await run({ count: 40, target: { how: 'round-robin', servers: ['embedded', there, nobody] } });
  expect(info).toMatchObject({ state: 'done', how: 'round-robin', counts: { sent: 40, done: 40, lost: 0 } });
  expect(info.servers).toEqual([
    { server: `127.0.0.1:${port}`, isEmbedded: true, isReady: true, jobs: 20, ended: 20, lost: 0, left: 0 },
    { server: there, isEmbedded: false, isReady: true, jobs: 20, ended: 20, lost: 0, left: 0 },
    { server: nobody, isEmbedded: false, isReady: false, jobs: 0, ended: 0, lost: 0, left: 0 },
  ]);
  expect([info.stages.total?.count, info.stages.waiting?.count]).toEqual([40, 20]);
});

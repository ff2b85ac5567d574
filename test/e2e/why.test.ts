import { expect, test } from '@playwright/test';
import type { FunctionDefinition } from '../../main/contract/functions.ts';
import type { Cleanup } from '../support/cleanup.ts';
import { bytes } from '../support/packets.ts';
import { peerOf } from '../support/peer.ts';
import { needs } from '../support/peers.ts';
import { background } from '../support/processes.ts';
import { type App, freePort, launch } from './app.ts';
import { violations } from './axe.ts';
import { go } from './steps.ts';

/* Each reason why a job may wait, brought about by real clients and workers, and said in the window. */

test.describe.configure({ mode: 'serial' });

let app: App;
const undo: (() => unknown)[] = [];
const cleanup: Cleanup = (each) => void undo.push(each);
test.beforeAll(async () => {
  app = await launch();
});
test.afterAll(async () => {
  for (const each of undo.reverse()) await each();
  await app.close();
});

const peer = () => peerOf({ port: app.port }, cleanup);

/** Submits a job in the background as a client does. Returns its handle. */
async function submitted(name: string, as: 'SUBMIT_JOB_BG' | 'SUBMIT_JOB_LOW_BG' = 'SUBMIT_JOB_BG'): Promise<string> {
  const client = await peer();
  client.send({ name: as, function: name, unique: '', workload: bytes('x') });
  const [created = ''] = await client.hears();
  return created.replace('JOB_CREATED ', '');
}

/** Opens a job on the screen of jobs; what it says there about why it waits. */
async function why(handle: string) {
  const { page } = app;
  await go(app, 'Jobs');
  await page.getByRole('searchbox', { name: 'Search jobs' }).fill(handle);
  await page.getByRole('row', { name: new RegExp(`${handle}\\b`) }).click();
  return page.getByRole('region', { name: 'Why is it not running?' });
}

async function define(definition: Partial<FunctionDefinition> & { name: string }, { started = true } = {}) {
  const { call } = app;
  await call('functions.save', {
    definition: { command: { kind: 'shell', line: 'sleep 600' }, ...definition },
    replaces: null,
  });
  if (started) await call('workers.start', { name: definition.name });
}

test('nobody does it, and one click makes a worker of it', async () => {
  const { page } = app;
  const reason = await why(await submitted('thumbs'));
  await expect(reason).toContainText('No worker does thumbs.');
  expect(await violations(page)).toEqual([]);
  await reason.getByRole('button', { name: 'Create worker' }).press('Enter');
  await expect(
    page.getByRole('complementary', { name: 'New function' }).getByLabel('Name', { exact: true }),
  ).toHaveValue('thumbs');
  await page.getByRole('complementary', { name: 'New function' }).getByRole('button', { name: 'Close' }).click();
});

test('a worker does a function of a similar name', async () => {
  test.skip(!needs('gearman'));
  const worker = background('/usr/bin/gearman', [
    '-w',
    '-h',
    '127.0.0.1',
    '-p',
    String(app.port),
    '-f',
    'resize',
    '--',
    'cat',
  ]);
  cleanup(() => worker.stop());
  await expect.poll(async () => (await app.call('workers.list', undefined)).outside.length).toBe(1);
  await expect(await why(await submitted('Resize '))).toContainText(
    /No worker does “Resize.”, but one does “resize”\. Is that what was meant\?/,
  );
});

test('its workers are not started, and one click starts them', async () => {
  await define({ name: 'mail', command: { kind: 'argv', argv: ['cat'] } }, { started: false });
  const reason = await why(await submitted('mail'));
  await expect(reason).toContainText('The workers of mail are not started.');
  await reason.getByRole('button', { name: 'Start workers' }).click();
  await expect(reason).toBeHidden();
  await expect(app.page.getByText(/^mail ran in/).or(app.page.getByText(/Done/).first())).toBeVisible();
});

test('its workers were made quiet', async () => {
  await define({ name: 'quiet' });
  await expect
    .poll(
      async () =>
        (await app.call('workers.list', undefined)).managed.find((crew) => crew.function === 'quiet')?.workers[0]
          ?.state,
    )
    .toBe('sleeping');
  await app.call('workers.act', { name: 'quiet', action: 'quiet' });
  const reason = await why(await submitted('quiet'));
  await expect(reason).toContainText('The workers of quiet are quiet: they take no jobs.');
  await expect(reason).toContainText('quiet-1');
});

test('its workers work for another server', async () => {
  await define({ name: 'far', servers: [`127.0.0.1:${await freePort()}`] });
  await expect(await why(await submitted('far'))).toContainText(
    /The workers of far work for 127\.0\.0\.1:\d+ and not for this server\./,
  );
});

test('all workers are busy: which, with what, since when; and what comes first', async () => {
  const { page } = app;
  await define({ name: 'slow' });
  const running = await submitted('slow');
  const second = await submitted('slow');
  const reason = await why(second);
  await expect(reason).toContainText('The only worker of slow is busy.');
  await expect(reason.getByRole('listitem').first()).toHaveText(
    new RegExp(`slow-1 does ${running} of slow, since \\d+ s`),
  );
  const low = await why(await submitted('slow', 'SUBMIT_JOB_LOW_BG'));
  await expect(low).toContainText('1 job of slow comes first, 1 with a higher priority.');
  expect(await violations(page)).toEqual([]);
  await (await why(second)).getByRole('button', { name: 'Show job' }).click();
  await expect(page.getByRole('complementary', { name: `Job ${running}` })).toBeVisible();
});

test('its worker takes jobs of another function first', async () => {
  const worker = await peer();
  worker.send({ name: 'CAN_DO', function: 'small' }, { name: 'CAN_DO', function: 'big' });
  await submitted('big');
  await submitted('big');
  worker.send({ name: 'GRAB_JOB' });
  await worker.hears();
  await expect(await why(await submitted('small'))).toContainText('Its workers take the jobs of big first.');
});

test('a worker was woken and does not ask; another has nothing to do and does not ask', async () => {
  const worker = await peer();
  worker.send(
    { name: 'SET_CLIENT_ID', clientId: 'sleeper' },
    { name: 'CAN_DO', function: 'nap' },
    { name: 'PRE_SLEEP' },
  );
  const handle = await submitted('nap');
  expect(await worker.hears()).toEqual(['NOOP']);
  await expect(await why(handle)).toContainText(/sleeper was woken and has not asked for a job in \d+ s\./);
  const silent = await peer();
  silent.send({ name: 'SET_CLIENT_ID', clientId: 'silent' }, { name: 'CAN_DO', function: 'hush' });
  await expect(await why(await submitted('hush'))).toContainText(
    /silent has nothing to do and has not asked for a job in \d+ s\./,
  );
});

test('it waits for its time', async () => {
  const client = await peer();
  const epoch = String(Math.round(Date.now() / 1000) + 3600);
  client.send({ name: 'SUBMIT_JOB_EPOCH', function: 'slow', unique: '', epoch, workload: bytes('x') });
  const [created = ''] = await client.hears();
  await expect(await why(created.replace('JOB_CREATED ', ''))).toContainText(
    /It was submitted for later and may run in \d+ min\./,
  );
});

test('it was cancelled, or its client has gone', async () => {
  const handle = await submitted('never');
  const admin = await peer();
  admin.write(`cancel job ${handle}\n`);
  expect(await admin.hears()).toEqual(['OK']);
  await why(handle);
  await expect(app.page.getByRole('complementary', { name: `Job ${handle}` })).toContainText(
    /never waited .+ and was cancelled\./,
  );
  const client = await peer();
  client.send({ name: 'SUBMIT_JOB', function: 'never', unique: '', workload: bytes('x') });
  const [created = ''] = await client.hears();
  client.leave();
  await expect(await why(created.replace('JOB_CREATED ', ''))).toContainText(
    'Its client has gone and nobody waits for it',
  );
});

test('as many jobs run as may at once, or have begun in a second', async () => {
  const { call } = app;
  await define({ name: 'other', command: { kind: 'argv', argv: ['cat'] } });
  await call('settings.change', { concurrency: 1 });
  const handle = await submitted('other');
  const reason = await why(handle);
  await expect(reason).toContainText('As many jobs run already as may run at once over all functions.');
  await call('settings.change', { concurrency: 0 });
  await expect(reason).toBeHidden();
  await define({ name: 'seldom', command: { kind: 'argv', argv: ['true'] }, startRate: 0.01 });
  await submitted('seldom');
  await expect(await why(await submitted('seldom'))).toContainText(
    'As many jobs of seldom have begun as may begin in a second.',
  );
});

test('its command could not be started, and its worker waits', async () => {
  await define({ name: 'broken', command: { kind: 'argv', argv: ['./no-such-program'] } });
  for (let job = 0; job < 3; job += 1) await submitted('broken');
  await expect
    .poll(
      async () =>
        (await app.call('workers.list', undefined)).managed.find((crew) => crew.function === 'broken')?.workers[0]
          ?.state,
    )
    .toBe('back-off');
  await app.call('workers.act', { name: 'broken', action: 'stop', worker: 'broken-1' });
  await expect(await why(await submitted('broken'))).toContainText('The workers of broken were stopped.');
});

test('a submission joined another job, and waits with it', async () => {
  const { page } = app;
  await submitted('slow');
  for (const time of ['first', 'second']) {
    await app.call('workload.submit', {
      function: 'slow',
      workload: { kind: 'text', text: time },
      unique: { kind: 'custom', value: 'same' },
    });
  }
  const { rows } = await app.call('jobs.window', { rows: 50, search: 'same' });
  expect(rows.map(({ submissions }) => submissions)).toEqual([2]);
  const reason = await why(rows[0]?.key.handle ?? '');
  await expect(reason).toContainText('slow');
  await expect(page.getByRole('complementary', { name: /^Job / })).toContainText(/2 submissions/);
});

test('a queue that does not go on by itself stands on the overview with its reason', async () => {
  const { page } = app;
  await go(app, 'Overview');
  const problems = page.getByRole('complementary', { name: 'Needs attention' });
  await expect(problems.getByRole('listitem').filter({ hasText: 'A job of thumbs waits' })).toContainText(
    'No worker does thumbs.',
  );
  await expect(problems.getByRole('listitem').filter({ hasText: 'A job of nap waits' })).toContainText(
    'sleeper was woken',
  );
  expect(await violations(page)).toEqual([]);
});

import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { until } from '../support/processes.ts';
import { canMount, smallDisk } from '../support/small-disk.ts';
import { type App, freePort, launch, writeSettings } from './app.ts';
import { violations } from './axe.ts';
import { go } from './steps.ts';

let app: App;
const cleanups: (() => unknown)[] = [];
const cleanup = (work: () => unknown) => void cleanups.push(work);
test.afterEach(async () => {
  await app?.close().catch(() => {});
  for (const work of cleanups.splice(0).reverse()) await work();
});

/** A disk of its own with a profile on it, and a port to start on. */
async function profileOn(size: string) {
  test.skip(!canMount, 'only root may mount');
  const disk = await smallDisk(size, cleanup);
  const port = await freePort();
  await writeSettings(disk.folder, { tray: false, port });
  return { disk, data: disk.folder, port };
}

/** What could be mended meanwhile is tried again every three seconds. */
const SHORT = { GEARBENCH_WAITS: '0.1' };

const defineWc = () =>
  app.call('functions.save', {
    definition: { name: 'wc', command: { kind: 'argv', argv: ['wc', '-l'] } },
    replaces: null,
  });

const submitted = (text: string) =>
  app.call('workload.submit', { function: 'wc', workload: { kind: 'text', text }, background: true });

test('a home that can only be read is told, and everything else goes on', async () => {
  const { disk, data, port } = await profileOn('8m');
  const functions = [{ name: 'wc', command: { kind: 'argv', argv: ['wc', '-l'] } }];
  await writeFile(join(data, 'Sandbox.gearbench.json'), JSON.stringify({ gearbench: 1, functions }));
  disk.remount('ro');
  app = await launch({ data, port });
  const banner = app.page.locator('.banner--warn').first();
  await expect(banner).toContainText(`Gearbench cannot write to ${data}: the disk can only be read.`);
  await expect(banner).toContainText('are not there at the next start');
  expect(await violations(app.page)).toEqual([]);
  await go(app, 'Functions');
  await expect(app.page.getByRole('row', { name: /wc/ })).toBeVisible();
  await app.call('workspace.describe', { description: 'goes elsewhere' });
  const { path } = await app.call('workspace.get', undefined);
  expect(await readFile(path, 'utf8')).toContain('goes elsewhere');
  expect(await readFile(join(data, 'Sandbox.gearbench.json'), 'utf8')).not.toContain('goes elsewhere');
  await expect(app.page.getByText('Restricted workspace')).toBeVisible();
  await expect.poll(async () => (await app.call('server.status', undefined)).echo).not.toBe(null);
});

test('a file where the profile should be is told too', async () => {
  const { data } = await profileOn('8m');
  const file = join(data, 'file');
  await writeFile(file, '');
  app = await launch({ data: join(file, 'profile'), args: [`--port=${await freePort()}`] });
  await app.answer(0); // there are no settings that say not to ask before quitting
  const { standIn } = await app.call('app.info', undefined);
  expect(standIn?.problem).toMatchObject({ code: 'file-unwritable', details: { why: 'no-folder' } });
});

test('on a full disk the window opens, jobs go on, and what cannot be kept is told; with room it is kept', async () => {
  const { disk, data, port } = await profileOn('16m');
  disk.fill();
  app = await launch({ data, port, environment: SHORT });
  const { page } = app;
  await expect(page.locator('.banner--warn').first()).toContainText('could not be written: the disk is full');
  await submitted('a\n');
  await go(app, 'Jobs');
  await expect(page.getByRole('row', { name: /wc, Queued/ })).toBeVisible();
  await expect(
    page.getByText(/The history of jobs in .* cannot|The newest 10,000 jobs are shown/).first(),
  ).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await go(app, 'Settings');
  await page.getByRole('radio', { name: 'Dark' }).click();
  await expect(page.locator('.banner--error')).toContainText('settings.json could not be written: the disk is full');
  disk.empty();
  await page.getByRole('radio', { name: 'Dark' }).click();
  await until('the settings', async () => (await readFile(join(data, 'settings.json'), 'utf8')).includes('dark'));
  await page.getByRole('button', { name: 'Try again' }).click();
  await until('the workspace', () => existsSync(join(data, 'Sandbox.gearbench.json')));
  await go(app, 'Jobs');
  await expect
    .poll(async () => (await app.call('jobs.window', { rows: 1 })).journal.state, { timeout: 60_000 })
    .toBe('on');
  await expect(page.getByRole('row', { name: /wc, Queued/ })).toBeVisible();
});

test('a profile that vanishes while the program runs is made again by what is kept next', async () => {
  app = await launch({ settings: { tray: false }, environment: SHORT });
  await defineWc();
  await submitted('a\n');
  await until('the history', async () => (await app.call('jobs.window', { rows: 1 })).journal.jobs === 1);
  await rm(app.data, { recursive: true, force: true });
  await submitted('b\n');
  await app.call('settings.change', { theme: 'dark' });
  expect(JSON.parse(await readFile(join(app.data, 'settings.json'), 'utf8'))).toMatchObject({ theme: 'dark' });
  await app.call('workspace.describe', { description: 'still here' });
  expect(await readFile(join(app.data, 'Sandbox.gearbench.json'), 'utf8')).toContain('still here');
  await go(app, 'Jobs');
  await expect(app.page.getByText(/was removed while it was in use/)).toBeVisible();
  await expect
    .poll(async () => (await app.call('jobs.window', { rows: 1 })).journal, { timeout: 60_000 })
    .toMatchObject({
      state: 'on',
      jobs: 2,
    });
});

test('after a sleep the light is green again, and workers go on', async () => {
  app = await launch();
  await defineWc();
  await app.call('workers.start', { name: 'wc' });
  const status = app.page.getByRole('contentinfo').getByRole('status').first();
  await expect(status).toHaveClass(/state--ok/);
  // A stopped process is what a sleeping machine is for it: time has gone on without it.
  const { pid } = app.electron.process();
  process.kill(pid as number, 'SIGSTOP');
  await new Promise((done) => setTimeout(done, 8000));
  process.kill(pid as number, 'SIGCONT');
  await submitted('a\n');
  await expect.poll(async () => (await app.call('jobs.window', { rows: 1 })).counts.done).toBe(1);
  await expect(status).toHaveClass(/state--ok/);
});

test('a file that is opened asks about unsaved changes first, and starts nothing', async () => {
  app = await launch({ settings: { autosave: false } });
  await defineWc();
  const path = join(app.data, 'other.gearbench.json');
  await writeFile(path, JSON.stringify({ gearbench: 1, functions: [] }));
  const open = () =>
    app.electron.evaluate(({ app: program }, file) => {
      program.emit('open-file', { preventDefault: () => {} }, file);
    }, path);
  const name = async () => (await app.call('workspace.get', undefined)).name;
  await app.answer(2);
  await open();
  await expect.poll(async () => (await app.call('workspace.get', undefined)).unsaved).toBe(true);
  expect(await name()).toBe('Sandbox');
  await app.answer(0);
  await open();
  await expect.poll(name).toBe('other');
  expect(await readFile(join(app.data, 'Sandbox.gearbench.json'), 'utf8')).toContain('wc');
});

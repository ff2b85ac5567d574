import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { needs } from '../support/peers.ts';
import { background, run } from '../support/processes.ts';
import { type App, freePort, launch } from './app.ts';
import { violations } from './axe.ts';
import { copiedText, go, wear } from './steps.ts';

const php = (file: string) => join(import.meta.dirname, '..', 'interop', 'php', file);

let app: App;
test.afterEach(() => app.close().catch(() => {}));

const first = () => app.page.getByRole('region', { name: 'The first job' });
const again = () => app.page.getByRole('button', { name: 'Do it again' });
const goal = (name: RegExp) => app.page.getByRole('button', { name }).click();
const functions = async () => (await app.call('workspace.get', undefined)).functions.map(({ name }) => name);

/** The job was done, and its story is drawn to its end. */
async function done(result: string): Promise<void> {
  await expect(first().getByText(/^Done in/)).toBeVisible();
  await expect(first().getByText('6 of 6')).toBeVisible();
  await expect(first().locator('[aria-live=polite]').first()).toHaveText(`Result${result}`);
}

/** Chooses an item of the application's menu, as a person does. */
const choose = (id: string) =>
  app.electron.evaluate(({ Menu }, name) => Menu.getApplicationMenu()?.getMenuItemById(name)?.click(), id);

test('at the first opening a job is done and drawn by itself, and nothing of it is left in the workspace', async () => {
  app = await launch({ settings: { welcomed: false } });
  const { page } = app;
  const title = page.getByRole('heading', { level: 1, name: 'A Gearman job server is running.' });
  await expect(title).toBeVisible();
  await expect(page.getByText(/Answered an echo in/)).toBeVisible();
  await done('3');
  await expect(first().getByRole('option')).toHaveCount(6);
  await expect(
    first()
      .getByText(/^SUBMIT_JOB/)
      .first(),
  ).toBeVisible();
  await expect(first().getByText('The server passes the answer on to you.', { exact: false })).toBeVisible();
  await first().getByRole('button', { name: 'Previous arrow' }).click();
  await expect(first().getByText('What it wrote is the answer.', { exact: false })).toBeVisible();
  expect([await functions(), (await app.call('workers.list', undefined)).managed]).toEqual([[], []]);

  await page.getByRole('button', { name: 'Open Gearbench' }).click();
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible();
  expect((await app.call('settings.get', undefined)).welcomed).toBe(true);
  // It comes back from an empty overview, and what it shows can be kept.
  await page.getByRole('button', { name: 'First steps' }).click();
  await first().getByRole('button', { name: 'Keep wc' }).click();
  await expect(page.getByText('wc is in your workspace, and a worker does its jobs.')).toBeVisible();
  expect(await functions()).toEqual(['wc']);
  const { id } = await app.call('workload.submit', { function: 'wc', workload: { kind: 'text', text: 'a\nb\n' } });
  await expect.poll(async () => (await app.call('submissions.get', { id }))?.state).toBe('done');
});

test('it is worked by keys alone, and Escape leads out of it', async () => {
  app = await launch({ settings: { welcomed: false } });
  const { page } = app;
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await done('3');
  const order = [
    page.getByRole('button', { name: /^My PHP can’t talk to Gearman/ }),
    page.getByRole('button', { name: /^Debug my app’s jobs/ }),
    page.getByRole('button', { name: /^Paste my worker command/ }),
    page.getByRole('button', { name: /^Have a look around/ }),
    first().getByRole('textbox', { name: 'Workload' }),
    first().getByRole('listbox'),
    first().getByRole('button', { name: 'Previous arrow' }),
    again(),
    first().getByRole('button', { name: 'Change the text' }),
  ];
  for (const next of order) {
    await page.keyboard.press('Tab');
    await expect(next).toBeFocused();
  }
  await page.keyboard.press('Enter');
  const text = first().getByRole('textbox', { name: 'Workload' });
  await expect(text).toBeFocused();
  await page.keyboard.insertText('one line\n');
  await page.keyboard.press('Escape');
  await expect(text).not.toBeFocused();
  await again().focus();
  await page.keyboard.press('Enter');
  await done('1');
  await first().getByRole('listbox').focus();
  await page.keyboard.press('Home');
  await expect(first().getByText('1 of 6')).toBeVisible();
  // What it has no place for does nothing meanwhile.
  await page.keyboard.press('Control+k');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible();
  await expect(page.getByRole('dialog')).toBeHidden();
  const overview = page.getByRole('navigation').getByRole('button', { name: 'Overview', exact: true });
  await expect(overview).toBeFocused();
  await page.keyboard.press('Control+k');
  await page.keyboard.insertText('first steps');
  await expect(page.getByRole('option', { name: 'First steps' })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await done('3');
});

test('it speaks the system’s language, and another one at a click; axe finds nothing in either', async () => {
  app = await launch({ settings: { welcomed: false, language: 'system' }, args: ['--lang=zh-CN'] });
  const { page } = app;
  await expect(page.getByRole('heading', { name: '第一个任务' })).toBeVisible();
  await expect(page.getByText('6/6')).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.getByRole('radio', { name: 'English' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'A Gearman job server is running.' })).toBeVisible();
  await wear(app, { theme: 'dark' });
  expect(await violations(page)).toEqual([]);
});

test('each answer to what brings one here leads there', async () => {
  app = await launch({ settings: { welcomed: false } });
  const { page } = app;
  await done('3');
  await goal(/^Have a look around/);
  await expect(page.getByRole('complementary', { name: /^Job H:/ }).getByRole('listbox')).toBeVisible();
  await choose('help.welcome');
  await goal(/^My PHP can’t talk to Gearman/);
  await expect(page.getByRole('heading', { level: 1, name: 'PHP Doctor' })).toBeVisible();
  await choose('help.welcome');
  await goal(/^Paste my worker command/);
  await expect(page.getByRole('textbox', { name: /gearman/ })).toBeFocused();
  await page.keyboard.insertText('gearman -w -f reverse -- rev');
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('reverse');
  await choose('help.welcome');
  await goal(/^Debug my app’s jobs/);
  await expect(page.getByRole('dialog', { name: 'Debug your app’s jobs' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('navigation').getByRole('button', { name: 'Functions', exact: true })).toBeFocused();
});

test('a port that is taken is told, and the job is done on another one', async () => {
  const port = await freePort();
  const server = createServer().listen(port, '127.0.0.1');
  try {
    app = await launch({ port, settings: { welcomed: false } });
    const { page } = app;
    await expect(page.getByRole('alert')).toContainText(`(pid ${process.pid})`);
    await expect(page.getByRole('heading', { name: 'A Gearman job server starts here.' })).toBeVisible();
    await expect(page.getByText('The job is sent as soon as the job server runs.')).toBeVisible();
    await expect(again()).toBeDisabled();
    await page.getByRole('button', { name: /^Use port \d+$/ }).click();
    await done('3');
  } finally {
    server.close();
  }
});

test('a system without the program that counts lines says so, and all else goes on', async () => {
  app = await launch({ settings: { welcomed: false }, environment: { PATH: '/nowhere' } });
  const { page } = app;
  await expect(page.getByRole('alert')).toContainText('wc was not found');
  await goal(/^Have a look around/);
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible();
});

test('where the settings cannot be written that is told, and the first steps are left all the same', async () => {
  app = await launch({ settings: { welcomed: false } });
  const { page } = app;
  await done('3');
  const file = join(app.data, 'settings.json');
  await rm(file);
  await mkdir(join(file, 'in the way'), { recursive: true });
  await page.getByRole('button', { name: 'Open Gearbench' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
  await expect(page.getByRole('alert')).toContainText(file);
  // They did not come back for a moment and begin anew, which took the words of it away again.
  expect((await app.call('jobs.window', { rows: 1 })).total).toBe(1);
  await expect(page.getByRole('alert')).toContainText(file);
});

test('who opens a workspace is not welcomed, then or later', async () => {
  const data = await mkdtemp(join(tmpdir(), 'gearbench-e2e-'));
  await writeFile(join(data, 'settings.json'), JSON.stringify({ language: 'en', port: await freePort() }));
  const sample = join(import.meta.dirname, '..', '..', 'resources', 'samples', 'wc.gearbench.json');
  const overview = () => app.page.getByRole('heading', { level: 1, name: 'Overview' });
  try {
    app = await launch({ data, args: [sample] });
    await expect(overview()).toBeVisible();
    expect(await functions()).toEqual(['wc']);
    await app.close();
    app = await launch({ data });
    await expect(overview()).toBeVisible();
  } finally {
    await app.close();
    await rm(data, { recursive: true, force: true });
  }
});

test('it waits for an app, and says which program has come, what it did, and that it has left', async () => {
  test.skip(!needs('php'), 'PHP with its gearman extension is not installed');
  app = await launch();
  const { page } = app;
  await choose('help.connect');
  const sheet = page.getByRole('dialog', { name: 'Debug your app’s jobs' });
  await expect(sheet.getByText('No connection yet…')).toBeVisible();
  expect(await violations(page)).toEqual([]);
  expect(await copiedText(app.electron, () => sheet.getByRole('button', { name: 'Copy the port' }).click())).toBe(
    String(app.port),
  );
  const worker = background('php', [php('worker.php'), String(app.port)]);
  try {
    await worker.says('ready');
    const row = sheet.getByRole('listitem').filter({ hasText: 'php_reverse' });
    await expect(row).toContainText(`Connected: php, pid ${worker.child.pid} · php-worker`);
    await expect(row).toContainText(/worker for php_\w+, php_\w+/);

    // What is shown does what it says.
    await sheet.getByRole('tab', { name: 'PHP, extension' }).click();
    const script = join(app.data, 'submit.php');
    await writeFile(script, (await sheet.getByRole('region', { name: 'PHP, extension' }).textContent()) ?? '');
    expect(await run('php', [script])).toMatchObject({ code: 0, stderr: '' });
    const left = sheet.getByRole('listitem').filter({ hasText: 'client, submitted hello' });
    await expect(left).toContainText('Was connected:');
    await left.getByRole('button', { name: /^Show packets of/ }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Traffic' })).toBeVisible();
    const packets = page.getByRole('grid', { name: 'Packets' });
    await expect(packets.getByRole('row', { name: /SUBMIT_JOB_BG/ })).toBeVisible();
    await expect(packets.getByRole('row', { name: /CAN_DO/ })).toBeHidden();
  } finally {
    await worker.stop();
  }
});

test('where the server is off it waits for that first, and starts it', async () => {
  test.skip(!needs('gearman'), 'gearman is not installed');
  app = await launch();
  const { page } = app;
  await app.call('server.stop', undefined);
  await go(app, 'Jobs');
  await page.keyboard.press('Control+k');
  await page.keyboard.insertText('debug an app');
  await expect(page.getByRole('option', { name: 'Debug an app’s jobs' })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  const sheet = page.getByRole('dialog', { name: 'Debug your app’s jobs' });
  await expect(sheet.getByText('The job server does not run, so that nothing can connect.')).toBeVisible();
  await sheet.getByRole('button', { name: 'Start server' }).click();
  await expect(sheet.getByText('No connection yet…')).toBeVisible();
  const worker = background('gearman', ['-p', String(app.port), '-w', '-f', 'rev', '--', 'rev']);
  try {
    await expect(sheet.getByRole('listitem')).toContainText(`Connected: gearman, pid ${worker.child.pid}`);
  } finally {
    await worker.stop();
  }
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
});

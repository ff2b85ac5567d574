import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { needs } from '../support/peers.ts';
import { background } from '../support/processes.ts';
import { type App, launch } from './app.ts';
import { violations } from './axe.ts';
import { go } from './steps.ts';

test.describe.configure({ mode: 'serial' });

let app: App;
test.beforeAll(async () => {
  app = await launch();
});
test.afterAll(() => app.close());

const ours = () => app.page.getByRole('grid', { name: 'Run by Gearbench' });
const row = (name: RegExp) => ours().getByRole('row', { name });

test('where there is no worker it says what happens to jobs', async () => {
  await app.page.keyboard.press('Control+3');
  await expect(app.page.getByRole('heading', { level: 1, name: 'Workers' })).toBeVisible();
  await expect(app.page.getByText('No workers connected')).toBeVisible();
});

test('a function that is defined stands here to be started, with more or fewer workers', async () => {
  const { page, call } = app;
  const line = String.raw`printf 'go \033[32mgreen\033[0m\n' >&2; echo to stderr >&2; sleep 60`;
  await call('functions.save', {
    definition: { name: 'slow', command: { kind: 'shell', line }, colour: 'teal', workers: 1 },
    replaces: null,
  });
  await expect(row(/^slow/).getByText('Stopped')).toBeVisible();
  await page.getByRole('button', { name: 'Start: all workers of slow', exact: true }).click();
  await page.getByRole('button', { name: 'One worker of slow more' }).click();
  await expect(row(/slow-2: Sleeping/)).toBeVisible();
  await expect(row(/^slow\s*2 of 1/)).toBeVisible();
});

test('one is quieted and takes no job; the other one takes it', async () => {
  const { page, call } = app;
  await row(/slow-1:/)
    .getByText('slow-1')
    .click({ button: 'right' });
  await page.getByRole('menuitem', { name: /^Quiet/ }).click();
  await expect(row(/slow-1: Quiet/)).toBeVisible();
  await call('workload.submit', { function: 'slow', workload: { kind: 'text', text: 'x' }, background: true });
  await expect(row(/slow-2: Working, job H:/)).toBeVisible();
});

test('what its command writes is here in colour, is searched and saved', async () => {
  const { page } = app;
  await row(/slow-2:/)
    .getByText('slow-2')
    .click();
  const output = page.getByRole('region', { name: 'Output of slow-2' });
  const log = output.getByRole('log');
  await expect(log).toContainText('to stderr');
  await expect(log.getByText('green', { exact: true })).toHaveAttribute('style', /--ansi-green/);
  expect(await log.textContent()).not.toContain('[32m');
  await log.focus();
  await page.keyboard.press('Control+F');
  await page.keyboard.type('TO');
  await expect(output.getByRole('status')).toHaveText('1 of 1');
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  const path = join(app.data, 'slow.log');
  await app.choose({ save: path });
  await output.getByRole('button', { name: 'Save output…' }).click();
  await expect(page.getByText(`Output saved to ${path}`)).toBeVisible();
  expect(await readFile(path, 'utf8')).toMatch(/ slow-2 H:\S+ stderr to stderr\n/);
});

test('its job is killed and fails; the worker stays', async () => {
  const { page, call } = app;
  const handle =
    (await row(/slow-2:/)
      .getByRole('button', { name: /^H:/ })
      .textContent()) ?? '';
  await page.getByRole('complementary', { name: 'Worker slow-2' }).getByRole('button', { name: 'What to do' }).click();
  await page.getByRole('menuitem', { name: /^Kill job\s*its job fails/ }).click();
  await expect(row(/slow-2: Sleeping/)).toBeVisible();
  await expect(page.getByRole('complementary').getByText('Killed by SIGTERM')).toBeVisible();
  const [job] = (await call('jobs.window', { rows: 1 })).rows;
  expect([job?.key.handle, job?.state]).toEqual([handle, 'failed']);
});

test('the worker of somebody else stands beside them, with what could name it', async () => {
  test.skip(!needs('gearman'), 'gearman is not installed');
  const { page } = app;
  const worker = background('gearman', ['-p', String(app.port), '-w', '-f', 'rev', '--', 'rev']);
  try {
    const theirs = page.getByRole('grid', { name: 'Outside of Gearbench' });
    await theirs.getByRole('row', { name: /Sleeping.*rev/ }).click();
    await expect(page.getByRole('complementary', { name: /^Worker #\d+$/ })).toContainText('call SET_CLIENT_ID');
    expect(await violations(page)).toEqual([]);
  } finally {
    await worker.stop();
  }
  await expect(page.getByRole('complementary').getByText('This worker is no longer there.')).toBeVisible();
});

test('rows are chosen by keys, and what to do with one by the menu key', async () => {
  const { page } = app;
  await ours().focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowDown');
  await expect(row(/slow-1:/)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: /^Start/ }).click();
  await expect(row(/slow-1: Sleeping/)).toBeVisible();
  await ours().focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('complementary', { name: 'Worker slow-1' }).locator(':focus')).toBeVisible();
});

test('the same is offered by a button in the row of a function, which has the focus again behind it', async () => {
  const { page } = app;
  const button = ours().getByRole('button', { name: 'What to do with slow', exact: true });
  await button.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: /^Stop 2 workers/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toHaveCount(0);
  await expect(button).toBeFocused();
  await expect(row(/^slow\s/)).toHaveAttribute('aria-selected', 'true');
  // The click chooses the row, for which the inspector takes room; the menu is where the button is then.
  await page.getByRole('complementary').getByRole('button', { name: 'Close' }).click();
  await button.click();
  await expect(page.getByRole('menuitem', { name: /^Stop 2 workers/ })).toBeVisible();
  const shown = page.getByTitle('What to do with slow', { exact: true }).first(); // no role finds it behind the menu
  const [menu, place] = [await page.getByRole('menu').boundingBox(), await shown.boundingBox()];
  expect(Math.abs((menu?.x ?? 0) - (place?.x ?? 0))).toBeLessThan(20);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toHaveCount(0);
});

test('of hundreds of functions each is reached by keys, and started by its button; the focus is never lost', async () => {
  const { page, call, choose, data } = app;
  const before = (await call('workspace.get', undefined)).path;
  const path = join(data, 'many.gearbench.json');
  const command = { kind: 'argv', argv: ['cat'] };
  const functions = Array.from({ length: 500 }, (_, at) => ({ name: `task.${String(at).padStart(3, '0')}`, command }));
  await writeFile(path, JSON.stringify({ gearbench: 1, functions }));
  await choose({ open: path });
  await call('workspace.open', undefined);
  await call('workspace.trust', { fingerprint: (await call('workspace.get', undefined)).fingerprint });
  await expect(row(/^task\.000/)).toBeVisible();
  expect(await ours().getByRole('row').count()).toBeLessThan(100);
  await ours().focus();
  await page.keyboard.press('End');
  await expect(row(/^task\.499/)).toBeInViewport();
  await expect(row(/^task\.499/)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Start: all workers of task.499', exact: true })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(row(/task\.499-1: Sleeping/)).toBeVisible();
  await ours().getByRole('button', { name: 'What to do with task.499', exact: true }).focus();
  await ours().hover();
  await page.mouse.wheel(0, -8000);
  await expect(
    row(/^task\.250/)
      .or(row(/^task\.200/))
      .first(),
  ).toBeVisible();
  await expect(ours()).toBeFocused();
  expect(await violations(page)).toEqual([]);
  await call('workers.act', { action: 'stop', name: 'task.499', worker: null });
  await choose({ open: before ?? '' });
  await call('workspace.open', undefined);
});

test('a function begins with a template, which does its job as it is', async () => {
  const { page, call } = app;
  await go(app, 'Functions');
  await page.getByRole('button', { name: 'New function' }).first().click();
  await page.getByRole('button', { name: /^Begin with/ }).click();
  await page.getByRole('menuitem', { name: 'Capital letters: tr' }).click();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('upper');
  await page.getByRole('button', { name: /Save and start/ }).click();
  await expect(page.getByRole('row', { name: /upper/ }).getByText('1 idle')).toBeVisible();
  const { id } = await call('workload.submit', { function: 'upper', workload: { kind: 'text', text: 'shout' } });
  const result = async () =>
    new TextDecoder().decode((await call('submissions.get', { id }))?.result.bytes ?? undefined);
  await expect.poll(result).toBe('SHOUT');
});

test('a command is tried before it is saved, with its output and the packets that would be sent', async () => {
  const { page, call } = app;
  await page.getByRole('button', { name: 'New function' }).first().click();
  const inspector = page.getByRole('complementary', { name: 'New function' });
  await inspector.getByLabel('Name', { exact: true }).fill('tried');
  await inspector.getByRole('radio', { name: 'Shell line' }).click();
  await inspector.getByRole('textbox', { name: 'Shell line' }).fill('rev; echo careful >&2; exit 3');
  const trial = inspector.getByRole('region', { name: 'Test run' });
  await trial.getByLabel('Workload of the test run').fill('Gearman');
  await page.keyboard.press('Control+Enter');
  await expect(trial.getByRole('status')).toHaveText(/^Exit code 3 · /);
  await expect(trial.getByRole('region', { name: 'Standard output' })).toHaveText('namraeG');
  await trial.getByRole('tab', { name: 'Standard error' }).click();
  await expect(trial.getByRole('region', { name: 'Standard error' })).toHaveText(/careful/);
  await trial.getByRole('tab', { name: 'Packets (2)' }).click();
  await trial.getByRole('listbox').focus();
  await page.keyboard.press('End');
  await expect(trial.getByRole('option', { selected: true })).toHaveText(/WORK_FAIL/);
  await expect(trial.getByRole('region', { name: 'Bytes of packet 2' })).toContainText('H:te');
  expect(await violations(page)).toEqual([]);
  await inspector.getByRole('textbox', { name: 'Shell line' }).fill('sleep 60');
  await trial.getByRole('button', { name: /^Run/ }).click();
  await expect(trial.getByText(/^Runs for/)).toBeVisible();
  await trial.getByRole('button', { name: 'Cancel' }).click();
  await expect(trial.getByRole('status')).toHaveText(/^Killed by SIGTERM · /);
  expect((await call('workspace.get', undefined)).functions.map(({ name }) => name)).not.toContain('tried');
});

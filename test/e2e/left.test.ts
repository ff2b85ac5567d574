import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { type App, freePort, launch, writeSettings } from './app.ts';
import { go } from './steps.ts';

test.describe.configure({ mode: 'serial' });

let app: App;
let data: string;
let port: number;
test.beforeAll(async () => {
  port = await freePort();
  data = await mkdtemp(join(tmpdir(), 'gearbench-left-'));
  await writeSettings(data, { port });
  app = await launch({ data, port });
});
test.afterAll(async () => {
  await app.close();
  await rm(data, { recursive: true, force: true });
});

/** The place of the window on the screen. */
const bounds = () => app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getNormalBounds());
const filter = () => app.page.getByRole('combobox', { name: 'Filter packets' });
const left = () => app.call('view.get', undefined);
const detail = () => app.page.getByRole('separator', { name: 'Resize detail' });

test('window, panes, columns, sort order, filters and keys are found again after a restart', async () => {
  const { page } = app;
  await app.call('functions.save', {
    definition: { name: 'wc', command: { kind: 'argv', argv: ['wc'] } },
    replaces: null,
  });
  await app.call('workload.submit', { function: 'wc', workload: { kind: 'text', text: 'one' }, background: true });
  await app.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.setBounds({ x: 80, y: 60, width: 1010, height: 690 }),
  );
  await app.call('settings.change', {
    packetColumns: ['number', 'type', 'info'],
    shortcuts: { 'go.overview': 'Mod+Shift+O' },
    zoom: 110,
  });

  await go(app, 'Functions');
  await page.getByRole('searchbox', { name: 'Filter functions' }).fill('w');
  await go(app, 'Workers');
  await page.getByRole('searchbox', { name: 'Filter workers' }).fill('wc');
  await go(app, 'Jobs');
  await page.getByRole('columnheader', { name: 'Function' }).getByRole('button').click();
  await page.getByRole('button', { name: /^Queued/ }).click();
  await go(app, 'Traffic');
  await filter().fill('gearman.pkt_type == SUBMIT_JOB_BG');
  await filter().press('Enter');
  await page
    .getByRole('row', { name: /SUBMIT_JOB_BG/ })
    .first()
    .click();
  const separator = detail();
  await separator.focus();
  const height = () =>
    page.locator('#detail').evaluate((element) => Math.round(element.getBoundingClientRect().height));
  const before = await height();
  await separator.press('ArrowUp');
  await expect.poll(height).toBeGreaterThan(before);
  const moved = await height();
  await expect.poll(left).toMatchObject({
    panes: { detail: moved },
    jobs: { sort: 'function', descending: true, states: ['queued'] },
    packets: { filter: 'gearman.pkt_type == SUBMIT_JOB_BG' },
    functions: { filter: 'w' },
    workers: { filter: 'wc' },
  });
  const place = await bounds();
  await expect.poll(async () => (await left()).window).toEqual({ ...place, maximized: false });

  await app.close();
  app = await launch({ data, port });
  expect(await bounds()).toEqual(place);
  await app.page.keyboard.press('Control+5');
  await expect(app.page.getByRole('heading', { level: 1, name: 'Traffic' })).toBeVisible();
  await expect(filter()).toHaveValue('gearman.pkt_type == SUBMIT_JOB_BG');
  await expect(app.page.getByRole('columnheader')).toHaveCount(3);
  await app.call('workload.submit', { function: 'wc', workload: { kind: 'text', text: 'two' }, background: true });
  await app.page
    .getByRole('row', { name: /SUBMIT_JOB_BG/ })
    .first()
    .click();
  await expect
    .poll(() => app.page.locator('#detail').evaluate((element) => Math.round(element.getBoundingClientRect().height)))
    .toBe(moved);
  await go(app, 'Jobs');
  await expect(app.page.getByRole('columnheader', { name: 'Function' })).toHaveAttribute('aria-sort', 'descending');
  await expect(app.page.getByRole('button', { name: /^Queued/ })).toHaveAttribute('aria-pressed', 'true');
  await go(app, 'Functions');
  await expect(app.page.getByRole('searchbox', { name: 'Filter functions' })).toHaveValue('w');
  await go(app, 'Workers');
  await expect(app.page.getByRole('searchbox', { name: 'Filter workers' })).toHaveValue('wc');
  await app.page.keyboard.press('Control+Shift+O');
  await expect(app.page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
});

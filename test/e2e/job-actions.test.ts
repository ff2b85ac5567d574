import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { JobKey } from '../../main/contract/keys.ts';
import { type App, launch } from './app.ts';
import { violations } from './axe.ts';
import { copiedText, go } from './steps.ts';

test.describe.configure({ mode: 'serial' });

let app: App;
/** Jobs of `queue` that wait, the oldest first, and one that has ended. */
const waiting: JobKey[] = [];
let done: JobKey;

test.beforeAll(async () => {
  app = await launch();
  const { call } = app;
  for (const [name, line] of [
    ['lines', 'wc -l'],
    ['slow', 'sleep 60'],
  ] as const) {
    await call('functions.save', { definition: { name, command: { kind: 'shell', line } }, replaces: null });
    await call('workers.start', { name });
  }
  done = await submit('lines', 'one\ntwo\n', { priority: 'high' });
  for (const text of ['first', 'second', 'third', 'fourth', 'fifth', 'sixth'])
    waiting.push(await submit('queue', text));
  await submit('slow', 'x');
  await go(app, 'Jobs');
  await expect(app.page.getByRole('row', { name: /slow, Running/ })).toBeVisible();
});
test.afterAll(() => app.close());

async function submit(name: string, text: string, more: object = {}): Promise<JobKey> {
  const workload = { kind: 'text', text } as const;
  const { key } = await app.call('workload.submit', { function: name, workload, background: true, ...more });
  return key as JobKey;
}

const list = () => app.page.getByRole('grid', { name: 'Jobs' });
const rowOf = (key: JobKey | undefined) => list().getByRole('row', { name: new RegExp(`${key?.handle}\\b`) });
const toolbar = () => app.page.getByRole('group', { name: 'Chosen jobs' });
const chosen = () => list().getByRole('row', { selected: true });
const inspector = () => app.page.getByRole('complementary');
const toast = () => app.page.getByRole('status').filter({ has: app.page.locator('.toast') });
const press = (name: string) => toolbar().getByRole('button', { name, exact: true }).click();
/** An item by its words; its keys may stand behind them. */
const menuItem = (name: string | RegExp) =>
  app.page.getByRole('menuitem', { name: typeof name === 'string' ? new RegExp(`^${name}(\\s+Ctrl.*)?$`) : name });
const stateOf = async (key: JobKey | undefined) => (await app.call('jobs.get', key as JobKey))?.state;

test('jobs are chosen with clicks and keys', async () => {
  const { page } = app;
  await rowOf(waiting[0]).click();
  await expect(toolbar()).toContainText('1 chosen');
  await rowOf(waiting[2]).click({ modifiers: ['Shift'] });
  await expect(chosen()).toHaveCount(3);
  await rowOf(waiting[1]).click({ modifiers: ['ControlOrMeta'] });
  await expect(chosen()).toHaveCount(2);
  await rowOf(waiting[4]).click({ modifiers: ['ControlOrMeta'] });
  await expect(toolbar()).toContainText('3 chosen');
  await expect(inspector()).toContainText(waiting[4]?.handle ?? '');
  await page.keyboard.press('Escape');
  await expect(chosen()).toHaveCount(1);
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(chosen()).toHaveCount(3);
  await page.keyboard.press('ArrowUp');
  await expect(chosen()).toHaveCount(1);
  await page.keyboard.press('ControlOrMeta+a');
  await expect(toolbar()).toContainText('8 chosen');
  await expect(list()).toHaveAttribute('aria-multiselectable', 'true');
  expect(await violations(page)).toEqual([]);
});

test('jobs are cancelled after it was said what becomes of them', async () => {
  const { page } = app;
  await press('Cancel 7 jobs…');
  const dialog = page.getByRole('alertdialog', { name: 'Cancel 7 jobs?' });
  await expect(dialog).toContainText('6 are queued. They won’t run');
  await expect(dialog).toContainText('1 is running. Its worker is not told and goes on');
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Keep them' }).click();
  expect(await stateOf(waiting[0])).toBe('queued');
  await rowOf(waiting[0]).click();
  await list().focus();
  await page.keyboard.press('Delete');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel 1 job' }).click();
  await expect(toast()).toContainText('1 job cancelled');
  await expect(list().getByRole('row', { name: new RegExp(`${waiting[0]?.handle}.*Cancelled`) })).toBeVisible();
  await expect(toolbar().getByRole('button', { name: /^Cancel/ })).toBeDisabled();
});

test('a job is submitted again as a new one, and each leads to the other', async () => {
  const { page } = app;
  await rowOf(done).click();
  await press('Submit again');
  await expect(toast()).toContainText('1 job submitted again');
  await expect(inspector().getByText('Submitted again from')).toBeVisible();
  await inspector().getByRole('button', { name: done.handle, exact: true }).click();
  await expect(page.getByRole('complementary', { name: new RegExp(`${done.handle}$`) })).toBeVisible();
  const again = inspector().locator('dt', { hasText: 'Submitted again as' }).locator('+ dd').getByRole('button');
  await expect(again).toHaveCount(1);
  await again.click();
  await inspector().getByRole('tab', { name: 'Workload' }).click();
  await expect(inspector().locator('pre').first()).toHaveText('one\ntwo\n');
  await inspector().getByRole('tab', { name: 'Details' }).click();
  await expect(inspector().getByText('High')).toBeVisible();
});

test('many are submitted again at once, and that is undone', async () => {
  const { page } = app;
  const total = async () => (await app.call('jobs.window', { rows: 1 })).total;
  const before = await total();
  await rowOf(waiting[1]).click();
  await rowOf(waiting[3]).click({ modifiers: ['Shift'] });
  await rowOf(waiting[1]).click({ button: 'right' });
  await menuItem('Submit 3 jobs again').click();
  await expect(toast()).toContainText('3 jobs submitted again');
  expect(await total()).toBe(before + 3);
  const { rows } = await app.call('jobs.window', { rows: 3 });
  expect(rows.map((row) => [row.function, row.state])).toEqual([
    ['queue', 'queued'],
    ['queue', 'queued'],
    ['queue', 'queued'],
  ]);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(async () => Promise.all(rows.map((row) => stateOf(row.key)))).toEqual(Array(3).fill('cancelled'));
});

test('a job is duplicated into the sheet, with what it was', async () => {
  const { page } = app;
  const unique = { kind: 'custom', value: 'order-7' };
  const key = await submit('queue', 'to be edited', { priority: 'low', unique });
  await rowOf(key).click({ button: 'right' });
  await menuItem('Duplicate and edit…').click();
  const sheet = page.getByRole('dialog', { name: 'Submit job' });
  await expect(sheet.getByLabel('Function')).toHaveValue('queue');
  await expect(sheet.getByRole('textbox', { name: 'Workload' })).toHaveValue('to be edited');
  await expect(sheet.getByRole('radio', { name: 'Low' })).toBeChecked();
  await expect(sheet.getByRole('radio', { name: 'Background' })).toBeChecked();
  await expect(sheet.locator('input[value="order-7"]')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
});

test('chosen jobs are copied as commands, and exported', async () => {
  await rowOf(waiting[1]).click();
  await rowOf(waiting[2]).click({ modifiers: ['Shift'] });
  const more = async (name: string) => {
    await toolbar().getByRole('button', { name: 'More' }).click();
    await menuItem(name).click();
  };
  const text = await copiedText(app.electron, () => more('Copy as 2 commands'));
  expect(text.split('\n').toSorted()).toEqual([
    '',
    `printf 'second' | gearman -p ${app.port} -f queue -b`,
    `printf 'third' | gearman -p ${app.port} -f queue -b`,
  ]);
  await app.choose({ save: join(app.data, 'two.jsonl') });
  await more('Export 2 jobs as JSON lines…');
  await expect(toast()).toContainText('Jobs exported to two.jsonl');
  const lines = (await readFile(join(app.data, 'two.jsonl'), 'utf8')).trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line).workload.text).toSorted()).toEqual(['second', 'third']);
  await app.choose({ save: join(app.data, 'two.csv') });
  await more('Export 2 jobs as CSV…');
  await expect(toast()).toContainText('Jobs exported to two.csv');
  expect((await readFile(join(app.data, 'two.csv'), 'utf8')).split('\r\n')).toHaveLength(4);
});

test('a note is written to a job, stays, and is undone', async () => {
  const { page } = app;
  await rowOf(waiting[1]).click();
  const note = inspector().getByRole('textbox', { name: 'Note' });
  await note.fill('The one that 小梅 asked about');
  await note.blur();
  await expect(toast()).toContainText(`Note on ${waiting[1]?.handle} saved`);
  await rowOf(waiting[2]).click();
  await expect(note).toHaveValue('');
  await rowOf(waiting[1]).click();
  await expect(note).toHaveValue('The one that 小梅 asked about');
  expect(await violations(page)).toEqual([]);
  await note.fill('');
  await page.keyboard.press('Control+Enter');
  await expect(toast()).toContainText('removed');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(note).toHaveValue('The one that 小梅 asked about');
});

test('a function is purged of what is queued, with the count; what runs goes on', async () => {
  const { page } = app;
  await submit('slow', 'y');
  await list()
    .getByRole('row', { name: /slow, Running/ })
    .click();
  await page.keyboard.press('Shift+F10');
  await menuItem('Cancel all queued slow jobs…').click();
  const dialog = page.getByRole('alertdialog', { name: 'Cancel 1 queued “slow” job?' });
  await expect(dialog).toContainText('1 running job continues.');
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Cancel 1 job' }).click();
  await expect(toast()).toContainText('1 queued job of slow cancelled');
  const { rows } = await app.call('jobs.window', { rows: 50 });
  expect(rows.filter((row) => row.function === 'slow').map(({ state }) => state)).toEqual(['cancelled', 'running']);
  const [slow] = (await app.call('functions.list', undefined)).filter(({ name }) => name === 'slow');
  expect(slow?.queued).toEqual({ high: 0, normal: 0, low: 0 });
  await list()
    .getByRole('row', { name: /slow, Running/ })
    .click({ button: 'right' });
  await menuItem('Cancel all queued slow jobs…').click();
  await expect(toast()).toContainText('No job of slow is queued');
});

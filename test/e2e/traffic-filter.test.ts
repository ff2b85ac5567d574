import { expect, test } from '@playwright/test';
import { type App, launch } from './app.ts';
import { violations } from './axe.ts';
import { defineFunction, go } from './steps.ts';

test.describe.configure({ mode: 'serial' });

let app: App;
test.beforeAll(async () => {
  app = await launch();
  await defineFunction(app, { name: 'wc', argv: ['wc', '-l'] });
  for (const text of ['one', 'two'])
    await app.call('workload.submit', { function: 'wc', workload: { kind: 'text', text } });
  await go(app, 'Traffic');
  await expect(rows().filter({ hasText: 'WORK_COMPLETE' })).toHaveCount(4);
});
test.afterAll(() => app.close());

const grid = () => app.page.getByRole('grid', { name: 'Packets' });
/** Without the head. */
const rows = () => grid().locator('[role=row][aria-selected]');
const field = () => app.page.getByRole('combobox', { name: 'Filter packets' });
const types = () =>
  rows().evaluateAll((all) => [...new Set(all.map((row) => /[A-Z_]{4,}/.exec(row.textContent ?? '')?.[0]))].toSorted());

test('a filter is written with the keyboard alone', async () => {
  const { page } = app;
  await page.keyboard.press('Control+f');
  await expect(field()).toBeFocused();
  await page.keyboard.type('func.name');
  await expect(page.getByRole('option').first()).toContainText('gearman.func.name');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('option').first()).toHaveText(/^==/);
  await page.keyboard.type('== w');
  await expect(page.getByRole('option', { name: /"wc"/ })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(field()).toHaveValue('gearman.func.name == "wc" ');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('option')).toHaveCount(0);
  expect(await types()).toEqual(['CAN_DO', 'JOB_ASSIGN_UNIQ', 'SUBMIT_JOB']);
  await page.keyboard.press('Escape');
  await expect(field()).toHaveValue('');
});

test('what is wrong is said and mended', async () => {
  const { page } = app;
  await field().fill('gearman.pkt_type == WORK_COMPLETED');
  await page.keyboard.press('Enter');
  await expect(page.getByText('WORK_COMPLETED is no packet type.')).toBeVisible();
  await expect(field()).toHaveAttribute('aria-invalid', 'true');
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Did you mean WORK_COMPLETE?' }).click();
  await expect(rows()).toHaveCount(4);
  await expect(field()).toHaveAttribute('aria-invalid', 'false');
});

test('a saved filter and those before are a click away, also after a restart of the window', async () => {
  const { page } = app;
  await page.getByRole('button', { name: 'Save the filter' }).click();
  await page.getByRole('button', { name: 'Clear filter' }).click();
  await page.reload();
  await go(app, 'Traffic');
  await page.getByRole('button', { name: 'Saved filters' }).click();
  await expect(page.getByRole('menuitem', { name: /^gearman\.func\.name == "wc"$/ })).toBeVisible();
  await page.getByRole('menuitem', { name: /WORK_COMPLETE\s*saved/ }).click();
  await expect(rows()).toHaveCount(4);
});

test('a right click shows what is like this, or hides it; keys do too', async () => {
  const { page } = app;
  await field().fill('');
  await rows().filter({ hasText: 'SUBMIT_JOB' }).first().getByText('SUBMIT_JOB').click({ button: 'right' });
  await page.getByRole('menuitem', { name: /^Only like this: SUBMIT_JOB/ }).click();
  await expect(field()).toHaveValue('gearman.pkt_type == SUBMIT_JOB');
  await expect(rows()).toHaveCount(2);
  await field().fill('gb.job');
  await page.keyboard.press('Escape');
  await expect(rows().filter({ hasText: 'WORK_COMPLETE' })).toHaveCount(4);
  const before = await rows().count();
  await rows().filter({ hasText: 'WORK_COMPLETE' }).first().click();
  await page.keyboard.press('x');
  await expect(field()).toHaveValue('gb.job and not gearman.pkt_type == WORK_COMPLETE');
  await expect(rows()).toHaveCount(before - 4);
});

test('where nothing matches it says what is hidden, and a click shows it', async () => {
  const { page } = app;
  await field().fill('gb.size > 1000000');
  await expect(page.getByText('No packets match')).toBeVisible();
  await expect(page.getByText(/\d+ are hidden by the filter/)).toBeVisible();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Clear filter' }).last().click();
  await expect(rows().first()).toBeVisible();
});

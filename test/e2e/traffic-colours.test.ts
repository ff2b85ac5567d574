import { expect, test } from '@playwright/test';
import { type App, launch } from './app.ts';
import { violations } from './axe.ts';
import { defineFunction, go } from './steps.ts';

test.describe.configure({ mode: 'serial' });

let app: App;
test.beforeAll(async () => {
  app = await launch();
  await defineFunction(app, { name: 'wc', argv: ['wc', '-l'] });
  await app.call('workload.submit', { function: 'wc', workload: { kind: 'text', text: 'one' } });
  await go(app, 'Traffic');
  await expect(rows('WORK_COMPLETE')).toHaveCount(2);
});
test.afterAll(() => app.close());

const grid = () => app.page.getByRole('grid', { name: 'Packets' });
const rows = (type: string) => grid().locator('[role=row][aria-selected]').filter({ hasText: type });
const sheet = () => app.page.getByRole('dialog', { name: 'Colours of rows' });
const rules = () => sheet().getByRole('listitem');
const barOf = (type: string) =>
  rows(type)
    .first()
    .evaluate((row) => getComputedStyle(row, '::before').backgroundImage);

test('a row’s menu makes a rule of it, and the row wears its colour and tells its name', async () => {
  const { page } = app;
  await rows('SUBMIT_JOB').first().getByText('SUBMIT_JOB').click({ button: 'right' });
  await page.getByRole('menuitem', { name: /^Colour rows like this: SUBMIT_JOB/ }).click();
  await expect(rules()).toHaveCount(1);
  await expect(sheet().getByRole('textbox', { name: 'Filter of the rule' })).toBeFocused();
  await sheet().getByRole('textbox', { name: 'Name' }).fill('Submissions');
  expect(await violations(page)).toEqual([]);
  await sheet().getByRole('button', { name: 'Done' }).click();
  await expect(rows('SUBMIT_JOB').first()).toHaveAccessibleName(/coloured by the rule Submissions$/);
  await expect(rows('WORK_COMPLETE').first()).not.toHaveAccessibleName(/coloured/);
  expect(await barOf('SUBMIT_JOB')).toContain('gradient');
  expect(await barOf('WORK_COMPLETE')).toBe('none');
  await expect(page.getByRole('region', { name: 'Packet' }).getByText('Submissions')).toBeVisible();
});

test('with keys alone: a rule for what is selected, one that is wrong and mended, moved, deleted and brought back', async () => {
  const { page } = app;
  await rows('WORK_COMPLETE').first().click();
  await page.keyboard.press('c');
  await expect(rules()).toHaveCount(2);
  await page.keyboard.press('Control+a');
  await page.keyboard.type('gb.famly == terminal or WORK_COMPLETE');
  await page.keyboard.press('Enter');
  await expect(rules().first().getByText('There is no field gb.famly', { exact: false })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Tab');
  await expect(sheet().getByRole('button', { name: 'Did you mean gb.family?' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(rules().first().getByRole('textbox', { name: 'Filter of the rule' })).toHaveValue(
    'gb.family == terminal or WORK_COMPLETE',
  );
  await rules().first().getByRole('textbox', { name: 'Filter of the rule' }).focus();
  await page.keyboard.press('Alt+ArrowDown');
  await expect(rules().first()).toHaveAccessibleName('Rule 1: Submissions');
  await expect(rules().last().getByRole('textbox', { name: 'Filter of the rule' })).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await expect(sheet().getByRole('button', { name: 'Delete WORK_COMPLETE' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(rules()).toHaveCount(1);
  await page.keyboard.press('Control+z');
  await expect(rules()).toHaveCount(2);
  await page.keyboard.press('Escape');
  await expect(sheet()).toHaveCount(0);
  await expect(grid()).toBeFocused();
  await expect(rows('WORK_COMPLETE').first()).toHaveAccessibleName(/coloured by the rule WORK_COMPLETE$/);
});

test('rules are there after a restart of the window, and the columns’ menu leads to them', async () => {
  const { page } = app;
  await page.reload();
  await go(app, 'Traffic');
  await rows('SUBMIT_JOB').first().click();
  await expect(rows('SUBMIT_JOB').first()).toHaveAccessibleName(/Submissions$/);
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('button', { name: 'Colours of rows…' }).click();
  await rules().first().getByRole('checkbox', { name: 'On' }).click();
  await page.keyboard.press('Escape');
  await expect(rows('SUBMIT_JOB').first()).not.toHaveAccessibleName(/coloured/);
  await page.keyboard.press('Control+Shift+K');
  await expect(rules()).toHaveCount(2);
  await page.keyboard.press('Escape');
});

import { expect, test } from '@playwright/test';
import { type App, launch } from './app.ts';
import { packets } from './steps.ts';

/* The Traffic screen by the keyboard alone: no test here clicks. */

test.describe.configure({ mode: 'serial' });

let app: App;
test.beforeAll(async () => {
  app = await launch();
  const { call } = app;
  await call('functions.save', {
    definition: { name: 'wc', command: { kind: 'argv', argv: ['wc', '-l'] } },
    replaces: null,
  });
  await call('workers.start', { name: 'wc' });
  for (const text of ['one', 'two', 'three'])
    await call('workload.submit', { function: 'wc', workload: { kind: 'text', text } });
  // Nobody can do it: the expert has something to say.
  await call('workload.submit', { function: 'nobody', workload: { kind: 'text', text: 'x' }, background: true });
  await expect.poll(async () => (await call('jobs.window', { from: 0, rows: 9 })).counts.done).toBe(3);
});
test.afterAll(() => app.close());

const press = (...keys: string[]) =>
  keys.reduce((last, key) => last.then(() => app.page.keyboard.press(key)), Promise.resolve());
const grid = () => app.page.getByRole('grid', { name: 'Packets' });
const selected = () => grid().locator('[role=row][aria-selected=true]');
/** Presses Tab until something has the focus. */
async function tabTo(name: RegExp, back = false): Promise<void> {
  const { page } = app;
  for (let presses = 0; presses < 60; presses += 1) {
    const focused = await page.evaluate(() => {
      const { activeElement: at } = document;
      if (at === null || at === document.body) return '';
      return `${at.getAttribute('aria-label') ?? ''} ${at.textContent ?? ''}`.trim();
    });
    if (name.test(focused)) return;
    await page.keyboard.press(back ? 'Shift+Tab' : 'Tab');
  }
  throw new Error(`Tab does not come to ${name}`);
}

/** A list that has opened has the focus a moment later; a key before that is for what opened it. */
const opened = (role: 'option' | 'menuitem') =>
  expect.poll(() => app.page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe(role);

/** Goes from pane to pane until the list has the focus. */
async function toGrid(): Promise<void> {
  for (let at = 0; at < 8 && !(await grid().evaluate((each) => each === document.activeElement)); at += 1)
    await press('F6');
  await expect(grid()).toBeFocused();
}

test('from the start of the program to a packet, its fields and its bytes', async () => {
  const { page } = app;
  await press('Control+5');
  await expect(page.getByRole('heading', { level: 1, name: 'Traffic' })).toBeVisible();
  await toGrid();
  await press('Home', 'ArrowDown', 'ArrowDown');
  await expect(selected()).toHaveAttribute('aria-rowindex', '4');
  await press('F6');
  await expect(page.getByRole('tree')).toBeFocused();
  await press('Home', 'ArrowRight', 'ArrowDown');
  await expect(page.getByRole('treeitem', { selected: true })).toBeVisible();
  await tabTo(/^Bytes of/);
  await press('ArrowRight', 'ArrowRight');
  await expect(page.locator('.hex b[data-marked]').first()).toBeVisible();
});

test('a row’s menu by the keyboard: what is like it, and back', async () => {
  const { page } = app;
  await toGrid();
  await press('Shift+F10');
  await expect(page.getByRole('menu')).toBeVisible();
  await expect(page.getByRole('menuitem', { name: /^Only like this/ })).toBeVisible();
  await press('ArrowDown', 'Enter');
  await expect(page.getByRole('combobox', { name: 'Filter packets' })).not.toHaveValue('');
  await press('Control+f', 'Escape');
  await expect(page.getByRole('combobox', { name: 'Filter packets' })).toHaveValue('');
});

test('pause, follow, clear, time, picture, columns, marks, expert and files: each button by Tab', async () => {
  const { page } = app;
  await tabTo(/^Pause view/, true);
  await press('Enter');
  await expect(page.getByText(/^View paused/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Resume', exact: true }).first()).toBeFocused();
  await press('Enter');
  await expect(page.getByText(/^View paused/)).toHaveCount(0);
  await tabTo(/^Time/);
  await press('Enter');
  await opened('option');
  await press('ArrowDown', 'Enter');
  await expect(grid().getByRole('columnheader', { name: 'Time', exact: true })).toBeVisible();
  await tabTo(/^Picture above the list/);
  await press('Enter');
  await opened('menuitem');
  await press('ArrowDown', 'Enter');
  await expect(page.getByRole('application')).toBeVisible();
  await tabTo(/^Columns/);
  await press('Enter');
  await expect(page.getByRole('checkbox', { name: 'Handle' })).toBeVisible();
  await press('Escape');
  await tabTo(/^Marks/);
  await press('Enter');
  await expect(page.getByText('No packet is marked', { exact: false }).first()).toBeVisible();
  await press('Escape');
  await tabTo(/^Expert/);
  await press('Enter');
  await expect(page.getByRole('button', { name: /Nobody can do/ })).toBeVisible({ timeout: 20_000 });
  await tabTo(/^Capture files/);
  await press('Enter');
  await expect(page.getByRole('menuitem', { name: 'Open capture…' })).toBeVisible();
  await press('Escape');
});

test('the picture is brushed, and the expert leads to a packet', async () => {
  const { page } = app;
  await tabTo(/^Part of the time/);
  await press('ArrowLeft', 'ArrowLeft', 'Enter');
  await expect(page.getByText(/^Only /)).toBeVisible();
  await press('Escape');
  await expect(page.getByText(/^Only /)).toHaveCount(0);
  await tabTo(/Nobody can do/);
  await press('Enter');
  await tabTo(/nobody · /);
  await press('Enter');
  await expect(selected()).toContainText('nobody');
});

test('marks, comments, a number, a job: keys of the list', async () => {
  const { page } = app;
  await toGrid();
  await press('Control+g');
  const number = (await packets(app)).find(({ type }) => type === 'WORK_COMPLETE')?.seq ?? 0;
  await page.keyboard.type(String(number));
  await press('Enter');
  await expect(selected()).toHaveAttribute('data-key', String(number));
  await expect(grid()).toBeFocused();
  await press('m', ';');
  await expect(page.getByRole('dialog', { name: 'Comment' })).toBeVisible();
  await page.keyboard.type('here');
  await press('Control+Enter');
  await expect(selected().getByRole('gridcell', { name: 'here' })).toBeVisible();
  await press('End');
  await expect(selected()).not.toHaveAttribute('data-key', String(number));
  await press(',');
  await expect(selected()).toHaveAttribute('data-key', String(number));
});

test('with single keys switched off letters do nothing, and menus do not offer them', async () => {
  const { page } = app;
  await press('Control+,');
  await tabTo(/Letters and signs act in lists/);
  await press('Space');
  await expect(page.getByRole('checkbox', { name: 'Letters and signs act in lists' })).not.toBeChecked();
  await press('Control+5');
  await toGrid();
  await press('Home');
  await expect(selected()).toHaveAttribute('aria-rowindex', '2');
  const before = await selected().getAttribute('data-key');
  await press('j', 'm', 'c', 'x');
  await expect(selected()).toHaveAttribute('data-key', before ?? '');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await press('ArrowDown');
  await expect(selected()).not.toHaveAttribute('data-key', before ?? '');
  await press('Shift+F10');
  await expect(page.getByRole('menuitem', { name: 'Comment…', exact: true })).toBeVisible();
  await press('Escape');
});

test('the pane of the detail is made higher by the separator', async () => {
  const { page } = app;
  await expect(page.getByRole('menu')).toHaveCount(0);
  await toGrid();
  await press('Home');
  await expect(selected()).toHaveAttribute('aria-rowindex', '2');
  const separator = page.getByRole('separator', { name: 'Resize detail' });
  const before = Number(await separator.getAttribute('aria-valuenow'));
  await tabTo(/^Resize detail/);
  await press('ArrowUp', 'ArrowUp');
  await expect.poll(async () => Number(await separator.getAttribute('aria-valuenow'))).not.toBe(before);
});

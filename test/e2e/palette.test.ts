import { expect, test } from '@playwright/test';
import { type App, launch } from './app.ts';
import { violations } from './axe.ts';
import { go } from './steps.ts';

test.describe.configure({ mode: 'serial' });

let app: App;
test.beforeAll(async () => {
  app = await launch();
  await app.call('functions.save', {
    definition: { name: 'resize', command: { kind: 'argv', argv: ['cat'] }, description: 'Makes pictures small' },
    replaces: null,
  });
  await app.call('workers.start', { name: 'resize' });
  await app.call('workload.submit', {
    function: 'resize',
    workload: { kind: 'text', text: 'a.webp' },
    background: true,
  });
});
test.afterAll(() => app.close());

const palette = () => app.page.getByRole('dialog', { name: 'Search or run' });
const field = () => palette().getByRole('combobox');
const option = (name: RegExp) => palette().getByRole('option', { name });

async function open(text: string) {
  await app.page.keyboard.press('Control+k');
  await expect(field()).toBeFocused();
  await app.page.keyboard.insertText(text);
}

test('commands are found and run by keys alone', async () => {
  const { page } = app;
  await open('');
  await expect(option(/^Workers/)).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.insertText('worke');
  await expect(option(/^Workers/)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(palette()).toBeHidden();
  await expect(page.getByRole('heading', { level: 1, name: 'Workers' })).toBeVisible();
});

test('functions, workers, jobs and settings are gone to', async () => {
  const { page } = app;
  await open('pictures');
  await expect(option(/^resize.*Makes pictures small/)).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('complementary', { name: 'resize' })).toBeVisible();
  await open('resize-1');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('complementary', { name: 'resize-1' })).toBeVisible();
  await open('a.webp');
  await option(/^H:.*resize/).click();
  await expect(page.getByRole('complementary', { name: /^Job H:/ })).toBeVisible();
  await open('appearance');
  await option(/^Appearance.*General/).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
  await expect(page.getByRole('radio', { name: 'Light' })).toBeFocused();
});

test('a worker that is chosen is quieted, started and stopped; without one that is not offered', async () => {
  const { page } = app;
  await go(app, 'Workers');
  const own = page.getByRole('grid', { name: 'Run by Gearbench' });
  const worker = (state: string) => own.getByRole('row', { name: `Worker resize-1: ${state}` });
  const does = async (what: string) => {
    await open(what);
    await expect(option(new RegExp(`^${what}`))).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('Enter');
    await expect(palette()).toBeHidden();
  };
  await worker('Sleeping').click();
  await does('Quiet worker');
  await expect(worker('Quiet')).toBeVisible();
  await does('Start worker');
  await expect(worker('Sleeping')).toBeVisible();
  await does('Stop worker');
  await expect(worker('Stopped')).toBeVisible();
  await worker('Stopped').click({ button: 'right' });
  const item = (name: RegExp) => page.getByRole('menuitem', { name });
  await expect(item(/^Restart worker/)).toBeVisible();
  await expect(item(/^Stop worker/)).toBeHidden();
  await item(/^Start worker\s*takes jobs/).click();
  await expect(worker('Sleeping')).toBeVisible();
  await page.keyboard.press('Control+Alt+i');
  await expect(page.getByRole('complementary')).toBeHidden();
  await open('Stop worker');
  await expect(option(/^Stop worker/)).toBeHidden();
  await page.keyboard.press('Escape');
});

test('a right click on a function offers the same, and edits stay', async () => {
  const { page } = app;
  await go(app, 'Functions');
  const row = page.getByRole('row', { name: /^Function resize/ });
  await row.click({ button: 'right' });
  const item = (name: RegExp) => page.getByRole('menuitem', { name });
  await expect(item(/^Duplicate function\s*Ctrl\+D$/)).toBeVisible();
  await expect(item(/^Test run\s*Ctrl\+Enter$/)).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await item(/^One worker more/).click();
  await expect(row).toContainText('2 idle');
  const inspector = page.getByRole('complementary', { name: 'resize' });
  await inspector.getByLabel('Description').fill('Makes pictures large');
  await row.click({ button: 'right' });
  await item(/^Stop 2 workers/).click();
  await expect(row).toContainText('Stopped');
  await expect(inspector.getByLabel('Description')).toHaveValue('Makes pictures large');
  await inspector.getByRole('button', { name: 'Revert' }).click();
});

test('nothing that fits is said; Escape closes it, and the focus is where it was', async () => {
  const { page } = app;
  await go(app, 'Jobs');
  await page.getByRole('searchbox', { name: 'Search jobs' }).focus();
  await open('no such thing anywhere');
  await expect(palette()).toContainText('Nothing is found.');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('searchbox', { name: 'Search jobs' })).toBeFocused();
});

test('the shortcuts are listed', async () => {
  const { page } = app;
  await page.keyboard.press('Control+/');
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(sheet).toContainText('Ctrl+K');
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
});

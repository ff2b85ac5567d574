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

import { expect, test } from '@playwright/test';
import { type App, launch } from './app.ts';
import { violations } from './axe.ts';
import { go, wear } from './steps.ts';

test.describe.configure({ mode: 'serial' });

let app: App;
test.beforeAll(async () => {
  app = await launch();
});
test.afterAll(() => app.close());

const article = () => app.page.getByRole('article');
const heading = (name: string | RegExp) => article().getByRole('heading', { name }).first();

test('F1 and the menu open the help, and a language changes its page at once', async () => {
  const { page, call, electron } = app;
  await go(app, 'Help');
  await expect(heading('Gearbench guide')).toBeVisible();
  await go(app, 'Traffic');
  await page.keyboard.press('F1');
  await expect(heading('Traffic')).toBeVisible();
  await page.getByRole('button', { name: 'Go to Traffic' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Traffic' })).toBeVisible();
  await go(app, 'Functions');
  await page.getByRole('button', { name: 'Learn more' }).click();
  await expect(heading('Functions')).toBeVisible();
  await go(app, 'Jobs');
  await electron.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('go.help')?.click());
  await expect(heading('Jobs')).toBeVisible();
  await call('settings.change', { language: 'zh' });
  await expect(heading('任务')).toBeVisible();
  await call('settings.change', { language: 'en' });
});

test('pictures are drawn, and what is looked for is found and shown', async () => {
  const { page } = app;
  await expect
    .poll(() =>
      article()
        .locator('img')
        .first()
        .evaluate((picture) => (picture as HTMLImageElement).naturalWidth),
    )
    .toBeGreaterThan(600);
  await page.keyboard.press('Control+f');
  await expect(page.getByRole('searchbox', { name: 'Search the help' })).toBeFocused();
  await page.keyboard.insertText('three in a row');
  await page.keyboard.press('Enter');
  await expect(heading('How it is started')).toBeInViewport();
  await page.getByRole('searchbox', { name: 'Search the help' }).fill('GEARBENCH_WORKLOAD_FILE');
  await page
    .getByRole('navigation', { name: 'Pages of the help' })
    .getByRole('button', { name: /What it sees/ })
    .click();
  await expect(heading('What it sees')).toBeInViewport();
});

test('nothing that is written in a page, and no link, leaves the window', async () => {
  const { page, electron } = app;
  const opened = await electron.evaluateHandle(({ shell }) => {
    const addresses: string[] = [];
    shell.openExternal = async (address) => void addresses.push(address);
    return addresses;
  });
  await page.getByRole('searchbox', { name: 'Search the help' }).fill('');
  await page.getByRole('button', { name: 'The filter language' }).click();
  await article().getByRole('link', { name: 'RE2' }).click();
  await expect
    .poll(() => opened.evaluate((addresses) => addresses))
    .toEqual(['https://github.com/google/re2/wiki/Syntax']);
  expect(page.url()).toBe('app://gearbench/index.html');
  await expect(heading('The filter of the traffic')).toBeVisible();
});

for (const { theme, language } of [
  { theme: 'light', language: 'en' },
  { theme: 'dark', language: 'zh' },
] as const)
  test(`axe finds nothing on it: ${theme}, ${language}`, async () => {
    await wear(app, { theme, language });
    expect(await violations(app.page)).toEqual([]);
    await app.page.getByRole('searchbox').fill('wc');
    expect(await violations(app.page)).toEqual([]);
    await app.page.getByRole('searchbox').fill('');
  });

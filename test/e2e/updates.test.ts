import { expect, test } from '@playwright/test';
import { type App, launch } from './app.ts';
import { violations } from './axe.ts';

let app: App | undefined;
test.afterEach(() => app?.close());

const check = () =>
  app?.electron.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('updates.look')?.click());

test('unsigned, it looks for nothing, says why, and where releases are', async () => {
  app = await launch();
  const { page } = app;
  await app.electron.evaluate(({ shell }) => {
    Object.assign(globalThis, { opened: [] });
    shell.openExternal = async (url) => void (globalThis as unknown as { opened: string[] }).opened.push(url);
  });
  await check();
  const sheet = page.getByRole('dialog', { name: 'Updates' });
  await expect(sheet).toContainText('its builds are not signed');
  expect(await violations(page)).toEqual([]);
  await sheet.getByRole('button', { name: 'Open the page' }).click();
  await expect
    .poll(() => app?.electron.evaluate(() => (globalThis as unknown as { opened: string[] }).opened))
    .toEqual(['https://github.com/gearbench/gearbench/releases']);
});

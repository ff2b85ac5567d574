import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import { type App, launch } from './app.ts';
import { violations } from './axe.ts';

let app: App | undefined;
test.afterEach(() => app?.close());

/** A feed as electron-builder writes it, which has this version. */
const feedOf = (version: string): string => `version: ${version}
files:
  - url: Gearbench-${version}.AppImage
    sha512: ${'A'.repeat(86)}==
    size: 1
path: Gearbench-${version}.AppImage
sha512: ${'A'.repeat(86)}==
releaseDate: '2026-11-01T00:00:00.000Z'
`;

/** Serves a feed on a port of its own; the paths that were asked for. */
async function serving(text: string | null) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url?.split('?')[0] ?? '');
    response.writeHead(text === null ? 404 : 200).end(text ?? '');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return { asked, url: `http://127.0.0.1:${port}/feed`, close: () => server.close() };
}

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

for (const [version, words] of [
  ['99.1.0', 'Gearbench 99.1.0 is there. Nothing was downloaded'],
  ['0.0.1', 'This is the newest version.'],
] as const)
  test(`a feed with ${version} is read, only when it is asked for, and nothing else is fetched`, async () => {
    const feed = await serving(feedOf(version));
    app = await launch({ args: ['--update-feed', feed.url] });
    expect(feed.asked).toEqual([]);
    await check();
    await expect(app.page.getByRole('dialog', { name: 'Updates' })).toContainText(words);
    expect(feed.asked).toHaveLength(1);
    expect(feed.asked[0]).toMatch(/^\/feed\/latest(-linux|-mac)?.*\.yml$/);
    feed.close();
  });

test('who wants to be told of a newer version is told once of each', async () => {
  const feed = await serving(feedOf('99.1.0'));
  app = await launch({ args: ['--update-feed', feed.url] });
  const { page } = app;
  await app.call('settings.change', { lookForUpdates: true });
  await page.reload();
  const banner = page.locator('.banner', { hasText: 'Gearbench 99.1.0 is there.' });
  await expect(banner).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await banner.getByRole('button', { name: 'Dismiss' }).click();
  await expect(banner).toBeHidden();
  await expect.poll(async () => (await app?.call('settings.get', undefined))?.passedVersion).toBe('99.1.0');
  await page.reload();
  await expect.poll(() => feed.asked.length).toBe(2);
  await expect(page.locator('h1')).toBeVisible();
  await expect(banner).toBeHidden();
  feed.close();
});

test('a feed that is not there is said', async () => {
  const feed = await serving(null);
  app = await launch({ args: ['--update-feed', feed.url] });
  await check();
  await expect(app.page.getByRole('alert')).toContainText('Whether there is a newer version could not be found out');
  feed.close();
});

import { type ElectronApplication, expect } from '@playwright/test';
import type { PacketRow } from '../../main/contract/packets.ts';
import type { App } from './app.ts';

/** Goes to a screen by the sidebar. */
export async function go(
  { page }: App,
  screen: 'Overview' | 'Functions' | 'Workers' | 'Jobs' | 'Traffic' | 'PHP Doctor' | 'Servers' | 'Settings' | 'Help',
): Promise<void> {
  await page.getByRole('navigation', { name: 'Gearbench' }).getByRole('button', { name: screen, exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: screen })).toBeVisible();
}

/** Changes theme and language, and waits until the window has them. */
export async function wear(
  { call, page }: App,
  { theme, language = 'en' }: { theme: 'light' | 'dark'; language?: 'en' | 'zh' },
): Promise<void> {
  await call('settings.change', { theme, language });
  await page.waitForFunction(
    ([wanted, spoken]) => {
      const { dataset, lang } = document.documentElement;
      return dataset['theme'] === wanted && lang.startsWith(spoken);
    },
    [theme, language] as const,
  );
}

/** Makes a function in the editor, as a person does, and waits until its worker is idle. */
export async function defineFunction(
  app: App,
  { name, argv }: { name: string; argv: readonly string[] },
): Promise<void> {
  const { page } = app;
  await go(app, 'Functions');
  await page.getByRole('button', { name: 'New function' }).first().click();
  const inspector = page.getByRole('complementary', { name: 'New function' });
  await inspector.getByLabel('Name', { exact: true }).fill(name);
  for (const [index, argument] of argv.entries()) {
    const field = inspector.getByRole('textbox', { name: index === 0 ? 'Program' : `Argument ${index}` });
    await field.fill(argument);
    if (index < argv.length - 1) await field.press('Enter');
  }
  await inspector.getByRole('button', { name: /Save and start/ }).click();
  await expect(page.getByRole('row', { name: new RegExp(name) }).getByText('1 idle')).toBeVisible();
}

/** All packets that the view shows, as the engine tells them. */
export const packets = async (app: App): Promise<PacketRow[]> =>
  (await app.call('packets.window', { from: 0, rows: 500 })).rows;

/** What is copied by what is done; it comes to the clipboard a moment later. */
export async function copiedText(electron: ElectronApplication, copy: () => Promise<unknown>): Promise<string> {
  await electron.evaluate(({ clipboard }) => clipboard.clear());
  await copy();
  let text = '';
  await expect
    .poll(async () => {
      text = await electron.evaluate(({ clipboard }) => clipboard.readText());
      return text;
    })
    .not.toBe('');
  return text;
}

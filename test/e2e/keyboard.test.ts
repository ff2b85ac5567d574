import { join } from 'node:path';
import { type CDPSession, expect, type Locator, test } from '@playwright/test';
import { type App, launch } from './app.ts';

/* Each flow by the keyboard alone, and with an input method: no test here clicks. */

test.describe.configure({ mode: 'serial' });

let app: App;
let session: CDPSession;
test.beforeAll(async () => {
  app = await launch({ size: { width: 1280, height: 800 } });
  session = await app.page.context().newCDPSession(app.page);
});
test.afterAll(() => app.close());

async function press(...keys: string[]): Promise<void> {
  for (const key of keys) await app.page.keyboard.press(key);
}

const heading = (name: string) => expect(app.page.getByRole('heading', { level: 1, name })).toBeVisible();

/** What has the focus, in words. */
const focused = () =>
  app.page.evaluate(() => {
    const { activeElement: at } = document;
    if (at === null || at === document.body) return '';
    const label = at.getAttribute('aria-label') ?? (at as HTMLInputElement).labels?.[0]?.textContent ?? at.textContent;
    return `${at.getAttribute('role') ?? at.tagName.toLowerCase()} ${label ?? ''}`.trim();
  });

/** The focus comes to it in a moment, because what is drawn anew needs one. */
const isKept = (what: string) => expect.poll(focused, what).not.toBe('');

async function tabTo(name: RegExp): Promise<void> {
  const met: string[] = [];
  for (let presses = 0; presses < 80; presses += 1) {
    const now = await focused();
    if (name.test(now)) return;
    met.push(now);
    await press('Tab');
  }
  throw new Error(`Tab does not come to ${name}, but to ${[...new Set(met)].join(', ')}`);
}

/** Runs a command by its name in the palette. */
async function run(name: string): Promise<void> {
  const { page } = app;
  await press('Control+k');
  const palette = page.getByRole('dialog', { name: 'Search or run' });
  await expect(palette.getByRole('combobox')).toBeFocused();
  await page.keyboard.insertText(name);
  await expect(palette.getByRole('option', { selected: true })).toContainText(name);
  await press('Enter');
  await expect(palette).toBeHidden();
}

test('a function is made and its worker started', async () => {
  const { page } = app;
  await run('New function');
  await tabTo(/^input Name/);
  await page.keyboard.insertText('count');
  await tabTo(/^input Program/);
  await page.keyboard.insertText('wc');
  await press('Enter');
  await expect.poll(focused).toBe('input Argument 1');
  await page.keyboard.insertText('-l');
  await press('Control+s');
  await expect(page.getByRole('row', { name: /count/ }).getByText('1 idle')).toBeVisible();
});

test('a job is submitted, watched, and followed among the packets', async () => {
  const { page } = app;
  await press('Control+n');
  const sheet = page.getByRole('dialog', { name: 'Submit job' });
  await expect(sheet.getByRole('combobox').first()).toBeFocused();
  await page.keyboard.insertText('count');
  await tabTo(/^textarea/);
  await page.keyboard.insertText('one\ntwo\n');
  await press('Control+Enter');
  await expect(sheet).toBeHidden();
  await isKept('the sheet has closed');
  await press('Control+4');
  await heading('Jobs');
  await isKept('another screen');
  await expect(page.getByRole('grid', { name: 'Jobs' }).getByRole('row', { name: /count/ })).toBeVisible();
  await tabTo(/^grid Jobs/);
  await press('Home');
  await expect(page.getByRole('complementary', { name: /^Job H:/ })).toContainText('Done');
  await tabTo(/^button Show packets/);
  await press('Enter');
  await heading('Traffic');
  await isKept('the packets of a job');
  await expect(page.getByRole('combobox', { name: 'Filter packets' })).toHaveValue(/^gb\.job == /);
  const packets = page.getByRole('grid', { name: 'Packets' });
  await expect(packets.getByRole('row', { name: /count/ }).first()).toBeVisible();
  await tabTo(/^grid Packets/);
  await press('End');
  await expect(packets.getByRole('row', { selected: true })).toBeVisible();
  await press('f');
  await expect(page.getByText(/^Following/)).toBeVisible();
});

test('packets are filtered, exported and read from a file', async () => {
  const { page } = app;
  const path = join(app.data, 'packets.pcapng');
  await press('Control+f', 'Control+a');
  await page.keyboard.insertText('gearman.pkt_type == CAN_DO');
  await press('Escape', 'Enter');
  await tabTo(/^button Show all/);
  await press('Enter');
  await isKept('the banner has gone');
  await expect(page.getByRole('row', { name: /CAN_DO/ }).first()).toBeVisible();
  await app.choose({ save: path, open: path });
  await run('Export packets');
  await expect(page.getByRole('dialog')).toBeVisible();
  await tabTo(/^button Choose file/);
  await press('Enter');
  await expect(page.getByRole('dialog')).toBeHidden();
  await isKept('the sheet has closed');
  await expect(page.getByText('Packets exported to packets.pcapng')).toBeVisible();
  await run('Open capture');
  await expect(page.getByText(/Nothing here is live/)).toBeVisible();
  await tabTo(/^button Back to live/);
  await press('Enter');
  await isKept('the file is closed');
  await expect(page.getByText(/Nothing here is live/)).toBeHidden();
});

test('PHP is looked at, and settings are changed', async () => {
  const { page, call } = app;
  await press('Control+8');
  await heading('PHP Doctor');
  await isKept('the doctor');
  await expect(page.getByRole('button', { name: 'Scan again' })).toBeEnabled();
  await press('Control+r');
  await expect(page.getByRole('button', { name: 'Scan again' })).toBeEnabled();
  await isKept('a new scan');
  await press('Control+,');
  await heading('Settings');
  await tabTo(/^radio Light/);
  await press('ArrowRight');
  await expect.poll(async () => (await call('settings.get', undefined)).theme).not.toBe('light');
  await call('settings.change', { theme: 'light' });
});

test('the focus stays in the window whatever goes away', async () => {
  const { page } = app;
  for (const [keys, what] of [
    ['Control+/', 'the shortcuts'],
    ['Control+k', 'the palette'],
    ['Control+n', 'the sheet for jobs'],
  ] as const) {
    await press('Control+1');
    await press('Tab');
    await press(keys);
    await expect(page.getByRole('dialog')).toBeVisible();
    await press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();
    await isKept(what);
  }
  for (const screen of ['1', '2', '3', '4', '5', '8', ','])
    for (const other of ['1', '2', '4', '5']) {
      await press(`Control+${screen}`, 'F6', 'F6', 'F6');
      await isKept(`pane of ${screen}`);
      await press(`Control+${other}`);
      await isKept(`from ${screen} to ${other}`);
    }
  await run('New function');
  await tabTo(/^input Name/);
  await page.keyboard.insertText('gone');
  await tabTo(/^input Program/);
  await page.keyboard.insertText('true');
  await press('Control+s');
  await expect(page.getByRole('row', { name: /gone/ })).toBeVisible();
  await isKept('what is saved');
  await tabTo(/^button Delete function gone/);
  await press('Enter');
  await expect(page.getByRole('row', { name: /gone/ })).toBeHidden();
  await isKept('a deleted row');
  await press('Control+4');
  await tabTo(/^grid Jobs/);
  await press('Home', 'Shift+F10');
  await expect(page.getByRole('menu')).toBeVisible();
  await press('Escape');
  await expect(page.getByRole('menu')).toBeHidden();
  await isKept('a menu');
  await tabTo(/^button Close/);
  await press('Enter');
  await isKept('the inspector');
});

/** Closes a dialog; a moment after a composition Escape still is the input method's. */
const closes = (dialog: Locator) =>
  expect(async () => {
    await press('Escape');
    await expect(dialog).toBeHidden({ timeout: 500 });
  }).toPass();

/** Begins a composition in the field that has the focus, as an input method for Chinese does. */
const compose = (text: string) =>
  session.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });

test('while an input method is composing, no key means anything else', async () => {
  const { page, call } = app;
  await press('Control+5');
  await press('Control+f');
  const filter = page.getByRole('combobox', { name: 'Filter packets' });
  await compose('zhong');
  const isComposing = page.evaluate(
    () => new Promise((tell) => addEventListener('keydown', (event) => tell(event.isComposing), { once: true })),
  );
  await press('Enter', 'ArrowDown', 'Control+1');
  expect(await isComposing).toBe(true);
  await heading('Traffic');
  await expect(filter).toBeFocused();
  expect((await call('settings.get', undefined)).filterHistory).not.toContain('zhong');
  await page.keyboard.insertText('中');
  await expect(filter).toHaveValue(/中/);
  await filter.fill('');

  await press('Control+k');
  const palette = page.getByRole('dialog', { name: 'Search or run' });
  await expect(palette.getByRole('combobox')).toBeFocused();
  await compose('she');
  await press('Enter');
  await expect(palette).toBeVisible();
  await page.keyboard.insertText('设');
  await closes(palette);

  const jobs = async () => (await call('jobs.window', { rows: 1 })).counts.done;
  const before = await jobs();
  await press('Control+n');
  const sheet = page.getByRole('dialog', { name: 'Submit job' });
  await expect(sheet.getByRole('combobox').first()).toBeFocused();
  await page.keyboard.insertText('count');
  await tabTo(/^textarea/);
  await compose('ni');
  await press('Control+Enter', 'Control+Shift+Enter');
  await expect(sheet).toBeVisible();
  await page.keyboard.insertText('你');
  expect(await jobs()).toBe(before);
  await closes(sheet);

  await press('Control+5', 'Control+Shift+F');
  const search = page.getByRole('searchbox', { name: 'Search in packets' });
  await expect(search).toBeFocused();
  await compose('ren');
  await press('Enter', 'Escape');
  await expect(search).toBeVisible();
  await page.keyboard.insertText('人');
  await closes(search);
  await isKept('the search bar');
});

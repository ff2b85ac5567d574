import { expect, test } from '@playwright/test';
import type { CommandId } from '../../main/contract/commands.ts';
import { type App, freePort, launch } from './app.ts';
import { violations } from './axe.ts';
import { go } from './steps.ts';

test.describe.configure({ mode: 'serial' });

let app: App;
test.beforeAll(async () => {
  app = await launch();
});
test.afterAll(() => app.close());

const search = () => app.page.getByRole('searchbox', { name: 'Search settings' });
/** The button that shows a command's keys. */
const keysOf = (name: string) => app.page.getByRole('button', { name: new RegExp(`^${name}: `) });
/** The keys of a command in the application's menu. */
const inMenu = (id: CommandId) =>
  app.electron.evaluate(({ Menu }, name) => Menu.getApplicationMenu()?.getMenuItemById(name)?.accelerator ?? null, id);
const shortcuts = async () => (await app.call('settings.get', undefined)).shortcuts;

test('a search narrows the screen to what fits, in either language, and says where nothing does', async () => {
  const { page } = app;
  await go(app, 'Settings');
  await page.keyboard.press('Control+f');
  await expect(search()).toBeFocused();
  await page.keyboard.insertText('持久');
  await expect(page.locator('[data-setting]')).toHaveText(['Durability']);
  await expect(page.getByRole('main').getByRole('heading', { level: 2 })).toHaveText(['Job server']);
  await search().fill('pause view');
  await expect(keysOf('Pause view')).toBeVisible();
  await expect(page.locator('[data-setting]')).toHaveCount(0);
  await search().fill('xyzzy');
  await expect(page.getByText('No setting is found')).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Clear filter' }).last().click();
  await expect(page.getByRole('main').getByRole('heading', { level: 2 }).first()).toHaveText('General');
});

test('metrics are served for Prometheus while they are switched on', async () => {
  const { page } = app;
  const port = await freePort();
  await app.call('settings.change', { exporterPort: port });
  await go(app, 'Settings');
  const serves = page.getByRole('checkbox', { name: 'Serve figures for Prometheus' });
  await serves.click();
  await expect(page.getByText(`They are on http://127.0.0.1:${port}/metrics.`)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Copy the address' })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  expect(text).toMatch(/^gearman_up\{server="127\.0\.0\.1:\d+"\} 1$/m);
  await serves.click();
  await expect(page.getByText(/They are on/)).toHaveCount(0);
  await expect(fetch(`http://127.0.0.1:${port}/metrics`)).rejects.toThrow();
});

test('a part is gone to from the list of parts', async () => {
  const { page } = app;
  await page.getByRole('navigation', { name: 'Parts of the settings' }).getByText('Keyboard').click();
  const heading = page.getByRole('heading', { level: 2, name: 'Keyboard' });
  await expect(heading).toBeInViewport();
  await expect(heading).toBeFocused();
  expect(await violations(page)).toEqual([]);
});

test('other keys are pressed for a command: menu, hints and the window follow at once', async () => {
  const { page } = app;
  await keysOf('Pause view').click();
  await expect(page.getByRole('button', { name: 'Pause view: press keys' })).toBeFocused();
  await page.keyboard.press('Control+Shift+p');
  await expect(keysOf('Pause view')).toHaveText('Ctrl+Shift+P');
  expect(await shortcuts()).toEqual({ 'traffic.pause': 'Mod+Shift+P' });
  await expect.poll(() => inMenu('traffic.pause')).toBe('CommandOrControl+Shift+P');
  await go(app, 'Traffic');
  await expect(page.getByRole('button', { name: 'Pause view' })).toHaveAttribute('title', 'Pause view  Ctrl+Shift+P');
  await page.keyboard.press('Control+e');
  await page.keyboard.press('Control+Shift+P');
  await expect(page.getByText(/^View paused/)).toBeVisible();
  await page.keyboard.press('Control+/');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toContainText('Ctrl+Shift+P');
  await page.getByRole('button', { name: 'Change keys…' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
});

test('keys that another command has are taken from it, after they were named', async () => {
  const { page } = app;
  await keysOf('Clear').click();
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('alert')).toContainText('Ctrl+K is “Search or run”. Use it here instead?');
  expect(await violations(page)).toEqual([]);
  expect(await shortcuts()).toEqual({ 'traffic.pause': 'Mod+Shift+P' });
  await page.getByRole('button', { name: 'Use it here' }).click();
  await expect(keysOf('Clear')).toHaveText('Ctrl+K');
  await expect(keysOf('Clear')).toBeFocused();
  await expect(keysOf('Search or run')).toHaveText('None');
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog', { name: 'Search or run' })).toBeHidden();
  await page.getByRole('button', { name: 'Reset “Search or run”' }).click();
  await expect(page.getByRole('alert')).toContainText('Ctrl+K is “Clear”');
  await page.getByRole('button', { name: 'Use it here' }).click();
  await expect(keysOf('Clear')).toHaveText('None');
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog', { name: 'Search or run' })).toBeVisible();
  await page.keyboard.press('Escape');
});

test('keys that a text field or the system needs are refused, with the reason; Escape leaves, Backspace takes away', async () => {
  const { page } = app;
  await keysOf('New function').click();
  const said = page.getByRole('alert');
  for (const [keys, words] of [
    ['Control+c', 'Ctrl+C is needed where text is written.'],
    ['Control+q', 'Ctrl+Q is needed by the system.'],
    ['x', 'X writes a character or opens a menu.'],
    ['Control+Space', 'Ctrl+Space is needed to move in the window'],
  ] as const) {
    await page.keyboard.press(keys);
    await expect(said).toContainText(words);
  }
  await page.locator('[data-recording]').dispatchEvent('keydown', {
    ...{ key: '@', code: 'KeyQ', ctrlKey: true, altKey: true, modifierAltGraph: true },
  });
  await expect(said).toContainText('@ writes a character or opens a menu.');
  await page.keyboard.press('Escape');
  await expect(said).toBeHidden();
  await expect(keysOf('New function')).toHaveText('None');
  await keysOf('Overview').click();
  await page.keyboard.press('Backspace');
  await expect(keysOf('Overview')).toHaveText('None');
  await expect.poll(() => inMenu('go.overview')).toBe(null);
  expect(await shortcuts()).toMatchObject({ 'go.overview': null });
});

test('a single key of lists is changed as well: refused where it moves, taken from another after that was named', async () => {
  const { page, call } = app;
  const mark = page.getByRole('button', { name: /^Mark: .* in lists$/ });
  const said = page.getByRole('alert');
  await mark.click();
  await expect(page.getByRole('button', { name: 'Mark, in lists: press a key' })).toBeFocused();
  for (const [keys, words] of [
    ['j', 'j moves in lists.'],
    ['Control+m', 'Ctrl+M is not a letter or a sign by itself.'],
    ['F5', 'F5 is not a letter or a sign by itself.'],
  ] as const) {
    await page.keyboard.press(keys);
    await expect(said).toContainText(words);
  }
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('x');
  await expect(said).toContainText('x is “Hide packets of this type”. Use it here instead?');
  await page.getByRole('button', { name: 'Use it here' }).click();
  await expect(mark).toHaveText('x in lists');
  await expect(mark).toBeFocused();
  const hide = page.getByRole('button', { name: 'Hide packets of this type: None in lists' });
  await hide.click();
  await page.keyboard.press('b');
  const singles = async () => (await call('settings.get', undefined)).singleShortcuts;
  await expect.poll(singles).toEqual({ 'packet.mark': 'x', 'packet.hide': 'b' });
  await call('workload.submit', { function: 'marked', workload: { kind: 'text', text: '' }, background: true });
  await go(app, 'Traffic');
  await page.getByRole('button', { name: 'Resume', exact: true }).last().click();
  await page.getByRole('row', { name: /SUBMIT_JOB_BG/ }).click();
  await page.keyboard.press('m');
  await page.keyboard.press('x');
  await expect(page.getByRole('row', { name: /SUBMIT_JOB_BG/ }).getByLabel('Marked')).toBeVisible();
  await go(app, 'Settings');
  await page.getByRole('button', { name: 'Reset the key of “Mark” in lists' }).click();
  await expect.poll(singles).toEqual({ 'packet.hide': 'b' });
});

test('all keys are reset at once, and that is undone', async () => {
  const { page } = app;
  const before = await shortcuts();
  await page.getByRole('button', { name: 'Reset all keys' }).click();
  await expect.poll(async () => (await app.call('settings.get', undefined)).singleShortcuts).toEqual({});
  await expect(keysOf('Overview')).toHaveText('Ctrl+1');
  await expect.poll(shortcuts).toEqual({});
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect.poll(shortcuts).toEqual(before);
  await page.getByRole('button', { name: 'Reset all keys' }).click();
  await expect.poll(() => inMenu('go.overview')).toBe('CommandOrControl+1');
});

test('while an input method composes no key does anything', async () => {
  const { page } = app;
  const client = await page.context().newCDPSession(page);
  await search().focus();
  await client.send('Input.imeSetComposition', { text: 'zhong', selectionStart: 5, selectionEnd: 5 });
  await expect(search()).toHaveValue('zhong');
  // As the browser has them: keys that belong to the input method come as 229.
  const key = { windowsVirtualKeyCode: 229, nativeVirtualKeyCode: 229, modifiers: 2 } as const;
  for (const [code, text] of [
    ['KeyK', 'k'],
    ['Digit4', '4'],
  ] as const) {
    await client.send('Input.dispatchKeyEvent', { ...key, type: 'rawKeyDown', code, key: text });
    await client.send('Input.dispatchKeyEvent', { ...key, type: 'keyUp', code, key: text });
  }
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
  await client.send('Input.insertText', { text: '中文' });
  await expect(search()).toHaveValue('中文');
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog', { name: 'Search or run' });
  await expect(palette.getByRole('combobox')).toBeFocused();
  await client.send('Input.imeSetComposition', { text: 'renwu', selectionStart: 5, selectionEnd: 5 });
  await client.send('Input.dispatchKeyEvent', {
    ...{ type: 'rawKeyDown', key: 'Enter', code: 'Enter' },
    ...{ windowsVirtualKeyCode: 229, nativeVirtualKeyCode: 229 },
  });
  await expect(palette.getByRole('combobox')).toHaveValue('renwu');
  await client.send('Input.insertText', { text: '任务' });
  await expect(palette.getByRole('combobox')).toHaveValue('任务');
  await page.keyboard.press('Escape');
  await search().fill('');
});

test('all settings are reset at once, which is undone, and what is the person’s own stays', async () => {
  const { page } = app;
  await app.call('settings.change', { theme: 'dark', concurrency: 3, savedFilters: ['gb.mark'] });
  await page.getByRole('button', { name: 'Reset all settings' }).click();
  await expect(page.getByText('All settings are as at first')).toBeVisible();
  const now = () => app.call('settings.get', undefined);
  expect(await now()).toMatchObject({ concurrency: 0, theme: 'system', port: 4730, savedFilters: ['gb.mark'] });
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect.poll(now).toMatchObject({ concurrency: 3, theme: 'dark', port: app.port, language: 'en' });
  await app.call('settings.change', { theme: 'light' });
});

test('a broken value costs that one alone, and is said with where the file is', async () => {
  const own = await launch({ settings: { theme: 'dark', density: 'huge' as never, concurrency: 2 } });
  const banner = own.page.getByText(/^One setting could not be read and is as at first: Density\./);
  await expect(banner).toContainText(`${own.data}/settings.json.broken`);
  expect(await violations(own.page)).toEqual([]);
  await expect(own.page.locator('html')).toHaveAttribute('data-theme', 'dark');
  expect(await own.call('settings.get', undefined)).toMatchObject({ density: 'compact', concurrency: 2 });
  await own.page.getByRole('button', { name: 'Dismiss' }).click();
  await expect(banner).toBeHidden();
  await own.close();
});

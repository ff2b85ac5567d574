import { expect, test } from '@playwright/test';
import type { CommandId } from '../../main/contract/commands.ts';
import { type App, launch } from './app.ts';
import { go } from './steps.ts';

test.describe.configure({ mode: 'serial' });

let app: App;
test.beforeAll(async () => {
  app = await launch();
});
test.afterAll(() => app.close());

/** How an item of the application's menu is. */
const item = (id: CommandId) =>
  app.electron.evaluate(({ Menu }, name) => {
    const found = Menu.getApplicationMenu()?.getMenuItemById(name);
    return { enabled: found?.enabled, checked: found?.checked };
  }, id);

/** Chooses an item, as a person does in the menu. */
const choose = (id: CommandId) =>
  app.electron.evaluate(({ Menu }, name) => {
    Menu.getApplicationMenu()?.getMenuItemById(name)?.click();
  }, id);

/** What an item says. */
const label = (id: CommandId) =>
  app.electron.evaluate(({ Menu }, name) => Menu.getApplicationMenu()?.getMenuItemById(name)?.label, id);

test('the menu of the traffic is there on its screen, and says what can be done now', async () => {
  await go(app, 'Jobs');
  await expect.poll(() => item('traffic.pause')).toMatchObject({ enabled: false });
  await go(app, 'Traffic');
  await expect.poll(() => item('traffic.pause')).toMatchObject({ enabled: true });
  expect(await label('traffic.pause')).toBe('Pause view');
  await choose('traffic.pause');
  await expect(app.page.getByText(/^View paused/)).toBeVisible();
  await expect.poll(() => label('traffic.pause')).toBe('Resume');
  await app.page.getByRole('button', { name: 'Resume' }).last().click();
  await expect.poll(() => label('traffic.pause')).toBe('Pause view');
});

test('what is switched on and off again at once is off in the menu', async () => {
  await expect.poll(() => item('traffic.expert')).toEqual({ enabled: true, checked: false });
  await choose('traffic.expert');
  await choose('traffic.expert');
  await choose('picture.rates');
  await expect.poll(() => item('picture.rates')).toEqual({ enabled: true, checked: true });
  expect(await item('traffic.expert')).toEqual({ enabled: true, checked: false });
  await choose('picture.none');
  await expect.poll(() => item('picture.none')).toEqual({ enabled: true, checked: true });
});

test('the server is stopped, started and restarted there, and the words follow', async () => {
  const { page } = app;
  await expect.poll(() => label('server.toggle')).toBe('Stop server');
  await choose('server.toggle');
  await expect(page.getByText(/^The job server is stopped/)).toBeVisible();
  await expect.poll(() => label('server.toggle')).toBe('Start server');
  expect(await item('server.restart')).toMatchObject({ enabled: false });
  await choose('server.toggle');
  await expect.poll(async () => (await app.call('server.status', undefined)).state).toBe('running');
  const { run } = await app.call('server.status', undefined);
  await expect.poll(() => item('server.restart')).toMatchObject({ enabled: true });
  await choose('server.restart');
  await expect.poll(async () => (await app.call('server.status', undefined)).run).toBeGreaterThan(run);
});

test('sidebar, size and appearance are chosen in View, and hold', async () => {
  const { page } = app;
  const width = () => page.evaluate(() => window.innerWidth);
  const before = await width();
  await choose('zoom.in');
  await choose('zoom.in');
  await expect.poll(width).toBeLessThan(before * 0.85);
  await choose('zoom.reset');
  await expect.poll(width).toBe(before);
  await choose('view.sidebar');
  await expect(page.getByRole('navigation')).toBeHidden();
  await expect.poll(() => label('view.sidebar')).toBe('Show sidebar');
  await page.keyboard.press('Control+b');
  await expect(page.getByRole('navigation')).toBeVisible();
  await choose('theme.dark');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await choose('density.comfortable');
  await expect(page.locator('html')).toHaveAttribute('data-density', 'comfortable');
  expect(await app.call('settings.get', undefined)).toMatchObject({ theme: 'dark', zoom: 100, sidebar: true });
  await app.call('settings.change', { theme: 'light', density: 'compact' });
});

test('pictures, the expert, the filter and going to a number are chosen there', async () => {
  const { page } = app;
  await choose('picture.rates');
  await expect.poll(() => item('picture.rates')).toEqual({ enabled: true, checked: true });
  expect(await item('picture.none')).toEqual({ enabled: true, checked: false });
  await choose('picture.none');
  await choose('traffic.expert');
  await expect(page.getByRole('button', { name: /^Expert/ })).toHaveAttribute('aria-pressed', 'true');
  await choose('traffic.expert');
  await choose('traffic.filter');
  await expect(page.getByRole('combobox', { name: 'Filter packets' })).toBeFocused();
  await choose('traffic.goTo');
  await expect(page.getByRole('dialog', { name: 'Go to packet' })).toBeVisible();
  await page.keyboard.press('Escape');
});

test('the menu keeps its state when it is built anew in another language', async () => {
  await choose('picture.lanes');
  await expect.poll(() => item('picture.lanes')).toEqual({ enabled: true, checked: true });
  await app.call('settings.change', { language: 'zh' });
  expect([await label('picture.lanes'), await item('picture.lanes')]).toEqual([
    '会话',
    { enabled: true, checked: true },
  ]);
  expect(await item('traffic.nextInJob')).toEqual({ enabled: false, checked: false });
});

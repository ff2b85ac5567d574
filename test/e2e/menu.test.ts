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

test('the menu of the traffic is there on its screen, and says what is switched on', async () => {
  await go(app, 'Jobs');
  await expect.poll(() => item('traffic.pause')).toEqual({ enabled: false, checked: false });
  await go(app, 'Traffic');
  await expect.poll(() => item('traffic.pause')).toEqual({ enabled: true, checked: false });
  await choose('traffic.pause');
  await expect(app.page.getByText(/^View paused/)).toBeVisible();
  await expect.poll(() => item('traffic.pause')).toEqual({ enabled: true, checked: true });
  await app.page.getByRole('button', { name: 'Resume' }).last().click();
  await expect.poll(() => item('traffic.pause')).toEqual({ enabled: true, checked: false });
});

test('what is switched on and off again at once is off in the menu', async () => {
  await choose('traffic.pause');
  await choose('traffic.pause');
  await choose('picture.rates');
  await expect.poll(() => item('picture.rates')).toEqual({ enabled: true, checked: true });
  expect(await item('traffic.pause')).toEqual({ enabled: true, checked: false });
  await choose('picture.none');
  await expect.poll(() => item('picture.none')).toEqual({ enabled: true, checked: true });
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
  const label = await app.electron.evaluate(
    ({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('picture.lanes')?.label,
  );
  expect([label, await item('picture.lanes')]).toEqual(['会话', { enabled: true, checked: true }]);
  expect(await item('traffic.nextInJob')).toEqual({ enabled: false, checked: false });
});

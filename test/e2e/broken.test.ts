import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { until } from '../support/processes.ts';
import { type App, launch } from './app.ts';
import { violations } from './axe.ts';
import { go } from './steps.ts';

let app: App;
test.beforeEach(async () => {
  app = await launch();
});
test.afterEach(() => app.close().catch(() => {}));

/** Runs in the window as it is now: what Playwright knows of a page ends when its process does. */
const inWindow = <T>(code: string): Promise<T> =>
  app.electron.evaluate(({ BrowserWindow }, script) => {
    const ended = new Promise((_, reject) => setTimeout(reject, 1000, new Error('The window does not answer.')));
    return Promise.race([BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(script), ended]);
  }, code) as Promise<T>;
const text = () => inWindow<string>('document.body.innerText').catch(() => '');
const kill = () =>
  app.electron.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    process.kill(window?.webContents.getOSProcessId() ?? 0, 'SIGKILL');
  });

test('a window whose process is killed comes back as it was, says so, and the engine has gone on', async () => {
  const { page } = app;
  const wc = { name: 'wc', command: { kind: 'argv' as const, argv: ['wc', '-l'] } };
  await app.call('functions.save', { definition: wc, replaces: null });
  await app.call('workers.start', { name: 'wc' });
  await go(app, 'Jobs');
  await page.keyboard.press('Control+N');
  await page.getByRole('dialog').getByRole('combobox', { name: 'Function' }).fill('wc');
  await page.keyboard.press('Escape');
  const kept = () => inWindow<string>('window.gearbench.call("view.kept").then(({ value }) => value)');
  await expect.poll(kept).toContain('"function":"wc"');
  await kill();
  await expect.poll(text).toContain('The window stopped and was loaded again.');
  expect(await inWindow('document.querySelector("h1").textContent')).toBe('Jobs');
  expect(JSON.parse(await kept()).submit.draft.function).toBe('wc');
  const server = await inWindow<{ value: { state: string } }>('window.gearbench.call("server.status")');
  const workers = await inWindow<{ value: { managed: object[] } }>('window.gearbench.call("workers.list")');
  expect([server.value.state, workers.value.managed.length]).toEqual(['running', 1]);
});

test('a window that dies again at once is loaded anew when the person says so', async () => {
  await go(app, 'Jobs');
  await app.electron.evaluate(({ dialog }) => {
    Object.assign(globalThis, { asked: [] });
    dialog.showMessageBox = ((...given: unknown[]) => {
      const { message } = given.at(-1) as Electron.MessageBoxOptions;
      (globalThis as unknown as { asked: string[] }).asked.push(message);
      return Promise.resolve({ response: 0, checkboxChecked: false });
    }) as typeof dialog.showMessageBox;
  });
  await kill();
  await expect.poll(text).toContain('The window stopped and was loaded again.');
  await kill();
  await expect.poll(text).toContain('The window stopped and was loaded again.');
  expect(await app.electron.evaluate(() => (globalThis as unknown as { asked: string[] }).asked)).toEqual([
    'The window stopped twice in a short time.',
  ]);
  expect(await inWindow('document.querySelector("h1").textContent')).toBe('Overview');
});

test('an error that nothing in the engine caught is said, logged, and in the report without what is private', async () => {
  const { page } = app;
  await app.call('settings.change', { savedFilters: ['gb.job == "H:ada"'], theme: 'dark' });
  await app.electron.evaluate(() => {
    setTimeout(() => {
      throw new RangeError('the workload of Ada in /home/ada/secret.json');
    });
  });
  const banner = page.getByRole('alert');
  await expect(banner).toContainText('Something in Gearbench failed that should not.');
  expect(await violations(page)).toEqual([]);
  await banner.getByRole('button', { name: 'Report a problem…' }).click();
  const sheet = page.getByRole('dialog', { name: 'Report a problem' });
  const report = sheet.getByRole('document');
  await expect(report).toContainText('RangeError: …');
  await expect(report).toContainText('savedFilters: a list of 1');
  await expect(report).toContainText('theme: dark');
  expect(await report.textContent()).not.toMatch(/ada|secret/i);
  expect(await violations(page)).toEqual([]);
  await app.choose({ save: join(app.data, 'report.txt') });
  await sheet.getByRole('button', { name: 'Save it…' }).click();
  await expect(page.getByText('The report was saved as report.txt.')).toBeVisible();
  expect(await readFile(join(app.data, 'report.txt'), 'utf8')).toBe(await report.textContent());
  expect(await readFile(join(app.data, 'logs', 'gearbench.log'), 'utf8')).toContain('⟦the workload of Ada');
  await page.keyboard.press('Escape');
  await banner.getByRole('button', { name: 'Dismiss' }).click();
  await expect(banner).toBeHidden();
});

test('an error of the window’s own code is said and logged', async () => {
  await app.page.evaluate(() => setTimeout(() => Promise.reject(new TypeError('of the page'))));
  await expect(app.page.getByRole('alert')).toContainText('Something in the window failed that should not.');
  await until('the log', async () =>
    (await readFile(join(app.data, 'logs', 'gearbench.log'), 'utf8')).includes('TypeError: ⟦of the page⟧'),
  );
});

test('the logs are opened from the menu, and a report from the palette', async () => {
  await app.electron.evaluate(({ shell }) => {
    Object.assign(globalThis, { opened: [] });
    shell.openPath = async (path) => {
      (globalThis as unknown as { opened: string[] }).opened.push(path);
      return '';
    };
  });
  await app.electron.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('logs.open')?.click());
  await expect
    .poll(() => app.electron.evaluate(() => (globalThis as unknown as { opened: string[] }).opened))
    .toEqual([join(app.data, 'logs')]);
  await app.page.keyboard.press('Control+K');
  await app.page.getByRole('combobox').fill('report a problem');
  await app.page.keyboard.press('Enter');
  await expect(app.page.getByRole('dialog', { name: 'Report a problem' }).getByRole('document')).toContainText(
    'Gearbench report of',
  );
});

test('a window that does not answer is ended and loaded again where the person does not want to wait', async () => {
  await app.electron.evaluate(({ dialog }) => {
    dialog.showMessageBox = () => Promise.resolve({ response: 1, checkboxChecked: false });
  });
  void app.page
    .evaluate(() => {
      for (;;);
    })
    .catch(() => {});
  // Chromium says it by itself only where no debugger is connected, as Playwright's is.
  await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.emit('unresponsive'));
  await expect.poll(text).toContain('The window stopped and was loaded again.');
});

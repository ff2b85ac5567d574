import { existsSync } from 'node:fs';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { type App, launch } from './app.ts';
import { violations } from './axe.ts';
import { go } from './steps.ts';

let app: App;
test.beforeAll(async () => {
  app = await launch();
});
test.afterAll(() => app.close());

const open = async (path: string) => {
  await app.choose({ open: path });
  await app.page.getByRole('button', { name: /^Workspace / }).click();
  await app.page.getByRole('menuitem', { name: /Open workspace/ }).click();
};

test('a workspace from elsewhere opens restricted; its commands run only after they were read and allowed', async () => {
  const { page } = app;
  const path = join(app.data, 'foreign.gearbench.json');
  const proof = join(app.data, 'it-ran');
  const command = { kind: 'shell', line: `touch '${proof}'; cat` };
  await writeFile(path, JSON.stringify({ gearbench: 1, functions: [{ name: 'evil', command }] }));
  await open(path);
  await expect(page.getByRole('row', { name: /evil/ }).getByText('Stopped')).toBeVisible();
  await expect(page.getByText('Restricted workspace')).toBeVisible();

  await page.getByRole('row', { name: /evil/ }).click();
  await page.getByRole('button', { name: 'Start workers' }).click();
  const question = page.getByRole('alertdialog');
  await expect(question).toContainText(`touch '${proof}'; cat`);
  await question.getByRole('button', { name: 'Stay restricted' }).click();
  await expect(app.call('workers.start', { name: 'evil' })).rejects.toThrow('not-trusted');

  await page.getByRole('button', { name: 'Start workers' }).click();
  await question.getByRole('button', { name: 'Run this command' }).click();
  await expect(page.getByRole('row', { name: /evil/ }).getByText('1 idle')).toBeVisible();
  await expect(page.getByText('Restricted workspace')).toBeHidden();
});

test('commands that changed in the file ask again, with what is different', async () => {
  const { page } = app;
  const path = join(app.data, 'foreign.gearbench.json');
  const functions = [
    { name: 'evil', command: { kind: 'shell', line: 'id' }, environment: { LEVEL: '9' } },
    { name: 'more', command: { kind: 'argv', argv: ['date'] } },
  ];
  await writeFile(path, JSON.stringify({ gearbench: 1, functions }));
  await open(path);
  await expect(page.getByText('Restricted workspace')).toBeVisible();
  await page.getByRole('row', { name: /evil/ }).click();
  await page.getByRole('button', { name: 'Start workers' }).click();
  const question = page.getByRole('alertdialog', { name: 'The commands of this workspace have changed' });
  await expect(question.locator('del')).toHaveText([/^Before: touch .*; cat$/]);
  await expect(question.locator('ins')).toHaveText(['Now: id', 'Now: LEVEL=9']);
  await expect(question.getByRole('heading', { level: 3 })).toHaveText(['New', 'Changed']);
  expect(await violations(page)).toEqual([]);
  await question.getByRole('button', { name: 'Stay restricted' }).click();
});

test('a file that cannot be used is refused with its place, and the open workspace stays', async () => {
  const { page } = app;
  const path = join(app.data, 'bad.gearbench.json');
  const alert = page.getByRole('alert');
  await writeFile(path, '{\n  "gearbench": 1,\n  "functions": [,]\n}');
  await open(path);
  await expect(alert).toContainText('line 3, column 17');
  await writeFile(
    path,
    JSON.stringify({ gearbench: 1, functions: [{ name: 'has blank', command: { kind: 'argv', argv: ['a'] } }] }),
  );
  await open(path);
  await expect(alert).toContainText('functions.0.name');
  await writeFile(path, JSON.stringify({ gearbench: 99, functions: [] }));
  await open(path);
  await expect(alert).toContainText('newer Gearbench');
  expect((await app.call('workspace.get', undefined)).name).toBe('foreign');
  await alert.getByRole('button', { name: 'Dismiss' }).click();
  await expect(alert).toBeHidden();
});

test('a new workspace is the user’s own, and what is made in it is in its file', async () => {
  const { page } = app;
  const path = join(app.data, 'mine.gearbench.json');
  await app.choose({ save: path });
  await page.getByRole('button', { name: /^Workspace / }).click();
  await page.getByRole('menuitem', { name: /New workspace/ }).click();
  await expect(page.getByText('No functions yet')).toBeVisible();
  await app.call('functions.save', {
    definition: { name: 'rev', command: { kind: 'argv', argv: ['rev'] } },
    replaces: null,
  });
  await app.call('workers.start', { name: 'rev' });
  expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({
    gearbench: 1,
    functions: [{ name: 'rev', command: { kind: 'argv', argv: ['rev'] } }],
  });
});

test('workspace and functions are described, and a colour marks a function wherever it stands', async () => {
  const { page } = app;
  await page.getByRole('button', { name: /^Workspace / }).click();
  await page.getByRole('menuitem', { name: 'About this workspace' }).click();
  const sheet = page.getByRole('dialog', { name: 'About mine' });
  await sheet.getByLabel('Description').fill('Turns texts around.');
  expect(await violations(page)).toEqual([]);
  await sheet.getByRole('button', { name: 'Save description' }).click();
  await expect(sheet).toBeHidden();
  await expect(page.getByText('Turns texts around.')).toBeVisible();
  await page.getByRole('row', { name: /rev/ }).click();
  const inspector = page.getByRole('complementary');
  await inspector.getByLabel('Description').fill('Each line backwards');
  await inspector.getByRole('radio', { name: 'Teal' }).click();
  await page.keyboard.press('Control+S');
  await expect(page.getByRole('row', { name: /rev/ }).locator('[data-colour=teal]')).toBeVisible();
  await expect(page.getByRole('row', { name: /rev/ }).getByTitle(/Each line backwards/)).toBeVisible();
  await go(app, 'Overview');
  await expect(page.getByRole('row', { name: /rev/ }).locator('[data-colour=teal]')).toBeVisible();
  expect(JSON.parse(await readFile(join(app.data, 'mine.gearbench.json'), 'utf8'))).toMatchObject({
    description: 'Turns texts around.',
    functions: [{ name: 'rev', description: 'Each line backwards', colour: 'teal' }],
  });
});

test('workspaces that were open are a click away; one that is gone is said and can be removed', async () => {
  const { page } = app;
  const menu = page.getByRole('button', { name: /^Workspace / });
  await menu.click();
  await expect(page.getByRole('menuitem')).toHaveText([
    /^Open/,
    /^New/,
    /^About/,
    /^Save/,
    /^Import/,
    /^Export/,
    /^foreign/,
    /^Sandbox/,
    /^Clear/,
  ]);
  await page.getByRole('menuitem', { name: /^foreign/ }).click();
  await expect(page.getByRole('button', { name: 'Workspace foreign' })).toBeVisible();
  await expect(page.getByText('Restricted workspace')).toBeVisible();

  await rm(join(app.data, 'mine.gearbench.json'));
  await menu.click();
  await page.getByRole('menuitem', { name: /^mine\s*no longer there/ }).click();
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('mine.gearbench.json does not exist any more.');
  await alert.getByRole('button', { name: 'Remove from the list' }).click();
  await expect(alert).toBeHidden();
  await menu.click();
  await expect(page.getByRole('menuitem')).toHaveText([
    /^Open/,
    /^New/,
    /^About/,
    /^Save/,
    /^Import/,
    /^Export/,
    /^Sandbox/,
    /^Clear/,
  ]);
  await page.keyboard.press('Escape');
  const recent = await app.electron.evaluate(({ Menu }) => {
    const items = Menu.getApplicationMenu()?.items.flatMap((item) => item.submenu?.items ?? []) ?? [];
    return items.find((item) => item.label === 'Open recent')?.submenu?.items.map(({ label }) => label);
  });
  const paths = ['foreign', 'Sandbox'].map((name) => join(app.data, `${name}.gearbench.json`));
  expect(recent).toEqual([...paths, '', 'Clear list']);
});

test('a file that is dropped onto the window is opened and runs nothing', async () => {
  const { page } = app;
  const path = join(app.data, 'dropped.gearbench.json');
  const drop = async () => {
    // The system's own file, by the way that a page gets one.
    await page.evaluate(() => {
      const input = document.createElement('input');
      input.type = 'file';
      document.body.append(input);
    });
    const input = page.locator('body > input[type=file]');
    await input.setInputFiles(path);
    await input.evaluate((element: HTMLInputElement) => {
      const dataTransfer = new DataTransfer();
      for (const file of element.files ?? []) dataTransfer.items.add(file);
      element.remove();
      window.dispatchEvent(new DragEvent('drop', { dataTransfer }));
    });
  };
  await writeFile(path, 'no workspace');
  await drop();
  await expect(page.getByRole('alert')).toContainText('line 1, column 1');
  const command = { kind: 'argv', argv: ['touch', join(app.data, 'it-ran-too')] };
  await writeFile(path, JSON.stringify({ gearbench: 1, functions: [{ name: 'f', command }] }));
  await drop();
  await expect(page.getByRole('button', { name: 'Workspace dropped' })).toBeVisible();
  await expect(page.getByText('Restricted workspace')).toBeVisible();
  expect(existsSync(join(app.data, 'it-ran-too'))).toBe(false);
});

test('without autosave changes wait, and are asked for before they would be lost', async () => {
  const { page } = app;
  const path = join(app.data, 'waiting.gearbench.json');
  const title = () => app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getTitle());
  const inFile = async () => (JSON.parse(await readFile(path, 'utf8')) as { description?: string }).description;
  const say = async (text: string) => {
    await page.getByRole('button', { name: /^Workspace / }).click();
    await page.getByRole('menuitem', { name: 'About this workspace' }).click();
    await page.getByRole('textbox', { name: 'Description' }).fill(text);
    await page.getByRole('button', { name: 'Save description' }).click();
  };
  await go(app, 'Settings');
  await page.getByRole('checkbox', { name: 'Save each change of the workspace at once' }).click();
  await writeFile(path, JSON.stringify({ gearbench: 1, description: 'First', functions: [] }));
  await open(path);
  await expect.poll(title).toBe('waiting – Gearbench');
  await say('Second');
  await expect(page.getByRole('button', { name: 'Workspace waiting, unsaved changes' })).toBeVisible();
  expect([await title(), await inFile()]).toEqual(['● waiting – Gearbench', 'First']);
  expect(await violations(page)).toEqual([]);

  await app.answer(2); // Cancel
  await open(join(app.data, 'dropped.gearbench.json'));
  expect((await app.call('workspace.get', undefined)).name).toBe('waiting');
  await app.electron.evaluate(({ app: program }) => program.quit());
  await page.keyboard.press('Control+S');
  await expect.poll(title).toBe('waiting – Gearbench');
  expect(await inFile()).toBe('Second');
});

test('what another program writes into the file is read, or asked for where there are changes', async () => {
  const { page } = app;
  const path = join(app.data, 'waiting.gearbench.json');
  const write = (description: string) => writeFile(path, JSON.stringify({ gearbench: 1, description, functions: [] }));
  await write('From an editor');
  await expect(page.getByText('From an editor')).toBeVisible();
  await app.call('workspace.describe', { description: 'Mine' });
  await write('From an editor again');
  const banner = page.getByRole('status').filter({ hasText: 'was changed by another program' });
  await expect(banner).toBeVisible();
  await expect(page.getByText('Mine')).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await app.answer(0);
  await banner.getByRole('button', { name: 'Read the file again' }).click();
  await expect(page.getByText('From an editor again')).toBeVisible();
  await expect(banner).toBeHidden();
  await app.call('settings.change', { autosave: true });
});

test('functions are duplicated, exported, imported with a choice for each name, and a deletion is undone', async () => {
  const { page } = app;
  const menu = async (item: string) => {
    await page.getByRole('button', { name: /^Workspace / }).click();
    await page.getByRole('menuitem', { name: item }).click();
  };
  const row = (name: string) =>
    page.getByRole('row').filter({ has: page.getByRole('gridcell', { name, exact: true }) });
  await app.call('functions.save', {
    definition: { name: 'wc', command: { kind: 'argv', argv: ['wc', '-l'] } },
    replaces: null,
  });
  await go(app, 'Functions');
  await row('wc').click();
  await page.getByRole('button', { name: 'Duplicate function wc' }).click();
  await page.getByRole('complementary').getByRole('button', { name: 'Save', exact: true }).click();
  await expect(row('wc-2')).toBeVisible();

  await app.choose({ save: join(app.data, 'part') });
  await menu('Export functions');
  await page.getByRole('checkbox', { name: 'wc-2' }).click();
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Export 1 function' }).click();
  await expect(page.getByText('Functions exported to part.gearbench.json')).toBeVisible();

  await app.choose({ save: join(app.data, 'one') });
  await row('wc-2').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Export function…' }).click();
  await expect(page.getByRole('checkbox', { name: 'wc-2' })).toBeChecked();
  await expect(page.getByRole('checkbox', { checked: true })).toHaveCount(1);
  await page.getByRole('button', { name: 'Export 1 function' }).click();
  await expect(page.getByText('Functions exported to one.gearbench.json')).toBeVisible();
  const one = JSON.parse(await readFile(join(app.data, 'one.gearbench.json'), 'utf8')) as object;
  expect(one).toMatchObject({ functions: [{ name: 'wc-2' }] });

  const commands = join(app.data, 'workers.txt');
  await writeFile(commands, 'gearman -w -f wc -- wc -w\ngearman -w -f lines -- cat -n\n');
  await app.choose({ open: commands });
  await menu('Import functions');
  const sheet = page.getByRole('dialog', { name: 'Import functions' });
  await sheet.getByRole('combobox', { name: 'What to do with wc' }).click();
  await page.getByRole('option', { name: 'Import under another name' }).click();
  const name = sheet.getByLabel('Name for wc');
  await expect(name).toHaveValue('wc-3');
  await name.fill('wc-2');
  await expect(sheet.getByText('This name is taken, or cannot be used.')).toBeVisible();
  await expect(sheet.getByRole('button', { name: 'Import 2 functions' })).toBeDisabled();
  await name.fill('wc-3');
  expect(await violations(page)).toEqual([]);
  await sheet.getByRole('button', { name: 'Import 2 functions' }).click();
  await expect(row('wc-3')).toContainText('wc -w');
  await expect(page.getByText('Restricted workspace')).toBeVisible();
  await expect(app.call('workers.start', { name: 'lines' })).rejects.toThrow('not-trusted');

  await row('lines').click();
  await page.getByRole('button', { name: 'Delete function lines' }).click();
  await expect(row('lines')).toBeHidden();
  await page.keyboard.press('Control+Z');
  await expect(row('lines')).toBeVisible();
});

test('settings hold at once and after a restart', async () => {
  const { page } = app;
  await go(app, 'Settings');
  await page.getByRole('radio', { name: 'Dark' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.getByRole('radio', { name: '简体中文' }).click();
  await expect(page.getByRole('heading', { level: 1, name: '设置' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-Hans-CN');
  await page.getByRole('radio', { name: 'English' }).click();
  await page.getByRole('textbox', { name: 'Port', exact: true }).fill('70000');
  await expect(page.getByText('A port is a number from 1 to 65535.')).toBeVisible();
  const saved = JSON.parse(await readFile(join(app.data, 'settings.json'), 'utf8')) as object;
  expect(saved).toMatchObject({
    theme: 'dark',
    language: 'en',
    port: app.port,
    workspace: join(app.data, 'waiting.gearbench.json'),
  });
});

test('a secret leaves the file with one click, is asked for at the next start, and is found nowhere', async () => {
  const canary = 'canary-5f1c';
  const own = await launch({ settings: { theme: 'dark' } });
  let { page } = own;
  const line = 'printf "%s" "$API_KEY" | wc -c; echo "sent $API_KEY" >&2';
  const command = { kind: 'shell', line } as const;
  const definition = { name: 'mail', command, environment: { API_KEY: canary } };
  await own.call('functions.save', { definition, replaces: null });
  await go(own, 'Functions');
  await page.getByRole('row', { name: /mail/ }).click();
  await page.getByRole('button', { name: 'Make API_KEY a secret' }).click();
  await expect(page.getByRole('group', { name: 'API_KEY' })).toContainText('Set when saved');
  await page.getByRole('button', { name: /^Save/ }).click();
  await expect(page.getByRole('group', { name: 'API_KEY' })).toContainText('Forget');
  await expect(page.getByText('because this system has no key store')).toBeVisible();
  await page.getByRole('button', { name: 'Start workers' }).click();
  await expect(page.getByRole('row', { name: /mail/ }).getByText('1 idle')).toBeVisible();
  await own.electron.close();

  const again = await launch({ data: own.data, port: own.port });
  ({ page } = again);
  await go(again, 'Functions');
  await page.getByRole('row', { name: /mail/ }).click();
  await page.getByRole('button', { name: 'Start workers' }).click();
  const question = page.getByRole('alertdialog', { name: 'mail needs a secret' });
  expect(await violations(page)).toEqual([]);
  await question.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Start workers' }).click(); // nothing lies over the window
  await question.getByLabel('Value of API_KEY').fill(canary);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('row', { name: /mail/ }).getByText('1 idle')).toBeVisible();
  const { id } = await again.call('workload.submit', { function: 'mail', workload: { kind: 'text', text: '' } });
  await expect.poll(async () => (await again.call('submissions.get', { id }))?.state).toBe('done');
  await expect(page.getByRole('log')).toContainText('sent ••••');
  expect(await page.content()).not.toContain(canary);
  await again.electron.close();

  const files = (await readdir(own.data, { recursive: true, withFileTypes: true })).filter((each) => each.isFile());
  const texts = await Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name), 'latin1')));
  expect(files.map(({ name }) => name)).toContain('Sandbox.gearbench.json');
  expect(texts.findIndex((text) => text.includes(canary) || text.includes([...canary].join('\0')))).toBe(-1);
  await rm(own.data, { recursive: true, force: true });
});

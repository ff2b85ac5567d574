import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from '@playwright/test';
import { type App, launch } from './app.ts';
import { violations } from './axe.ts';
import { go } from './steps.ts';

let app: App;
let home: string;
test.beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'gearbench-home-'));
  app = await launch({ environment: { HOME: home } });
});
test.afterEach(async () => {
  await app.close();
  await rm(home, { recursive: true, force: true });
});

const path = () => join(home, '.local', 'bin', 'gearbench');

test('the command is installed from the menu, says what is to be typed, runs, and is removed', async () => {
  const { page } = app;
  await app.electron.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('terminal.install')?.click());
  await expect(page.getByText(`It is ${path()}.`)).toBeVisible();
  // The shell of whoever runs the tests; where it is none that is known there is no line, but the same words.
  await expect(page.getByText(/^Terminals do not find it yet: its folder is not on your PATH/)).toBeVisible();
  expect(await violations(page)).toEqual([]);
  expect(execFileSync(path(), ['help'], { encoding: 'utf8' })).toContain('Usage: gearbench <command>');
  await page.getByRole('button', { name: 'Remove it' }).click();
  await expect(page.getByText(`It would be ${path()}`)).toBeVisible();
  await expect(readFile(path())).rejects.toThrow('ENOENT');
});

test('somebody else’s file of that name is left as it is', async () => {
  const { page } = app;
  await mkdir(dirname(path()), { recursive: true });
  await writeFile(path(), 'mine');
  await go(app, 'Settings');
  await expect(page.getByText(`${path()} is not of Gearbench and is left as it is.`)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Install the gearbench command', exact: true })).toBeDisabled();
  await app.electron.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('terminal.install')?.click());
  await expect(page.getByRole('alert')).toContainText('Move it away first.');
  expect(await readFile(path(), 'utf8')).toBe('mine');
});

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { needs } from '../support/peers.ts';
import { background, run } from '../support/processes.ts';
import { type App, launch } from './app.ts';
import { defineFunction, go, packets } from './steps.ts';

const php = (file: string) => join(import.meta.dirname, '..', 'interop', 'php', file);

test.describe.configure({ mode: 'serial' });

let app: App;
test.beforeAll(async () => {
  app = await launch();
});
test.afterAll(() => app.close());

test('the stock client gets its answer from a worker of the window, and its packets are seen', async () => {
  test.skip(!needs('gearman'), 'gearman is not installed');
  await defineFunction(app, { name: 'wc', argv: ['wc', '-l'] });
  await app.call('packets.clear', undefined);
  const input = await readFile('/etc/passwd');
  const ours = await run('gearman', ['-p', String(app.port), '-f', 'wc'], { input });
  const theirs = await run('wc', ['-l'], { input });
  expect(ours).toEqual({ code: 0, stdout: theirs.stdout, stderr: '' });
  await go(app, 'Traffic');
  const submit = app.page.getByRole('grid', { name: 'Packets' }).getByRole('row', { name: /SUBMIT_JOB,? wc/ });
  await expect(submit).toBeVisible();
  const seen = (await packets(app)).filter(({ origin, type }) => origin === 'other' && type !== 'TEXT');
  expect(seen.map(({ type }) => type)).toEqual(['SUBMIT_JOB', 'JOB_CREATED', 'WORK_COMPLETE']);
});

test('a stock worker is seen in the window and does a job submitted from it', async () => {
  test.skip(!needs('gearman'), 'gearman is not installed');
  const worker = background('gearman', ['-p', String(app.port), '-w', '-f', 'rev', '--', 'rev']);
  try {
    const { page } = app;
    await go(app, 'Functions');
    await page.getByRole('row', { name: /rev/ }).click();
    await page.getByRole('complementary', { name: 'Function rev' }).getByRole('button', { name: 'Submit job' }).click();
    const sheet = page.getByRole('dialog', { name: 'Submit job' });
    await sheet.getByRole('textbox', { name: 'Workload' }).fill('Gearman');
    await page.keyboard.press('Control+Shift+Enter');
    await expect(sheet.getByRole('region', { name: 'Result' }).locator('pre').first()).toHaveText(/namraeG/);
    await page.keyboard.press('Escape');
  } finally {
    await worker.stop();
  }
  await expect(app.page.getByRole('row', { name: /rev/ })).toBeHidden();
});

test('a PHP worker and a PHP client do each other’s jobs through the window, exceptions included', async () => {
  test.skip(!needs('php'), 'PHP with its gearman extension is not installed');
  const port = String(app.port);
  const worker = background('php', [php('worker.php'), port]);
  try {
    await worker.says('ready');
    await expect
      .poll(async () => (await app.call('functions.list', undefined)).some(({ name }) => name === 'php_throw'))
      .toBe(true);

    const reversed = await run('php', [php('client.php'), port, 'php_reverse', 'Gearman']);
    expect(reversed.stdout).toBe('status 1/2\ndata half\ncomplete namraeG\nok\n');
    const thrown = await run('php', [php('client.php'), port, 'php_throw', 'now']);
    expect(thrown.stdout).toContain('exception thrown: now\n');
    const counted = await run('php', [php('client.php'), port, 'wc', 'a\nb\n']);
    expect(counted.stdout).toBe('complete 2\n\nok\n');

    const { page } = app;
    await page.getByRole('button', { name: 'Submit job' }).first().click();
    const sheet = page.getByRole('dialog', { name: 'Submit job' });
    await sheet.getByLabel('Function').fill('php_throw');
    await page.keyboard.press('Tab');
    await sheet.getByRole('textbox', { name: 'Workload' }).fill('from the window');
    await page.keyboard.press('Control+Shift+Enter');
    await expect(sheet.getByText(/^Exception after/)).toBeVisible();
    await expect(sheet.locator('pre').filter({ hasText: 'thrown: from the window' })).toBeVisible();
    await page.keyboard.press('Escape');
    const options = (await packets(app)).filter(({ type }) => type === 'OPTION_REQ' || type === 'OPTION_RES');
    expect(options.map(({ type, content }) => `${type} ${content}`)).toContain('OPTION_RES exceptions');
  } finally {
    await worker.stop();
  }
});

import { expect, test } from '@playwright/test';
import { needs } from '../support/peers.ts';
import { type App, launch } from './app.ts';
import { type PrivatePhp, privatePhp } from './private-php.ts';
import { copiedText, go } from './steps.ts';

test.skip(!needs('php'), 'PHP must be here');

let php: PrivatePhp;
let app: App;
test.beforeAll(async () => {
  php = await privatePhp('; extension=gearman.so\n');
  app = await launch({ environment: php.environment });
  await app.call('server.start', { port: app.port });
});
test.afterAll(async () => {
  await app.close();
  await php.remove();
});

test('a line that is commented is found by file and line, its mend shown; once mended, gearman works', async () => {
  const { page } = app;
  await go(app, 'PHP Doctor');
  const again = page.getByRole('button', { name: 'Scan again' });
  await expect(page.getByRole('heading', { level: 2, name: /^gearman is not loaded in PHP \d/ })).toBeVisible();
  await expect(page.getByRole('option', { selected: true })).toContainText('gearman is not loaded');
  await expect(page.getByRole('option', { selected: true })).toContainText('used by Terminal');
  const check = page.getByRole('article', { name: 'extension=gearman' });
  await expect(check).toContainText(`${php.file}:1 would load it, but a ; stands before it.`);
  const plan = page.getByRole('complementary', { name: 'Plan' });
  await expect(plan).toContainText(`Take the ; away in ${php.file}, line 1`);
  await expect(plan.locator('pre')).toHaveText(`${php.file}\n- ; extension=gearman.so\n+ extension=gearman.so`);

  await php.write('extension=gearman.so\n');
  await again.click();
  await expect(page.getByRole('heading', { level: 2, name: /^gearman [\d.]+ is loaded in PHP/ })).toBeVisible();
  await expect(page.getByRole('option', { selected: true })).toContainText(/gearman [\d.]+ is loaded/);
  await page.getByRole('button', { name: /^Show \d+ passed/ }).click();
  const reached = page.getByRole('article', { name: 'Extension reaches it' });
  await expect(reached).toContainText(`The extension reaches the server at 127.0.0.1:${app.port}.`);
});

test('what was found stays while other screens are looked at, and the report names no home folder', async () => {
  const { page, electron } = app;
  await go(app, 'Jobs');
  await page.keyboard.press('Control+8');
  await expect(page.getByRole('article', { name: 'Extension reaches it' })).toBeVisible();
  const report = await copiedText(electron, () => page.getByRole('button', { name: 'Copy report' }).click());
  expect(report).toMatch(/^gearman [\d.]+ is loaded in PHP/);
  expect(report).toContain('RUN-04 Extension reaches it');
});

test('jobs go on while it scans', async () => {
  const { page, call } = app;
  await call('functions.save', {
    definition: { name: 'up', command: { kind: 'argv', argv: ['cat'] } },
    replaces: null,
  });
  await call('workers.start', { name: 'up' });
  await page.keyboard.press('Control+R');
  await expect(page.getByRole('button', { name: 'Scan again' })).toBeDisabled();
  const submitted = await call('workload.submit', { function: 'up', workload: { kind: 'text', text: 'a' } });
  await expect.poll(async () => (await call('submissions.get', { id: submitted.id }))?.state).toBe('done');
  await expect(page.getByRole('button', { name: 'Scan again' })).toBeEnabled();
});

import { expect, test } from '@playwright/test';
import { needs } from '../support/peers.ts';
import { type App, launch } from './app.ts';
import { violations } from './axe.ts';
import { type PrivatePhp, privatePhp } from './private-php.ts';
import { copiedText, go } from './steps.ts';

test.skip(!needs('php'), 'PHP must be here');

let php: PrivatePhp;
let app: App;
test.beforeAll(async () => {
  php = await privatePhp('extension=gearman.so\n');
  app = await launch({ environment: php.environment });
});
test.afterAll(async () => {
  await app.close();
  await php.remove();
});

test('“Failed to set exception option” is explained, and its button starts the server', async () => {
  const { page } = app;
  await go(app, 'PHP Doctor');
  await app.call('server.stop', undefined);
  await page.getByRole('button', { name: 'Scan again' }).click();
  const reached = page.getByRole('article', { name: 'Extension reaches it' });
  await expect(reached).toContainText('(PHP calls this “Failed to set exception option”.)');
  await reached.getByRole('button', { name: 'Start server' }).click();
  await expect(page.getByText('Nothing is left to do.')).toBeVisible();
  await expect(reached).toBeHidden();
});

test('one click proves it with real jobs; its packets are listed, and shown among the others', async () => {
  const { page } = app;
  await page.getByRole('button', { name: 'Prove it' }).click();
  const sentence = /^gearman [\d.]+ works in PHP [\d.]+: verified with a real job, [\d.]+ ms\.$/;
  await expect(page.getByRole('heading', { level: 2, name: sentence })).toBeVisible();
  const check = page.getByRole('article', { name: 'A job through the extension' });
  await check.getByText('Evidence').click();
  await expect(check.getByRole('row', { name: /client → server SUBMIT_JOB/ }).first()).toBeVisible();
  await expect(check.getByRole('row', { name: /worker → server WORK_COMPLETE olleh/ })).toBeVisible();
  expect(await violations(page)).toEqual([]);

  await go(app, 'Traffic');
  await expect(page.getByText(/\d+ packets of Gearbench’s own checks are hidden/)).toBeVisible();
  await expect(page.getByRole('row', { name: /SUBMIT_JOB/ })).toHaveCount(0);
  await go(app, 'PHP Doctor');
  await check.getByText('Evidence').click();
  await check.getByRole('button', { name: 'Show in Traffic' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Traffic' })).toBeVisible();
  await expect(page.getByRole('row', { name: /SUBMIT_JOB/ }).first()).toBeVisible();
  await go(app, 'Jobs');
  await expect(page.getByText('gearbench-proof')).toHaveCount(0);
});

test('a log that is pasted is explained, and scripts for this PHP are copied, by keyboard too', async () => {
  const { page, electron, port } = app;
  await go(app, 'PHP Doctor');
  await page.getByRole('button', { name: 'Paste an error' }).press('Enter');
  await page.keyboard.insertText('checking for libgearman... not found\nconfigure: error: Please install libgearman\n');
  await expect(page.getByRole('article', { name: 'libgearman' })).toContainText('configure has not found libgearman.');
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();

  await page.getByRole('button', { name: 'Connect your app' }).press('Enter');
  const sheet = page.getByRole('dialog');
  await expect(sheet.getByText('The extension is loaded in this PHP.')).toBeVisible();
  expect(await violations(page)).toEqual([]);
  const copied = await copiedText(electron, () => sheet.getByRole('button', { name: 'Copy the client' }).click());
  expect(copied).toContain(`$client->addServer('127.0.0.1', ${port});`);
  await page.keyboard.press('Escape');
});

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { fileOf } from '../support/capture-file.ts';
import { readCapture } from '../support/read-capture.ts';
import { type App, launch } from './app.ts';
import { violations } from './axe.ts';
import { defineFunction, go } from './steps.ts';

let app: App;
let folder: string;
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gearbench-e2e-'));
});
test.afterEach(async () => {
  await app.close();
  await rm(folder, { recursive: true, force: true });
});

test('packets go to a file and come from one, and the live capture is there again', async () => {
  app = await launch();
  const { page } = app;
  await defineFunction(app, { name: 'wc', argv: ['wc', '-l'] });
  await app.call('workload.submit', { function: 'wc', workload: { kind: 'text', text: 'one\n' } });
  await go(app, 'Traffic');
  await expect(page.getByRole('row', { name: /WORK_COMPLETE/ }).first()).toBeVisible();
  const files = page.getByRole('button', { name: 'Capture files' });

  // Export what the list shows, as Wireshark reads it.
  const saved = join(folder, 'mine.pcapng');
  await app.choose({ save: saved });
  await files.click();
  await page.getByRole('menuitem', { name: 'Export packets…' }).click();
  const sheet = page.getByRole('dialog', { name: 'Export packets' });
  await expect(sheet.getByRole('radio', { name: /^Shown \(\d+\)$/ })).toBeChecked();
  expect(await violations(page)).toEqual([]);
  await page.screenshot({ path: 'out/shots/capture-export.png' });
  await sheet.getByRole('button', { name: 'Choose file…' }).click();
  await expect(page.getByText('Packets exported to mine.pcapng')).toBeVisible();
  expect(readCapture(await readFile(saved)).packets.map(({ type }) => type)).toContain('WORK_COMPLETE');

  // Open it: the same screen, with a banner.
  await app.choose({ open: saved });
  await files.click();
  await page.getByRole('menuitem', { name: 'Open capture…' }).click();
  await expect(page.getByText(/^You see the file mine.pcapng. Packets: \d+. Connections: \d+./)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Clear' })).toBeDisabled();
  await page
    .getByRole('row', { name: /SUBMIT_JOB/ })
    .first()
    .click();
  await expect(page.getByRole('treeitem').first()).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.screenshot({ path: 'out/shots/capture-open.png' });

  // One that is damaged shows what could be read.
  const torn = fileOf();
  for (let count = 0; count < 3; count += 1) torn.hear(1, { name: 'CAN_DO', function: `torn${count}` });
  const damaged = join(folder, 'torn.pcapng');
  await writeFile(damaged, torn.bytes().subarray(0, -5));
  await app.choose({ open: damaged });
  await files.click();
  await page.getByRole('menuitem', { name: 'Open capture…' }).click();
  await expect(
    page.getByText(
      /torn.pcapng is damaged at byte \d+: it ends in the middle of a packet. Packets before it that could be read: 2./,
    ),
  ).toBeVisible();
  await expect(page.getByRole('row', { name: /torn1/ })).toBeVisible();
  await page.screenshot({ path: 'out/shots/capture-torn.png' });
  await page.getByRole('button', { name: 'Back to live' }).click();
  await expect(page.getByRole('row', { name: /WORK_COMPLETE/ }).first()).toBeVisible();

  // Record what comes from now on.
  const night = join(folder, 'night.pcapng');
  await app.choose({ save: night });
  await files.click();
  await page.getByRole('menuitem', { name: 'Record packets to a file…' }).click();
  await expect(page.getByText(/^Recording to night.pcapng./)).toBeVisible();
  await app.call('workload.submit', { function: 'wc', workload: { kind: 'text', text: 'two\n' } });
  await expect(page.getByText(/^Recording to night.pcapng. Packets: [1-9]/)).toBeVisible();
  await page.screenshot({ path: 'out/shots/capture-record.png' });
  await page.getByRole('button', { name: 'End recording' }).click();
  await expect(page.getByText(/^Recording to/)).toBeHidden();
  expect(readCapture(await readFile(night)).packets.length).toBeGreaterThan(0);
});

test('a job of the server is shown in the live traffic; the file that was open is a click away, as it was', async () => {
  app = await launch();
  const { page } = app;
  await defineFunction(app, { name: 'wc', argv: ['wc', '-l'] });
  await app.call('workload.submit', { function: 'wc', workload: { kind: 'text', text: 'one\n' } });
  const file = fileOf();
  for (const name of ['theirs0', 'theirs1', 'theirs2']) file.hear(1, { name: 'CAN_DO', function: name });
  const path = join(folder, 'theirs.pcapng');
  await writeFile(path, file.bytes());
  await app.choose({ open: path });
  await go(app, 'Traffic');
  await page.getByRole('button', { name: 'Capture files' }).click();
  await page.getByRole('menuitem', { name: 'Open capture…' }).click();
  await page.getByRole('combobox', { name: 'Filter packets' }).fill('theirs1 or theirs2');
  await page.keyboard.press('Enter');
  await page.getByRole('row', { name: /theirs1/ }).click();
  await expect(page.getByRole('row', { name: /theirs0/ })).toHaveCount(0);

  await go(app, 'Jobs');
  await page.getByRole('row', { name: /wc/ }).first().click();
  await page.getByRole('button', { name: 'Show packets' }).click();
  await expect(page.getByText('Live traffic is shown. You left the file theirs.pcapng.')).toBeVisible();
  await expect(page.getByRole('row', { name: /WORK_COMPLETE/ }).first()).toBeVisible();
  // Its submission does not name it yet, and is its first packet all the same.
  await expect(page.getByRole('row', { name: /SUBMIT_JOB/ }).first()).toBeVisible();
  await expect(page.getByRole('row', { name: /theirs/ })).toHaveCount(0);
  expect(await violations(page)).toEqual([]);

  await page.getByRole('button', { name: 'Back to the file' }).click();
  await expect(page.getByText(/^You see the file theirs.pcapng/)).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Filter packets' })).toHaveValue('theirs1 or theirs2');
  await expect(page.getByRole('row', { name: /theirs1/, selected: true })).toBeVisible();

  await page.getByRole('button', { name: 'Back to live' }).click();
  await expect(page.getByText(/theirs.pcapng/)).toHaveCount(0);
});

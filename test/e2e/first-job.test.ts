import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { type App, launch } from './app.ts';
import { defineFunction, go, packets } from './steps.ts';

test.describe.configure({ mode: 'serial' });

let app: App;
test.beforeAll(async () => {
  app = await launch();
});
test.afterAll(() => app.close());

test('a function made here counts the lines of a file, and its packets are in the tail in order', async () => {
  const { page } = app;
  await expect(page.getByRole('contentinfo').getByText(`127.0.0.1:${app.port} · Embedded`)).toBeVisible();
  await defineFunction(app, { name: 'wc', argv: ['wc', '-l'] });
  await app.call('packets.clear', undefined);

  const file = join(app.data, 'lines.txt');
  await writeFile(file, 'a line\n'.repeat(1234));
  await app.choose({ open: file });
  await page.getByRole('button', { name: 'Submit job' }).first().click();
  const sheet = page.getByRole('dialog', { name: 'Submit job' });
  await sheet.getByLabel('Function').fill('wc');
  await page.keyboard.press('Tab');
  await sheet.getByRole('radio', { name: 'File' }).click();
  await sheet.getByRole('button', { name: 'Choose file…' }).click();
  await expect(sheet.getByText('lines.txt', { exact: true })).toBeVisible();
  await sheet.getByRole('checkbox', { name: 'Ask for exceptions' }).click();
  await sheet.getByRole('button', { name: /Submit and stay/ }).click();
  await expect(sheet.getByText(/^Done in/)).toBeVisible();
  await expect(sheet.getByRole('region', { name: 'Result' }).locator('pre')).toHaveText('1234\n');

  await sheet.getByRole('button', { name: 'Show packets' }).click();
  await expect(page.getByRole('heading', { name: 'Traffic' })).toBeVisible();
  await page.getByRole('combobox', { name: 'Filter packets' }).fill('');
  const all = await packets(app);
  const job = all.slice(all.findIndex(({ type }) => type === 'SUBMIT_JOB'));
  expect(job.slice(0, 7).map(({ type, direction, party }) => [type, direction, party])).toEqual([
    ['SUBMIT_JOB', 'in', 'client'],
    ['NOOP', 'out', 'worker'],
    ['JOB_CREATED', 'out', 'client'],
    ['GRAB_JOB_UNIQ', 'in', 'worker'],
    ['JOB_ASSIGN_UNIQ', 'out', 'worker'],
    ['WORK_COMPLETE', 'in', 'worker'],
    ['WORK_COMPLETE', 'out', 'client'],
  ]);
  const rows = page.getByRole('grid', { name: 'Packets' }).getByRole('row');
  await expect
    .poll(async () => (await rows.allTextContents()).join('\n'))
    .toMatch(
      /SUBMIT_JOB[\s\S]*NOOP[\s\S]*JOB_CREATED[\s\S]*GRAB_JOB_UNIQ[\s\S]*JOB_ASSIGN_UNIQ[\s\S]*WORK_COMPLETE[\s\S]*WORK_COMPLETE/,
    );
});

test('a selected packet shows its fields and marks their bytes', async () => {
  const { page } = app;
  await page
    .getByRole('grid', { name: 'Packets' })
    .getByRole('row', { name: /SUBMIT_JOB/ })
    .first()
    .click();
  const detail = page.getByRole('region', { name: /^Packet \d+$/ });
  await expect(detail.getByRole('treeitem', { name: /Function.*wc/ })).toBeVisible();
  await detail.getByRole('treeitem', { name: /Function/ }).click();
  await expect(detail.locator('.hex__bytes b[data-marked]')).toHaveText(['77', '63']);
});

test('pause freezes the view while the capture goes on; clear empties it; the filter finds text', async () => {
  const { page } = app;
  const grid = page.getByRole('grid', { name: 'Packets' });
  await page.getByRole('button', { name: 'Pause view' }).click();
  const before = await grid.getByRole('row').count();
  await app.call('workload.submit', { function: 'wc', workload: { kind: 'text', text: 'needle in a haystack' } });
  await expect(page.getByText(/^View paused .*[1-9]\d* newer/)).toBeVisible();
  expect(await grid.getByRole('row').count()).toBe(before);
  await page.getByRole('button', { name: 'Resume' }).first().click();
  await page.getByRole('combobox', { name: 'Filter packets' }).fill('HAYSTACK');
  await expect(grid.getByRole('row')).toHaveCount(3); // the head, SUBMIT_JOB and JOB_ASSIGN_UNIQ
  await page.getByRole('combobox', { name: 'Filter packets' }).fill('no such thing');
  await expect(page.getByText('No packets match')).toBeVisible();
  await page.getByRole('button', { name: 'Clear filter' }).last().click();
  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await expect(page.getByText('No packets yet')).toBeVisible();
  await page.getByRole('button', { name: 'Connect an app…' }).click();
  await expect(page.getByRole('dialog', { name: 'Debug your app’s jobs' })).toBeVisible();
  await page.keyboard.press('Escape');
});

test('32 MiB with NULs go to a command and come back byte for byte', async () => {
  const { page } = app;
  await defineFunction(app, { name: 'copy', argv: ['cat'] });
  const workload = Buffer.concat([Buffer.alloc(1024), randomBytes(32 * 1024 * 1024 - 2048), Buffer.alloc(1024)]);
  const [from, to] = [join(app.data, 'large.bin'), join(app.data, 'large.out')];
  await writeFile(from, workload);
  await app.choose({ open: from, save: to });
  await page.getByRole('button', { name: 'Submit job' }).first().click();
  const sheet = page.getByRole('dialog', { name: 'Submit job' });
  await sheet.getByLabel('Function').fill('copy');
  await page.keyboard.press('Tab');
  await sheet.getByRole('radio', { name: 'File' }).click();
  await sheet.getByRole('button', { name: 'Choose file…' }).click();
  await sheet.getByRole('button', { name: /Submit and stay/ }).click();
  await expect(sheet.getByText(/^Done in/)).toBeVisible({ timeout: 45_000 });
  await sheet.getByRole('button', { name: 'Save result…' }).click();
  await expect(page.getByText(/Result saved to/)).toBeVisible();
  expect(Buffer.compare(await readFile(to), workload)).toBe(0);
  await page.keyboard.press('Escape');
});

test('a job that fails says why, in the list and in its inspector', async () => {
  const { page } = app;
  await defineFunction(app, { name: 'broken', argv: ['sh', '-c', 'echo no such table >&2; exit 3'] });
  await app.call('workload.submit', { function: 'broken', workload: { kind: 'text', text: 'x' } });
  await go(app, 'Jobs');
  await page.getByRole('row', { name: /broken, Failed/ }).click();
  const inspector = page.getByRole('complementary', { name: /^Job H:/ });
  await expect(inspector.getByText('Exit code 3')).toBeVisible();
  await expect(inspector.getByText('no such table')).toBeVisible();
  await inspector.getByRole('button', { name: 'Submit again' }).click();
  await expect(page.getByRole('row', { name: /broken, Failed/ })).toHaveCount(2);
});

test('a function is edited, stopped, deleted, and brought back', async () => {
  const { page } = app;
  await go(app, 'Functions');
  await page.getByRole('row', { name: /copy/ }).click();
  await expect(page.getByRole('log', { name: 'Output of copy' })).toContainText(
    'Exit code 0: 33,554,432 bytes in, 33,554,432 bytes out',
  );
  const inspector = page.getByRole('complementary', { name: 'Function copy' });
  await inspector.getByRole('radio', { name: 'Shell line' }).click();
  await inspector.getByRole('textbox', { name: 'Shell line' }).fill('cat | tr a-z A-Z');
  await inspector.getByRole('button', { name: /^Save/ }).click();
  await expect(inspector.getByText('Edited')).toBeHidden();
  const { result } = await app.call('workload.submit', { function: 'copy', workload: { kind: 'text', text: 'loud' } });
  expect(result).toBeDefined();
  await expect.poll(async () => (await app.call('jobs.window', { rows: 1 })).rows[0]?.resultSize).toBe(4);
  await inspector.getByRole('button', { name: 'Stop workers' }).click();
  await expect(page.getByRole('row', { name: /copy/ }).getByText('Stopped')).toBeVisible();
  await inspector.getByRole('button', { name: 'Delete function copy' }).click();
  await expect(page.getByRole('row', { name: /copy.*Stopped/ })).toBeHidden();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('row', { name: /copy.*Stopped/ })).toBeVisible();
});

test('a command of the stock tool is taken over, sends line by line, and can be copied back', async () => {
  const { page, call } = app;
  await go(app, 'Functions');
  await page.getByRole('button', { name: 'New function' }).first().click();
  const paste = page.getByLabel('A gearman command to take over');
  await paste.fill('gearman -w -f numbered | cat');
  await expect(page.getByText('| makes a shell do something here.')).toBeVisible();
  await paste.fill("gearman -w -n -f numbered -- sh -c 'cat -n; printf end'");
  await expect(page.getByText('Taken over.')).toBeVisible();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('numbered');
  await page.getByRole('button', { name: 'Save and start' }).click();
  await expect(page.getByText(`gearman -w -p ${app.port} -n -f numbered -- sh -c 'cat -n; printf end'`)).toBeVisible();
  await call('workload.submit', { function: 'numbered', workload: { kind: 'text', text: 'a\nb\n' } });
  const newest = async () => {
    const [job] = (await call('jobs.window', { rows: 1 })).rows;
    return job === undefined ? null : call('jobs.get', job.key);
  };
  await expect.poll(async () => (await newest())?.state).toBe('done');
  const steps = (await newest())?.steps.map(({ kind, size }) => `${kind} ${size ?? ''}`.trimEnd());
  expect(steps).toEqual(['submitted 4', 'assigned', 'data 9', 'data 9', 'complete 3']);
});

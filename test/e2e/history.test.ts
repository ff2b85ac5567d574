import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { type App, freePort, launch, resize, writeSettings } from './app.ts';
import { violations } from './axe.ts';
import { go } from './steps.ts';

/** All columns have room. */
const WIDE = { width: 1600, height: 800 };

let app: App;
let data: string;
test.beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'gearbench-e2e-'));
  await writeSettings(data, { port: await freePort() });
  app = await launch({ data });
});
test.afterEach(async () => {
  await app.close().catch(() => {});
  await rm(data, { recursive: true, force: true });
});

const again = async () => {
  await app.close();
  app = await launch({ data });
  await go(app, 'Jobs');
};

const row = (name: RegExp) => app.page.getByRole('row', { name });
const submit = (name: string, text: string, unique?: string) =>
  app.call('workload.submit', {
    function: name,
    workload: { kind: 'text', text },
    background: true,
    ...(unique !== undefined && { unique: { kind: 'custom', value: unique } }),
  });

test('jobs are there at the next start; what had not ended is lost, and can be submitted again', async () => {
  await app.call('functions.save', {
    definition: { name: 'upper', command: { kind: 'shell', line: 'tr a-z A-Z' } },
    replaces: null,
  });
  await app.call('workers.start', { name: 'upper' });
  await submit('upper', 'kept');
  await submit('nobody', 'never done');
  await go(app, 'Jobs');
  await expect(row(/upper, Done/)).toBeVisible();
  await again();
  await expect(row(/upper, Done/)).toBeVisible();
  await expect(app.page.getByText(/kept 2 of at most 1,000,000 jobs/)).toBeVisible();
  await row(/upper, Done/).click();
  const inspector = app.page.getByRole('complementary', { name: /^Job/ });
  await inspector.getByRole('tab', { name: 'Result' }).click();
  await expect(inspector.getByText('KEPT')).toBeVisible();
  await row(/nobody, Lost/).click();
  await inspector.getByRole('button', { name: 'Submit again' }).click();
  await expect(row(/nobody, Queued/)).toBeVisible();
});

test('a background job on disk is not lost with its server: each of its rows leads to the other', async () => {
  await app.call('settings.change', { durable: true });
  await again();
  await submit('nobody', 'kept on disk');
  await again();
  await expect(row(/nobody, Queued/)).toBeVisible();
  await expect(app.page.getByRole('button', { name: 'Lost 0', exact: true })).toBeVisible();
  await row(/nobody, Kept/).click();
  const inspector = app.page.getByRole('complementary', { name: /^Job/ });
  await expect(inspector.getByText(/the next start goes on with it/)).toBeVisible();
  expect(await violations(app.page)).toEqual([]);
  const other = (label: string) => inspector.locator('dl').filter({ hasText: label }).getByRole('button');
  await other('Goes on as').click();
  await expect(inspector.getByText(/Found in the queue file/)).toBeVisible();
  await other('Goes on from').click();
  await expect(inspector.getByText(/the next start goes on with it/)).toBeVisible();
});

test('states and searches narrow the list, with counts, and follow what happens', async () => {
  for (let job = 1; job <= 60; job += 1)
    await submit(job % 3 === 0 ? 'red' : 'blue', `订单${job} number${job}`, `u-${job}`);
  await go(app, 'Jobs');
  const { page } = app;
  await expect(page.getByRole('button', { name: 'Queued 60' })).toBeVisible();
  const search = page.getByRole('searchbox', { name: 'Search jobs' });
  await search.fill('red');
  await expect(page.getByRole('button', { name: 'Queued 20' })).toBeVisible();
  await search.fill('单4 blue');
  await expect(page.getByRole('button', { name: 'All 8', exact: true })).toBeVisible();
  await search.fill('U-4');
  await expect(page.getByRole('button', { name: 'All 11', exact: true })).toBeVisible();
  await submit('red', 'later', 'u-499');
  await expect(page.getByRole('button', { name: 'All 12', exact: true })).toBeVisible();
  await page.getByRole('button', { name: /^Failed/ }).click();
  await expect(page.getByText('No jobs match')).toBeVisible();
  await page.getByRole('button', { name: 'Clear filter' }).click();
  await expect(page.getByRole('button', { name: 'All 61', exact: true })).toBeVisible();
});

test('who has scrolled down reads on in peace while jobs come; at the top the new ones come into sight', async () => {
  for (let job = 1; job <= 120; job += 1) await submit('f', `w${job}`, `u-${job}`);
  await go(app, 'Jobs');
  const grid = app.page.getByRole('grid', { name: 'Jobs' });
  await expect(row(/f, Queued/).first()).toBeVisible();
  await submit('f', 'new', 'newest-1');
  await expect(grid.getByText('newest-1')).toBeInViewport();
  await grid.hover();
  await app.page.mouse.wheel(0, 1200);
  await expect(grid.getByText('newest-1')).not.toBeInViewport();
  await expect.poll(() => grid.evaluate((element) => element.scrollTop)).toBeGreaterThan(1000);
  const middle = async () => {
    const box = await grid.boundingBox();
    if (box === null) throw new Error('The list is not to be seen.');
    return app.page.evaluate(
      ([x, y]) => document.elementFromPoint(x, y)?.closest('[role=row]')?.getAttribute('data-key'),
      [box.x + 200, box.y + box.height / 2] as const,
    );
  };
  await expect.poll(middle).toBeTruthy();
  const before = await middle();
  for (let job = 0; job < 5; job += 1) await submit('f', 'more', `more-${job}`);
  await expect(app.page.getByRole('button', { name: 'All 126', exact: true })).toBeVisible();
  await expect.poll(middle).toBe(before);
});

test('a large workload is whole at the next start: decoded, submitted again, edited', async () => {
  const text = JSON.stringify({ first: 1, filler: 'x'.repeat(300_000), last: 2 });
  await submit('nobody', text);
  await go(app, 'Jobs');
  await expect(row(/nobody, Queued/)).toBeVisible();
  await again();
  await row(/nobody, Lost/).click();
  const inspector = app.page.getByRole('complementary', { name: /^Job/ });
  await inspector.getByRole('tab', { name: 'Workload' }).click();
  await expect(inspector.getByRole('treeitem', { name: /^last/ })).toContainText('2');
  await expect(inspector.getByText(/^Only the first/)).toHaveCount(0);
  await inspector.getByRole('button', { name: 'Submit again' }).click();
  await expect(row(/nobody, Queued/)).toBeVisible();
  const { rows } = await app.call('jobs.window', { rows: 10 });
  expect(rows.map(({ workloadSize }) => workloadSize)).toEqual([text.length, text.length]);
  const whole = await app.call('jobs.workload', (rows[1] as (typeof rows)[0]).key);
  expect(whole === null ? null : Buffer.from(Object.values(whole)).toString()).toBe(text);
});

test('columns are chosen and put in order, and are so at the next start; heads sort by keys', async () => {
  await submit('short', 'x', 'u-1');
  await submit('long', 'xxxx', 'u-1');
  await resize(app.electron, WIDE);
  await go(app, 'Jobs');
  const grid = () => app.page.getByRole('grid', { name: 'Jobs' });
  const heads = () => grid().getByRole('columnheader').allTextContents();
  await app.page.getByRole('button', { name: 'Columns' }).click();
  await app.page.getByRole('checkbox', { name: 'Priority' }).click();
  await app.page.getByRole('checkbox', { name: 'Attempts' }).click();
  await expect.poll(heads).not.toContain('Priority');
  await expect.poll(heads).toContain('Attempts');
  await app.page.getByRole('checkbox', { name: 'Function' }).focus();
  await app.page.keyboard.press('Alt+ArrowUp');
  await expect.poll(async () => (await heads()).slice(0, 3)).toEqual(['State', 'Function', 'Handle']);
  expect(await violations(app.page)).toEqual([]);
  const chosen = await heads();
  await again();
  await resize(app.electron, WIDE);
  await expect.poll(heads).toEqual(chosen);
  await expect(row(/short/)).toContainText(/#\d+ 127\.0\.0\.1/); // who submitted it
  await expect(grid().getByRole('columnheader', { name: 'Handle' })).toHaveAttribute('title', /cannot be sorted/);
  // The head is one stop of Tab; arrow keys go on in it.
  await app.page.getByRole('button', { name: 'Submitted' }).focus();
  await app.page.keyboard.press('ArrowLeft');
  await expect(app.page.getByRole('button', { name: 'Function', exact: true })).toBeFocused();
  await app.page.keyboard.press('Enter');
  const first = () => grid().getByRole('row').nth(1);
  await expect(first()).toContainText('short');
  await app.page.keyboard.press('Space');
  await expect(first()).toContainText('long');
  await expect(grid().getByRole('columnheader', { name: 'Function' })).toHaveAttribute('aria-sort', 'ascending');
  expect(await violations(app.page)).toEqual([]);
});

test('the list is exported; the history is cleared but for what waits', async () => {
  await submit('a', '=1+1');
  await submit('b', 'two');
  await go(app, 'Jobs');
  const { page } = app;
  const file = join(data, 'jobs.csv');
  await app.choose({ save: file });
  await page.getByRole('button', { name: 'Export and clear jobs' }).click();
  await page.getByRole('menuitem', { name: 'Export the list as CSV…' }).click();
  await expect(page.getByText('Jobs exported to jobs.csv')).toBeVisible();
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\r\n');
  expect([lines.length, lines[1]]).toEqual([3, expect.stringContaining("'=1+1")]);
  await again(); // what waited is lost with the server
  await submit('c', 'waits');
  await expect(row(/c, Queued/)).toBeVisible();
  await app.page.getByRole('button', { name: 'Export and clear jobs' }).click();
  await app.page.getByRole('menuitem', { name: 'Clear history…' }).click();
  const sheet = app.page.getByRole('alertdialog', { name: 'Clear the history of jobs?' });
  await expect(sheet.getByText(/^2 jobs that have ended/)).toBeVisible();
  await sheet.getByRole('button', { name: 'Clear history' }).click();
  await expect(app.page.getByRole('button', { name: 'All 1', exact: true })).toBeVisible();
  await expect(row(/c, Queued/)).toBeVisible();
});

test('switched off, the newest jobs are listed all the same, and nothing of them is kept', async () => {
  await go(app, 'Settings');
  await app.page.getByRole('checkbox', { name: 'Keep what happened to jobs' }).click();
  await submit('f', 'of this session');
  await go(app, 'Jobs');
  await expect(row(/f, Queued/)).toBeVisible();
  await expect(app.page.getByText(/No history is kept/)).toBeVisible();
  await again();
  await expect(app.page.getByText('No jobs yet')).toBeVisible();
});

test('a history that cannot be read is set aside, and that is said', async () => {
  await submit('f', 'x');
  await app.close();
  await writeFile(join(data, 'jobs.db'), 'no database at all, but some text of some length. '.repeat(20));
  await rm(join(data, 'jobs.db-wal'), { force: true });
  app = await launch({ data });
  await go(app, 'Jobs');
  await expect(
    app.page.getByText(/is damaged or no file of Gearbench.*It was renamed to .*jobs\.db\.broken-/),
  ).toBeVisible();
  await submit('f', 'goes on');
  await expect(row(/f, Queued/)).toBeVisible();
});

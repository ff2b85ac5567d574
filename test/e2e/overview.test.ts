import { connect, type Socket } from 'node:net';
import { expect, test } from '@playwright/test';
import { encode } from '../../main/protocol/codec.ts';
import { type App, launch } from './app.ts';
import { violations } from './axe.ts';
import { go } from './steps.ts';

test.describe.configure({ mode: 'serial' });

let app: App;
let peer: Socket | undefined;
test.beforeAll(async () => {
  app = await launch();
});
test.afterAll(async () => {
  peer?.destroy();
  await app.close();
});

const submit = (name: string, priority: 'high' | 'normal' | 'low' = 'normal') =>
  app.call('workload.submit', {
    function: name,
    workload: { kind: 'text', text: 'alpha\n' },
    background: true,
    priority,
  });

const tile = (name: RegExp) => app.page.getByRole('button', { name });
const board = () => app.page.getByRole('grid', { name: 'Functions' });
const rowOf = (name: RegExp) => board().getByRole('row', { name });

test('before there is a function it says what one is and how to make one', async () => {
  const { page } = app;
  await expect(page.getByText('No functions yet')).toBeVisible();
  await expect(tile(/^Finished 0 \/min no job yet/)).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.locator('main').getByRole('button', { name: 'New function' }).click();
  await expect(page.getByRole('complementary', { name: 'New function' })).toBeVisible();
});

test('tiles, rows, lines and the chart follow what happens', async () => {
  const { page } = app;
  const define = async (name: string, line: string) => {
    await app.call('functions.save', {
      definition: { name, command: { kind: 'shell', line } },
      replaces: null,
    });
    await app.call('workers.start', { name });
  };
  await go(app, 'Overview');
  await define('wc', 'wc -l');
  await define('broken', 'exit 3');
  for (const priority of ['high', 'normal', 'normal', 'low'] as const) await submit('pdf.render', priority);
  for (let count = 0; count < 3; count += 1) await submit('wc');
  await submit('broken');

  await expect(tile(/^Finished 3 \/min 8 submitted/)).toBeVisible();
  await expect(tile(/^Queued 4 H 1 · N 2 · L 1/)).toBeVisible();
  await expect(tile(/^Failed 1 in 5 min all of broken/)).toBeVisible();
  await expect(tile(/^Oldest wait .* s pdf\.render, no worker/)).toBeVisible();
  await expect(rowOf(/pdf\.render: 4 queued/).getByRole('img', { name: 'High 1 · normal 2 · low 1' })).toBeVisible();
  await expect(rowOf(/\bpdf\.render/).getByText('No worker')).toBeVisible();
  await expect(rowOf(/wc: 0 queued, 0 running, workers idle: 1 of 1/)).toBeVisible();
  await submit('pdf.render');
  await expect(rowOf(/\bpdf\.render/).locator('[data-changed=up]')).toHaveText('5');
  // A line is of whole spans of five seconds.
  await expect(rowOf(/\bwc/).getByRole('img', { name: /^3 jobs in 5 minutes/ })).toBeVisible({ timeout: 15_000 });
  await expect(page.getByRole('region', { name: 'Jobs over time' }).locator('canvas')).toBeVisible();
  expect(await violations(page)).toEqual([]);
});

test('the chart tells each of its points, by the pointer, by keys and as a table', async () => {
  const { page } = app;
  const chart = page.getByRole('region', { name: 'Jobs over time' });
  const slider = chart.getByRole('slider');
  const legend = chart.getByRole('listitem');
  await expect(legend).toHaveText([/^Finished\s*\d+$/, /^Failed\s*\d+$/, /^Queued \(right scale\)\s*5$/]);
  await expect(slider).toHaveAttribute('aria-valuetext', /finished and \d+ failed per minute, 5 queued$/);
  const box = await slider.boundingBox();
  if (box === null) throw new Error('no chart');
  await page.mouse.move(box.x + 50, box.y + 40);
  const { done, failed, queued } = await app.call('overview.history', { minutes: 15 });
  await expect(legend).toHaveText([
    new RegExp(`${done[0]}$`),
    new RegExp(`${failed[0]}$`),
    new RegExp(`${queued[0]}$`),
  ]);
  await expect(slider).toHaveAttribute('aria-valuenow', '0');
  await page.mouse.move(box.x + 50, box.y - 100);
  await expect(slider).not.toHaveAttribute('aria-valuenow', '0');
  await slider.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await expect(slider).toHaveAttribute('aria-valuenow', '1');
  await page.keyboard.press('End');
  await expect(slider).toHaveAttribute('aria-valuetext', /finished and 1 failed per minute, 5 queued$/);
  await page.keyboard.press('Escape');
  await chart.getByRole('radio', { name: '5 min', exact: true }).click();
  await expect(chart.getByRole('heading')).toHaveText('Jobs per minute, last 5 min');
  await chart.getByRole('button', { name: 'As a table' }).click();
  await expect(chart.getByRole('row').nth(1)).toHaveText(/\d\d:\d\d:\d\d.*5$/);
  expect(await violations(page)).toEqual([]);
  await chart.getByRole('button', { name: 'As a table' }).click();
});

test('a tile leads to the jobs that it counts, a row to its function', async () => {
  const { page } = app;
  await tile(/^Failed/).click();
  const states = page.getByRole('group', { name: 'State' }).getByRole('button', { pressed: true });
  await expect(states).toHaveText([/^Failed/, /^Exception/]);
  await expect(page.getByRole('row', { name: /broken, Failed/ })).toBeVisible();
  await expect(page.getByRole('row', { name: /pdf/ })).toBeHidden();
  await go(app, 'Overview');
  await tile(/^Oldest wait/).click();
  await expect(states).toHaveText([/^Queued/]);
  await expect(page.getByRole('columnheader', { name: 'Waited' })).toHaveAttribute('aria-sort', 'descending');
  await go(app, 'Overview');
  await tile(/^Packets/).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Traffic' })).toBeVisible();
  await go(app, 'Overview');
  await rowOf(/\bbroken/).click();
  await expect(page.getByRole('complementary', { name: /broken/ })).toBeVisible();
  await go(app, 'Overview');
  await board().focus();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('complementary', { name: /wc/ })).toBeVisible();
});

test('what changed is marked without a motion where motion is not welcome', async () => {
  const { page } = app;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await go(app, 'Overview');
  await expect(rowOf(/\bpdf\.render/)).toBeVisible();
  await submit('pdf.render');
  const changed = rowOf(/\bpdf\.render/).locator('[data-changed=up]');
  await expect(changed).toHaveText('6');
  const looks = await changed.evaluate((element) => [
    getComputedStyle(element).animationDuration,
    getComputedStyle(element, '::before').content,
  ]);
  expect(looks).toEqual(['0s', expect.stringContaining('▴')]);
  await page.emulateMedia({ reducedMotion: 'no-preference' });
});

test('a thousand functions are a list of the rows in sight', async () => {
  const { page } = app;
  peer = connect(app.port, '127.0.0.1');
  for (let index = 0; index < 1000; index += 1)
    peer.write(encode({ name: 'CAN_DO', function: `team.${String(index).padStart(4, '0')}` }, 'REQ'));
  await expect(board()).toHaveAttribute('aria-rowcount', '1004');
  expect(await board().getByRole('row').count()).toBeLessThan(100);
  await board().focus();
  await page.keyboard.press('End');
  await expect(rowOf(/\bwc/)).toBeVisible();
  await page.keyboard.press('Home');
  await expect(rowOf(/\bbroken/)).toBeVisible();
  expect(await violations(page)).toEqual([]);
});

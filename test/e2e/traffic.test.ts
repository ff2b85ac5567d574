import { connect } from 'node:net';
import { expect, test } from '@playwright/test';
import { encode } from '../../main/protocol/codec.ts';
import { type App, launch, resize } from './app.ts';
import { violations } from './axe.ts';
import { go, packets } from './steps.ts';

let app: App;
test.beforeAll(async () => {
  app = await launch({ size: { width: 1280, height: 800 } });
  await app.call('functions.save', {
    definition: { name: 'wc', command: { kind: 'argv', argv: ['wc', '-l'] } },
    replaces: null,
  });
  await app.call('workers.start', { name: 'wc' });
  await done('a\n');
  await go(app, 'Traffic');
});
test.afterAll(() => app.close());

/** Does a job and waits for its end. */
async function done(text: string, more: object = {}): Promise<void> {
  const { id } = await app.call('workload.submit', { function: 'wc', workload: { kind: 'text', text }, ...more });
  await expect.poll(async () => (await app.call('submissions.get', { id }))?.state).toBe('done');
}

const grid = () => app.page.getByRole('grid', { name: 'Packets' });
const rows = (type: RegExp) => grid().getByRole('row', { name: type });
const selected = async () => grid().locator('[aria-selected=true]').getAttribute('data-key');
const press = (...keys: string[]) =>
  keys.reduce((last, key) => last.then(() => app.page.keyboard.press(key)), Promise.resolve());
const pill = () => app.page.getByRole('button', { name: /Jump to live/ });

test('a chosen row stays in its place while others come, and the way back counts them', async () => {
  await expect(rows(/WORK_COMPLETE/).last()).toBeInViewport();
  await expect(pill()).toBeHidden();
  await rows(/WORK_COMPLETE/)
    .last()
    .click();
  const [chosen, at] = [await selected(), await grid().locator('[aria-selected=true]').boundingBox()];
  for (const text of ['b\n', 'c\n', 'd\n']) await done(text);
  await expect(pill()).toContainText(/Jump to live · \d+ newer/);
  expect([await selected(), await grid().locator('[aria-selected=true]').boundingBox()]).toEqual([chosen, at]);
  await pill().click();
  await expect(pill()).toBeHidden();
  await done('e\n');
  const last = (await packets(app)).at(-1)?.seq;
  await expect(grid().locator(`[data-key="${last}"]`)).toBeInViewport();
});

test('a paused view stands still, says how many came, and goes on at the end or where it is', async () => {
  const { page } = app;
  const banner = page.locator('.banner--warn');
  await press('Control+e');
  await expect(banner).toContainText(/View paused at \d\d:\d\d:\d\d\. Still recording: 0 newer\./);
  const before = await grid().locator('[data-key]').last().getAttribute('data-key');
  await done('f\n');
  await expect(banner).not.toContainText(': 0 newer');
  expect(await grid().locator('[data-key]').last().getAttribute('data-key')).toBe(before);
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Resume here' }).click();
  await expect(banner).toBeHidden();
  await expect(pill()).toContainText('newer');
  await press('Control+e');
  await banner.getByRole('button', { name: 'Resume', exact: true }).click();
  await expect(pill()).toBeHidden();
});

test('a job is followed over all its connections, and everything shown again where it was', async () => {
  const { page } = app;
  await done('one\ntwo\n', { unique: { kind: 'custom', value: 'u-1' } });
  await rows(/WORK_COMPLETE/)
    .last()
    .click();
  await grid().focus();
  await press('f');
  await expect(page.locator('.banner--info')).toContainText(/Following H:\S+ · 6 packets/);
  const types = () =>
    grid()
      .locator('[data-key]')
      .evaluateAll((found) => found.map((row) => /[A-Z]+_[A-Z_]+/.exec(row.getAttribute('aria-label') ?? '')?.[0]));
  await expect
    .poll(types)
    .toEqual(['SUBMIT_JOB', 'JOB_CREATED', 'GRAB_JOB_UNIQ', 'JOB_ASSIGN_UNIQ', 'WORK_COMPLETE', 'WORK_COMPLETE']);
  await press('Control+Alt+BracketLeft', 'Control+Alt+BracketLeft');
  await expect
    .poll(async () => (await grid().locator('[aria-selected=true]').getAttribute('aria-label')) ?? '')
    .toContain('JOB_ASSIGN_UNIQ');
  await press('f');
  await expect(page.locator('.banner--info')).toBeHidden();
  await expect(grid().locator('[aria-selected=true]')).toBeInViewport();
  await press('Escape');
  await expect(grid().locator('[aria-selected=true]')).toHaveCount(0);
});

test('the story of a job tells its steps, each with its packets', async () => {
  const { page } = app;
  await rows(/WORK_COMPLETE/)
    .last()
    .click();
  await press('Control+Alt+f');
  await page.getByRole('radio', { name: 'Story' }).click();
  const lines = page.getByRole('listbox').getByRole('option');
  await expect(lines).toHaveCount(6);
  await page.getByRole('listbox').focus();
  await expect(page.getByRole('option', { selected: true })).toBeInViewport();
  await press('Home', 'ArrowDown');
  await expect(page.getByRole('option', { selected: true })).toHaveAccessibleName(
    / JOB_CREATED, from Job server to client/,
  );
  await expect(page.locator('section[aria-label^=Packet] h2').last()).toBeVisible();
  await page.getByRole('radio', { name: 'To scale' }).click();
  expect(await violations(page)).toEqual([]);
  await page.getByRole('radio', { name: 'Table' }).click();
  const steps = page.getByRole('table').getByRole('row');
  await expect(steps).toHaveCount(4);
  await expect(steps.nth(1)).toContainText('Submitted');
  await expect(steps.nth(3)).toContainText(/Done.*passed on to 1 client/);
  await steps.nth(2).getByRole('button').first().click();
  await expect(page.locator('section[aria-label^=Packet] h2').last()).toBeVisible();
  await expect(steps.nth(2)).toHaveAttribute('data-chosen');
  expect(await violations(page)).toEqual([]);
  await app.call('settings.change', { storyView: 'diagram', storyTime: 'compressed' });
  await page.getByRole('button', { name: 'Show all' }).click();
  await expect(grid().locator('[aria-selected=true]')).toBeInViewport();
  await page.keyboard.press('Escape');
});

test('conversations and the graph narrow the list to a connection and to a time', async () => {
  const { page } = app;
  await page.getByRole('button', { name: 'Picture above the list' }).click();
  await page.getByRole('menuitem', { name: 'Conversations' }).click();
  const lanes = page.getByRole('region', { name: 'Conversations' });
  await done('g\n');
  await lanes.getByRole('button', { name: /wc-1/ }).click();
  await expect(page.locator('.banner--info')).toContainText(/Only connection #\d+ · \d+ packets/);
  await expect(grid().locator('[data-key]', { hasNotText: 'wc-1' })).toHaveCount(0);
  const brush = lanes.getByRole('application');
  const box = await brush.boundingBox();
  if (box === null) throw new Error('the brush has no place');
  await page.mouse.move(box.x + box.width * 0.5, box.y + 8);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width, box.y + 8, { steps: 4 });
  await page.mouse.up();
  await expect(page.locator('.banner--info')).toContainText(/ to \d\d:\d\d:\d\d/);
  await brush.focus();
  await press('Escape');
  await expect(page.locator('.banner--info')).not.toContainText(/ to \d\d:\d\d:\d\d/);
  await press('ArrowLeft', 'Shift+ArrowRight', 'Enter');
  await expect(page.locator('.banner--info')).toContainText(/ to \d\d:\d\d:\d\d/);
  await page.getByRole('button', { name: 'Show all' }).click();
  await lanes.getByRole('button', { name: 'As a table' }).click();
  await expect(lanes.getByRole('row', { name: /wc-1/ })).toContainText('results');
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Picture above the list' }).click();
  await page.getByRole('menuitem', { name: 'Packets per second' }).click();
  const rates = page.getByRole('region', { name: /Packets per second/ });
  await expect(rates.locator('canvas')).toBeVisible();
  await expect(rates).toContainText('WORK_COMPLETE');
  expect(await violations(page)).toEqual([]);
  await rates.getByRole('button', { name: 'As a table' }).click();
  await expect(rates.getByRole('row', { name: /WORK_COMPLETE/ })).toBeVisible();
  await app.call('settings.change', { packetPicture: 'none' });
});

test('packets are marked and commented, found again, and a removed mark comes back', async () => {
  const { page } = app;
  await rows(/SUBMIT_JOB/)
    .last()
    .click();
  const first = await selected();
  await press('m');
  await expect(grid().locator(`[data-key="${first}"] [aria-label="Marked"]`)).toBeVisible();
  await press('j', 'j', 'j');
  const second = await selected();
  await press(';');
  await page.getByRole('dialog').getByRole('textbox').fill('here it waits');
  await press('Control+Enter');
  await expect(grid().locator(`[data-key="${second}"] [aria-label="here it waits"]`)).toBeVisible();
  await grid().focus();
  await press(',');
  await expect.poll(selected).toBe(first);
  await press('.');
  await expect.poll(selected).toBe(second);
  await page.getByRole('button', { name: /^Marks/ }).click();
  await expect(page.getByRole('dialog')).toContainText('here it waits');
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: `Remove mark of packet ${Number(second)}` }).click();
  await expect(page.locator('.toast')).toContainText('removed');
  await page.locator('.toast').getByRole('button', { name: 'Undo' }).click();
  await expect(grid().locator(`[data-key="${second}"] [aria-label="here it waits"]`)).toBeVisible();
});

test('columns are chosen and put in order by keys, and stay so', async () => {
  const { page } = app;
  const heads = () => grid().getByRole('columnheader').allTextContents();
  const before = await heads();
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('checkbox', { name: 'Direction' }).click();
  await expect.poll(heads).not.toContain('Direction');
  await page.getByRole('checkbox', { name: 'Type' }).focus();
  await press('Alt+ArrowUp');
  await expect.poll(heads).not.toEqual(before.filter((head) => head !== 'Direction'));
  expect(await violations(page)).toEqual([]);
  const { packetColumns } = await app.call('settings.get', undefined);
  expect(packetColumns).not.toContain('direction');
  expect(packetColumns.indexOf('type')).toBeLessThan(packetColumns.indexOf('connection'));
  await page.getByRole('button', { name: 'As at first' }).click();
  await expect.poll(heads).toEqual(before);
  await press('Escape');
});

test('time is told in five ways, one of them since a chosen packet', async () => {
  const { page } = app;
  await rows(/SUBMIT_JOB/)
    .last()
    .click();
  await grid().focus();
  await press('Control+t');
  await expect(grid().getByRole('columnheader', { name: 'Since chosen, s' })).toBeVisible();
  await expect(grid().locator('[aria-selected=true]')).toContainText('0.000000');
  for (const [mode, cell] of [
    ['Time of day', /\d\d:\d\d:\d\d\.\d{6}/],
    ['Since previous of the job', /same turn|µs|ms/],
    ['Since start', /\d+\.\d{6}/],
  ] as const) {
    await page.getByRole('combobox', { name: 'Time' }).click();
    await page.getByRole('option', { name: mode }).click();
    await expect(rows(/JOB_CREATED/).last()).toContainText(cell);
  }
});

test('our own checks are hidden, and one click shows them', async () => {
  const foot = app.page.locator('.screenfoot');
  await expect(foot).toContainText(/\d+ packets of Gearbench’s own checks are hidden/);
  await foot.getByRole('button', { name: 'Show' }).click();
  await expect(rows(/ECHO_REQ/).first()).toBeVisible();
  await foot.getByRole('button', { name: 'Hide' }).click();
  await expect(rows(/ECHO_REQ/)).toHaveCount(0);
});

test('F6 goes from pane to pane', async () => {
  const { page } = app;
  await rows(/SUBMIT_JOB/)
    .last()
    .click();
  await page.locator('nav [aria-current=page]').focus();
  const visited: (string | null)[] = [];
  for (let times = 0; times < 3; times += 1) {
    await press('F6');
    visited.push(
      await page.evaluate(
        () => document.activeElement?.getAttribute('role') ?? document.activeElement?.tagName ?? null,
      ),
    );
  }
  expect(visited).toEqual(['combobox', 'grid', 'tree']);
  await press('Shift+F6');
  await expect(grid()).toBeFocused();
});

test('beside the expert in a small window the list goes on following, and nothing scrolls sideways', async () => {
  const { page } = app;
  await echo(400);
  await press('Control+g');
  await page.keyboard.type('20');
  await press('Enter');
  await expect(grid().locator('[aria-selected=true]')).toBeInViewport();
  await page.getByRole('button', { name: 'Follow live' }).click();
  await resize(app.electron, { width: 900, height: 600 });
  await page.getByRole('button', { name: /^Expert/ }).click();
  const last = (await app.call('packets.window', { from: 'end', rows: 1 })).rows[0]?.seq;
  await expect(grid().locator(`[data-key="${last}"]`)).toBeInViewport();
  const wide = await grid().evaluate((each) => {
    const around = [];
    for (let at: Element | null = each; at !== null; at = at.parentElement)
      if (at.scrollWidth > at.clientWidth && getComputedStyle(at).overflowX !== 'visible') around.push(at.className);
    return around;
  });
  expect(wide).toEqual([]);
  await page.getByRole('button', { name: /^Expert/ }).click();
  await resize(app.electron, { width: 1280, height: 800 });
});

test('more rows than a browser can scroll: the first, the last and any other are reached', async () => {
  await echo(175_000);
  const { held } = await app.call('packets.window', { from: 0, rows: 1 });
  expect(held).toBeGreaterThan(340_000);
  await grid().focus();
  await press('End');
  const last = (await app.call('packets.window', { from: 'end', rows: 1 })).rows[0]?.seq;
  await expect(grid().locator(`[data-key="${last}"]`)).toBeInViewport();
  await press('Home');
  const first = (await app.call('packets.window', { from: 0, rows: 1 })).rows[0]?.seq;
  await expect(grid().locator(`[data-key="${first}"]`)).toBeInViewport();
  await press('Control+g');
  await app.page.getByRole('textbox', { name: 'Number of the packet' }).fill('200,000');
  await press('Enter');
  await expect.poll(selected).toBe('200000');
  await expect(grid().locator('[data-key="200000"]')).toBeInViewport();
  await grid().focus();
  await press('ArrowDown', 'ArrowDown');
  await expect.poll(selected).toBe('200002');
  const height = await grid().evaluate((element) => element.scrollHeight);
  expect(height).toBeLessThanOrEqual(8_000_100);
});

/** Sends echoes and waits for all of them to come back. */
function echo(count: number): Promise<void> {
  const one = encode({ name: 'ECHO_REQ', data: Buffer.from('x') }, 'REQ');
  return new Promise((resolve, reject) => {
    let heard = 0;
    const socket = connect(app.port, '127.0.0.1', () => socket.write(Buffer.concat(Array<Buffer>(count).fill(one))));
    socket.on('error', reject).on('data', (chunk) => {
      heard += chunk.length;
      if (heard < count * one.length) return;
      socket.destroy();
      resolve();
    });
  });
}

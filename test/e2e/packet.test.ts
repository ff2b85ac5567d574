import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { binary } from '../conformance/dialogue.ts';
import { needs } from '../support/peers.ts';
import { type App, launch, resize } from './app.ts';
import { violations } from './axe.ts';
import { copiedText, go, wear } from './steps.ts';

const SUBMIT_JOB_BG = 18;
const LARGE = 5_000_000;

/** What no text field of the window can hold, by the function that it is for. */
const WORKLOADS: Record<string, Buffer> = {
  layers: Buffer.from(gzipSync('{"order":{"id":12345678901234567890,"to":"梅"}}').toString('base64')),
  php: Buffer.from('O:8:"App\\User":2:{s:4:"name";s:6:"北京";s:7:"\0*\0role";a:1:{i:0;s:5:"admin";}}'),
  large: Buffer.concat([Buffer.alloc(LARGE - 6, 'x'), Buffer.from('needle')]),
  binary: Buffer.from(Array.from({ length: 300 }, (_, at) => (at * 37) % 256)),
};

let app: App;
let peer: Socket;

test.beforeAll(async () => {
  app = await launch({ size: { width: 1280, height: 800 } });
  peer = connect(app.port, '127.0.0.1');
  await once(peer, 'connect');
  const picture = await app.page.screenshot({ clip: { x: 0, y: 0, width: 320, height: 200 } });
  const heard = new Promise<void>((done) => {
    let created = 0;
    peer.on('data', (part) => {
      created += part.toString('latin1').split('\0RES').length - 1;
      if (created >= Object.keys(WORKLOADS).length + 1) done();
    });
  });
  for (const [name, workload] of Object.entries({ ...WORKLOADS, picture }))
    peer.write(binary('REQ', SUBMIT_JOB_BG, `kind.${name}\0\0${workload.toString('latin1')}`));
  await heard;
  await go(app, 'Traffic');
});
test.afterAll(async () => {
  peer.end();
  await app.close();
});

/** Narrows the list; what is suggested meanwhile goes away with the focus. */
async function filter(text: string): Promise<void> {
  const field = app.page.getByRole('combobox', { name: 'Filter packets' });
  await field.fill(text);
  await field.blur();
}

/** Selects the submission of a function's job and waits until it has been decoded. */
async function select(name: string) {
  const { page } = app;
  await filter(`kind.${name}`);
  const row = page.getByRole('row', { name: /SUBMIT_JOB_BG/ });
  await expect(row).toHaveCount(1);
  await row.click();
  await expect(page.getByRole('treeitem', { name: /kind\./ })).toContainText(`kind.${name}`);
  return page.getByRole('tree', { name: 'Fields' });
}

const marked = () => app.page.locator('.hex__bytes b[data-marked]').allTextContents();

test('JSON in gzip in base64 is a tree, exact to the last digit; its bytes are those inside', async () => {
  const { page } = app;
  const tree = await select('layers');
  await expect(tree.getByRole('treeitem', { name: /^Workload/ })).toContainText('base64 → gzip → JSON');
  await tree.getByRole('treeitem', { name: /^order/ }).dblclick();
  await tree.getByRole('treeitem', { name: /^id/ }).click();
  await expect(tree.getByRole('treeitem', { name: /^id/ })).toContainText('12345678901234567890');
  await expect(page.getByRole('radio', { name: 'Unpacked' })).toBeChecked();
  expect(Buffer.from((await marked()).join(''), 'hex').toString()).toBe('12345678901234567890');
  await page.locator('.hex__bytes b').nth(3).click();
  await expect(tree.getByRole('treeitem', { selected: true })).toContainText('Workload');
  await page.getByRole('radio', { name: 'Text' }).click();
  await expect(page.getByRole('region', { name: /^Text of packet/ })).toContainText('"id": 12345678901234567890,');
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: /^Layer 2: gzip/ }).click();
  await page.getByRole('menuitem', { name: 'Bytes', exact: true }).click();
  await expect(tree.getByRole('treeitem', { name: /^Workload/ })).toContainText('base64 → Bytes');
});

test('what PHP wrote is read as data, by keyboard alone', async () => {
  const { page } = app;
  const tree = await select('php');
  await expect(tree.getByRole('treeitem', { name: /^role/ })).toContainText('protected');
  await tree.focus();
  const chosen = tree.getByRole('treeitem', { selected: true });
  await page.keyboard.press('End');
  await expect(chosen).toContainText('role');
  await page.keyboard.press('ArrowRight');
  await expect(tree.getByRole('treeitem').last()).toContainText('admin');
  await page.keyboard.press('ArrowDown');
  await expect(chosen).toContainText('admin');
  expect(Buffer.from((await marked()).join(''), 'hex').toString()).toBe('s:5:"admin";');
  await page.keyboard.press('ArrowLeft');
  await expect(chosen).toContainText('role');
});

test('a picture is shown, and no other source of pictures is needed for it', async () => {
  const { page } = app;
  await select('picture');
  const image = page.getByRole('img', { name: 'Picture' });
  await expect(image).toBeVisible();
  await expect.poll(() => image.evaluate((element) => (element as HTMLImageElement).naturalWidth)).toBe(320);
  await expect(page.getByText('image/png · 320 × 200')).toBeVisible();
});

test('a packet of 5 MB is scrolled to its end, and the window holds a few rows of it', async () => {
  const { page } = app;
  await select('large');
  const hex = page.getByRole('region', { name: /^Bytes of packet/ });
  await hex.focus();
  await page.keyboard.press('Control+End');
  await expect(hex.locator('.hex__text').last()).toContainText('needle');
  expect(await hex.locator('.hex__row').count()).toBeLessThan(40);
  await hex.evaluate((element) => element.scrollTo({ top: element.scrollHeight / 2 }));
  await expect(hex.locator('.hex__row').first()).toContainText('xxxxxxxxxxxxxxxx');
  await expect(hex.locator('.hex__offset').first()).toHaveText(/^2[56]/);
  expect(await violations(page)).toEqual([]);
});

test('bytes are copied, and a command that sends the packet again', async () => {
  const { page, electron, call } = app;
  await select('binary');
  const copy = (name: RegExp) =>
    copiedText(electron, async () => {
      await page.getByRole('button', { name: /^(Copy bytes|Copied)$/ }).click();
      await page.getByRole('menuitem', { name }).click();
      await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
    });
  await page.getByRole('treeitem', { name: /^Function/ }).click();
  expect(await copy(/^As hexadecimal/)).toBe(
    Buffer.from('kind.binary')
      .toString('hex')
      .replace(/..(?!$)/g, '$& '),
  );
  await page.getByRole('treeitem', { name: /^Function/ }).click();
  const command = await copy(/^As command/);
  if (!needs('nc')) return;
  await promisify(execFile)('sh', ['-c', command]);
  const { rows } = await call('packets.window', { from: 0, rows: 500, filter: 'kind.binary' });
  const sent = rows.filter(({ type }) => type === 'SUBMIT_JOB_BG');
  const pages = await Promise.all(sent.map(({ seq }) => call('bytes.page', { seq, from: 0 })));
  expect(pages.length).toBe(2);
  expect(pages[1]).toEqual(pages[0]);
});

test('a search goes from hit to hit through all packets, whatever the filter hides', async () => {
  const { page } = app;
  await filter('');
  await page.keyboard.press('Control+Shift+F');
  const field = page.getByRole('searchbox', { name: 'Search in packets' });
  await expect(field).toBeFocused();
  await page.keyboard.type('NEEDLE');
  const status = page.getByRole('search').getByRole('status');
  await expect(status).toContainText('1 packet');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('treeitem', { name: /kind\./ })).toContainText('kind.large');
  await expect(status).toContainText('hit 1 of 1');
  const hex = page.getByRole('region', { name: /^Bytes of packet/ });
  await expect(hex.locator('.hex__bytes b[data-hit]')).toHaveCount(6);
  expect(Buffer.from((await marked()).join(''), 'hex').toString()).toBe('needle');
  expect(await violations(page)).toEqual([]);

  await page.getByRole('radio', { name: 'Hex' }).click();
  await field.fill('00 52 45 51 00 00 00 12');
  await expect(status).toContainText(/^[56] packets/);
  await page.keyboard.press('F3');
  await page.keyboard.press('Shift+F3');
  await expect(status).toContainText('hit 1 of 1');
  await page.getByRole('grid', { name: 'Packets' }).focus();
  await page.keyboard.press('Control+Shift+F');
  await expect(field).toBeFocused();
  await field.fill('00 5');
  await expect(status).toContainText('pairs of hexadecimal digits');

  await page.getByRole('radio', { name: 'Pattern' }).click();
  await field.fill('kind\\.(php|layers)');
  await expect(status).toContainText(/^4 packets|^2 packets/);
  await field.fill('(');
  await expect(status).toContainText('The pattern cannot be read');
  await page.keyboard.press('Escape');
  await expect(field).toBeHidden();
});

test('a hit that the filter hides is told, and one click shows it', async () => {
  const { page } = app;
  await filter('gb.func == "nobody"');
  await page.keyboard.press('Control+Shift+F');
  const field = page.getByRole('searchbox', { name: 'Search in packets' });
  await page.getByRole('search').getByRole('radio', { name: 'Text' }).click();
  await field.fill('NEEDLE');
  await field.press('Enter');
  await expect(page.getByText(/^The list as it is now does not show packet \d+\.$/)).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Show it among all' }).click();
  await expect(page.getByRole('grid', { name: 'Packets' }).locator('[aria-selected=true]')).toBeInViewport();
  await expect(page.getByRole('combobox', { name: 'Filter packets' })).toHaveValue('');
  await expect(page.getByRole('button', { name: 'Show it among all' })).toBeHidden();
  await field.press('Escape');
});

test('what a field says narrows the list, by the menu and by keys', async () => {
  const { page } = app;
  const field = page.getByRole('combobox', { name: 'Filter packets' });
  await select('php');
  await page.getByRole('treeitem', { name: /^Function/ }).click({ button: 'right' });
  await expect(page.locator('[role=treeitem][aria-selected=true]')).toContainText('kind.php');
  await page.getByRole('menuitem', { name: /^Only like this: kind\.php/ }).click();
  await expect(field).toHaveValue('kind.php and gearman.func.name == "kind.php"');
  await filter('');
  await page.getByRole('tree').focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('x');
  await expect(field).toHaveValue('not gearman.func.name == "kind.php"');
  await filter('');
});

for (const { theme, language } of [
  { theme: 'light', language: 'zh' },
  { theme: 'dark', language: 'en' },
] as const) {
  test(`axe finds nothing about a packet and a search: ${theme}, ${language}`, async () => {
    const { page } = app;
    await select('layers');
    await page.keyboard.press('Control+Shift+F');
    await page.getByRole('searchbox', { name: 'Search in packets' }).fill('kind');
    await wear(app, { theme, language });
    expect(await violations(page)).toEqual([]);
    await wear(app, { theme: 'light' });
    await page.getByRole('searchbox', { name: 'Search in packets' }).press('Escape');
  });
}

test('in a small window fields and bytes stay in sight', async () => {
  const { page, electron } = app;
  await resize(electron, { width: 900, height: 600 });
  const tree = await select('php');
  await expect(tree.getByRole('treeitem', { name: /^Workload/ })).toBeInViewport();
  await expect(page.locator('.hex__row').first()).toBeInViewport();
});

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Locator } from '@playwright/test';
import { ServerDraft, type ServerEntry } from '../../main/contract/servers.ts';
import { type App, freePort, launch, writeSettings } from '../e2e/app.ts';
import { until } from '../support/processes.ts';
import { withManyServers } from './started-servers.ts';
import { targetLine } from './target-line.ts';
import { tellWindow } from './window-told.ts';

/*
 * The second part of npm run bench -- --servers: the real window with 50 attached servers of 2,000 functions each, of which a
 * tenth changes between two looks. A person scrolls through the servers, the functions of one, and those of all in the Overview.
 * `--seconds` takes few functions for a moment, to see that it works.
 */

const { values } = parseArgs({ options: { servers: { type: 'boolean' }, seconds: { type: 'boolean' } } });
const SERVERS = values.seconds ? 30 : 50;
const FUNCTIONS = values.seconds ? 100 : 2000;
/** How long a wheel turns, and how long it is only looked, ms. */
const TIME = values.seconds ? 500 : 10_000;
/** What a wheel turns by in a second, px. */
const SPEED = 3000;
const PAGES = values.seconds ? 8 : 80;

const data = await mkdtemp(join(tmpdir(), 'gearbench-bench-'));
try {
  await withManyServers({ servers: SERVERS, functions: FUNCTIONS, changes: 'some' }, async (ports) => {
    const servers = ports.map((port, index): ServerEntry => {
      const [label, group] = [`queue-${index + 1}`, `shop ${1 + (index % 5)}`];
      return { id: label, server: ServerDraft.parse({ kind: 'attached', label, group, address: `127.0.0.1:${port}` }) };
    });
    await writeFile(join(data, 'servers.json'), JSON.stringify({ version: 1, servers }));
    await writeSettings(data, { port: await freePort() });
    const app = await launch({ data, size: { width: 1280, height: 800 } });
    try {
      await measure(app);
    } finally {
      await app.close();
    }
  });
} finally {
  await rm(data, { recursive: true, force: true });
}
process.exit();

async function measure(app: App): Promise<void> {
  const { page, call } = app;
  const counted = async () =>
    (await call('servers.list', undefined)).filter(({ counts }) => counts?.functions === FUNCTIONS).length === SERVERS;
  await until('all servers', counted, 120_000);
  await page.getByRole('button', { name: 'Servers', exact: true }).click();
  await page.getByRole('row', { name: /^queue-1, / }).waitFor();
  await looked('the servers', page.getByRole('grid', { name: 'Servers' }));
  await page.getByRole('row', { name: /^queue-1, / }).click();
  await page.getByRole('tab', { name: 'Functions' }).click();
  await page
    .getByRole('row', { name: /^shop-of-many/ })
    .first()
    .waitFor();
  await looked('functions of one', page.getByRole('grid', { name: 'Functions' }));
  await page.getByRole('button', { name: 'Overview', exact: true }).click();
  for (const by of ['By server', 'By function'] as const) {
    await page.getByRole('radio', { name: by }).click();
    await page
      .getByRole('row', { name: /shop-of-many/ })
      .first()
      .waitFor();
    await looked(`Overview, ${by.toLowerCase()}`, page.getByRole('grid', { name: 'Functions' }));
  }

  async function looked(what: string, grid: Locator): Promise<void> {
    const scroll = await wheel(app, grid);
    await scroll(TIME / 20); // what is compiled and laid out once is
    await tellWindow(app, `${what}: a wheel turns to and fro`, () =>
      Promise.all([scroll(TIME), tellFrames(app, TIME)]),
    );
    await tellWindow(app, `${what}: pages by the key`, async () => {
      await grid.focus();
      for (let times = 0; times < PAGES; times += 1) await page.keyboard.press(times % 8 < 4 ? 'PageDown' : 'PageUp');
    });
    await tellWindow(app, `${what}: only looked at`, () => tellFrames(app, TIME));
  }
}

/** Turns the wheel over a list for some time, down and up again, as lists of servers are short. */
async function wheel({ page }: App, grid: Locator): Promise<(milliseconds: number) => Promise<void>> {
  const box = await grid.boundingBox();
  if (box === null) throw new Error('The list is not to be seen.');
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  await page.mouse.move(middle.x, middle.y);
  const inspector = await page.context().newCDPSession(page);
  const way = await grid.evaluate(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight);
  const distance = Math.min(Math.max(way, SPEED / 10), SPEED);
  return async (milliseconds) => {
    const times = Math.max(1, Math.round((milliseconds * SPEED) / 1000 / distance / 2));
    for (let turn = 0; turn < 2 * times; turn += 1)
      await inspector.send('Input.synthesizeScrollGesture', {
        ...middle,
        yDistance: turn % 2 === 0 ? -distance : distance,
        speed: SPEED,
        gestureSourceType: 'mouse',
      });
  };
}

/** How often the window can draw for some time, while it is asked to at every frame. */
async function tellFrames({ page }: App, milliseconds: number): Promise<void> {
  const { frames, longest } = await page.evaluate(async (time) => {
    const began = performance.now();
    let [count, last, most] = [0, began, 0];
    while (last - began < time) {
      await new Promise(requestAnimationFrame);
      const now = performance.now();
      most = Math.max(most, now - last);
      last = now;
      count += 1;
    }
    return { frames: (count * 1000) / (last - began), longest: most };
  }, milliseconds);
  targetLine('  frames per second', frames.toFixed(1), '60 on a desktop');
  targetLine('  longest time between two frames', `${longest.toFixed(0)} ms`, 'under 50 ms');
}

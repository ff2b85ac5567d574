import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { JobQuery, type JobSort } from '../../main/contract/jobs.ts';
import { type App, freePort, launch, writeSettings } from '../e2e/app.ts';
import { until } from '../support/processes.ts';
import { fill, HISTORY, openHistory, searches } from './many-jobs.ts';
import { percentile, targetLine } from './target-line.ts';
import { tellWindow } from './window-told.ts';

/*
 * npm run bench -- --jobs: the real window shows a history of 1,000,000 jobs; a person scrolls through it, drags the scroll bar,
 * narrows, searches and sorts it. Each line says what was measured, the figure and what it is to be; times are told on the clock, and
 * what of them the thread had a processor. `--history FILE` keeps the history that was made there, or begins with it.
 * `--seconds` takes 20,000 jobs, to see that it works.
 */

const { values } = parseArgs({
  options: { jobs: { type: 'boolean' }, seconds: { type: 'boolean' }, history: { type: 'string' } },
});
const JOBS = values.seconds ? 20_000 : 1_000_000;
/** A wheel turns for so long, ms, by so many px a second. */
const WHEEL = values.seconds ? 2000 : 10_000;
const SPEED = 3000;
/** Jumps to any place of the list, and questions of each kind. */
const JUMPS = values.seconds ? 5 : 40;
const ROUNDS = values.seconds ? 2 : 20;

const data = await mkdtemp(join(tmpdir(), 'gearbench-bench-'));
try {
  const path = join(data, 'jobs.db');
  if (values.history !== undefined && existsSync(values.history)) await copyFile(values.history, path);
  else {
    const journal = openHistory(path);
    await fill(journal, JOBS);
    await journal.close();
    if (values.history !== undefined) await copyFile(path, values.history);
  }
  await writeSettings(data, { port: await freePort(), ...HISTORY });
  const app = await launch({ data, size: { width: 1280, height: 800 } });
  try {
    await measure(app);
  } finally {
    await app.close();
  }
} finally {
  await rm(data, { recursive: true, force: true });
}
process.exit();

async function measure(app: App): Promise<void> {
  const { page, call } = app;
  await page.locator('nav .nav').nth(3).click();
  await page
    .getByRole('row', { name: /^Job H:bench:/ })
    .first()
    .waitFor();
  const all = async () => (await call('jobs.window', { rows: 1 })).journal.read === 1;
  await until('all jobs are read', async () => (await all()) || undefined, 120_000);
  const grid = page.getByRole('grid', { name: 'Jobs' });
  const box = await grid.boundingBox();
  if (box === null) throw new Error('The list is not to be seen.');
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  await page.mouse.move(middle.x, middle.y);
  const inspector = await page.context().newCDPSession(page);

  const scroll = (milliseconds: number) =>
    inspector.send('Input.synthesizeScrollGesture', {
      ...middle,
      yDistance: (-SPEED * milliseconds) / 1000,
      speed: SPEED,
      gestureSourceType: 'mouse',
    });
  await scroll(500); // what is compiled and laid out once is
  await tellWindow(app, 'a wheel turns through the list', () => scroll(WHEEL), { frames: true });
  await tellWindow(app, 'pages by the key', async () => {
    await grid.focus();
    for (let page_ = 0; page_ < JUMPS * 4; page_ += 1) await page.keyboard.press('PageDown');
  });
  // As the scroll bar moves the list while it is dragged: a piece in each frame.
  await tellWindow(app, 'the scroll bar is dragged', () =>
    grid.evaluate(async (element, steps) => {
      const way = element.scrollHeight - element.clientHeight;
      for (let step = 0; step <= steps; step += 1) {
        element.scrollTop = (way * step) / steps;
        await new Promise(requestAnimationFrame);
      }
    }, JUMPS * 4),
  );

  await times('any part of the list', '16 ms', () => ({ from: -Math.floor(Math.random() * JOBS) }));
  for (const state of ['done', 'failed'] as const)
    await times(`jobs that are ${state}`, '100 ms', () => ({
      states: [state],
      from: Math.floor((Math.random() * JOBS) / 20),
    }));
  for (const sort of ['waited', 'ran', 'workload', 'function'] satisfies JobSort[]) {
    await times(`sorted by ${sort}, the first time`, '–', (round) => ({ sort, descending: round % 2 === 0 }), 2);
    await times(`sorted by ${sort}, any part`, '100 ms', () => ({ sort, from: Math.floor(Math.random() * JOBS) }));
  }
  for (const [name, text] of Object.entries(searches(JOBS)))
    await times(`search: ${name}, first answer`, '100 ms', () => ({ search: text() }));
  await untilDrawn('a click on a state until its rows are drawn', async () => {
    await page.getByRole('button', { name: /^Failed/ }).click();
  });
  await untilDrawn('a search typed until its rows are drawn', async () => {
    await page.getByRole('searchbox', { name: 'Search jobs' }).fill('mail');
  });

  /** How long questions of the window take, from the window and back to it. */
  async function times(
    name: string,
    target: string,
    query: (round: number) => Partial<JobQuery>,
    rounds = ROUNDS,
  ): Promise<void> {
    const queries = Array.from({ length: rounds }, (_, round) => JobQuery.parse({ rows: 60, ...query(round) }));
    const took = await page.evaluate(async (asked) => {
      const found: number[] = [];
      for (const each of asked) {
        const begun = performance.now();
        await window.gearbench.call('jobs.window', each);
        found.push(performance.now() - begun);
      }
      return found;
    }, queries);
    targetLine(name, `${percentile(took, 50).toFixed(1)} ms, p95 ${percentile(took, 95).toFixed(1)} ms`, target);
  }

  /** How long it takes until the list is another one. */
  async function untilDrawn(name: string, act: () => Promise<void>): Promise<void> {
    const drawn = await page.evaluateHandle(() => {
      const list = document.querySelector('[role=grid]');
      const before = list?.getAttribute('aria-rowcount');
      const input = new Promise<number>((done) => {
        for (const kind of ['click', 'input'])
          addEventListener(kind, ({ timeStamp }) => done(timeStamp), { once: true, capture: true });
      });
      const changed = new Promise<number>((done) => {
        const look = () =>
          list?.getAttribute('aria-rowcount') === before ? requestAnimationFrame(look) : done(performance.now());
        look();
      });
      return { took: Promise.all([input, changed]).then(([from, to]) => to - from) };
    });
    await act();
    const took = await drawn.evaluate(({ took: promise }) => promise);
    targetLine(name, `${took.toFixed(0)} ms`, '100 ms');
  }
}

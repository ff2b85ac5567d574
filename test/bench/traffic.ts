import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { launch } from '../e2e/app.ts';

/*
 * npm run bench -- --traffic: the real window shows the packets of a replay inside the engine, 50,000 a second, and the list
 * follows them. Prints what the window's main thread does in a frame, its longest task, the frames that were drawn, the time
 * from a key to the next paint, and the renderer's memory. `--seconds` takes 8 s instead of 60, to see that it works.
 */

const RATE = 50_000;
const { values } = parseArgs({
  options: { traffic: { type: 'boolean' }, seconds: { type: 'boolean' } },
});
const seconds = values.seconds ? 8 : 60;

interface TraceEvent {
  name: string;
  cat: string;
  ph: string;
  pid: number;
  tid: number;
  /** Both µs. */
  ts: number;
  dur?: number;
  args?: { name?: string };
}

const app = await launch({ size: { width: 1280, height: 800 }, args: [`--replay=${RATE}`] });
const trace = join(app.data, 'trace.json');
try {
  const { page, electron, call } = app;
  await page.locator('nav .nav').nth(4).click();
  await page.getByRole('grid', { name: 'Packets' }).focus();
  await page.waitForTimeout(3000);
  const memory = () =>
    patiently(() =>
      electron.evaluate(
        ({ app: electronApp }) =>
          (electronApp.getAppMetrics().find(({ type }) => type === 'Tab')?.memory.workingSetSize ?? 0) / 1024,
      ),
    );
  const before = { memory: await memory(), next: await recorded() };
  await page.evaluate(() => {
    const inputs: number[] = [];
    Object.assign(window, { inputs });
    new PerformanceObserver((list) => inputs.push(...list.getEntries().map(({ duration }) => duration))).observe({
      type: 'event',
      durationThreshold: 16,
    } as PerformanceObserverInit);
  });
  await electron.evaluate(({ contentTracing }) =>
    contentTracing.startRecording({
      included_categories: ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline.frame'],
    }),
  );
  const began = Date.now();
  // A person moves in the list and goes back to its end.
  while (Date.now() - began < seconds * 1000) {
    for (const key of ['ArrowUp', 'ArrowUp', 'ArrowDown']) {
      await page.keyboard.press(key);
      await page.waitForTimeout(150);
    }
    await page.getByRole('button', { name: /Jump to live/ }).click();
    await page.getByRole('grid', { name: 'Packets' }).focus();
    await page.waitForTimeout(2000);
  }
  const took = (Date.now() - began) / 1000;
  await electron
    .evaluate(({ contentTracing }, path) => contentTracing.stopRecording(path), trace)
    .catch(() => page.waitForTimeout(3000));
  const after = { memory: await memory(), next: await recorded() };
  const inputs = (await page.evaluate(() => (window as unknown as { inputs: number[] }).inputs)).sort((a, b) => a - b);
  const { traceEvents } = JSON.parse(await readFile(trace, 'utf8')) as { traceEvents: TraceEvent[] };
  const { work, longest, drawn } = figuresOf(traceEvents);
  const line = (name: string, value: string) => console.log(`${name.padEnd(46)} ${value}`);
  line('packets recorded per second', Math.round((after.next - before.next) / took).toLocaleString('en'));
  line('work of the window per frame, p95', `${percentile(work, 95).toFixed(1)} ms`);
  line('longest task', `${longest.toFixed(1)} ms`);
  line('frames drawn per second', (drawn / took).toFixed(1));
  line('key to next paint, p95', `${percentile(inputs, 95).toFixed(0)} ms of ${inputs.length}`);
  line('memory of the renderer, before and after', `${before.memory.toFixed(0)} MiB, ${after.memory.toFixed(0)} MiB`);

  async function recorded(): Promise<number> {
    return (await call('packets.window', { from: 'end', rows: 1 })).next;
  }
} finally {
  await app.close();
  await rm(trace, { force: true });
}
process.exit();

/** What the main thread of the window did: work between two frames and its longest task, ms; and frames that were drawn. */
function figuresOf(events: readonly TraceEvent[]): { work: number[]; longest: number; drawn: number } {
  const main = events.find(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain');
  const ours = events.filter(({ pid, tid }) => pid === main?.pid && tid === main?.tid);
  const tasks = ours.filter(({ name, ph }) => ph === 'X' && /RunTask$/.test(name)).sort((a, b) => a.ts - b.ts);
  const frames = ours
    .filter(({ name }) => name === 'FireAnimationFrame')
    .map(({ ts }) => ts)
    .sort((a, b) => a - b);
  const work: number[] = [];
  let task = 0;
  for (const frame of frames) {
    let sum = 0;
    for (; task < tasks.length && (tasks[task] as TraceEvent).ts < frame; task += 1)
      sum += ((tasks[task] as TraceEvent).dur ?? 0) / 1000;
    work.push(sum);
  }
  const drawn = events.filter(({ name, pid }) => name === 'DrawFrame' && pid === main?.pid).length;
  return { work, longest: Math.max(0, ...tasks.map(({ dur }) => (dur ?? 0) / 1000)), drawn };
}

/** An answer of the main process may be collected as garbage on its way to the debugger; it is asked for again then. */
async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await ask();
    } catch (error) {
      if (tries === 5 || !String(error).includes('garbage collected')) throw error;
    }
  }
}

function percentile(sorted: readonly number[], which: number): number {
  const values = [...sorted].sort((a, b) => a - b);
  return values[Math.min(values.length - 1, Math.floor((values.length * which) / 100))] ?? 0;
}

import { parseArgs } from 'node:util';
import { launch } from '../e2e/app.ts';
import { percentile, targetLine, tookAt, tookWords } from './target-line.ts';
import { traceWindow } from './window-trace.ts';

/*
 * npm run bench -- --traffic: the real window shows the packets of a replay inside the engine, 50,000 a second, for 60 s, and
 * the list follows them while a person goes up and back to the end; then the same again, with all that the window does noted
 * down, which takes memory of its own. Each line says what was measured, the figure and what it is
 * to be; times are told on the clock, and what of them the thread had a processor, which others on the machine do not change.
 * `--seconds` takes 8 s each, to see that it works. test/bench/held.ts goes on with 2,000,000 packets.
 */

const RATE = 50_000;
/** Between two looks at the renderer's memory, ms. */
const LOOK_EVERY = 2000;
const { values } = parseArgs({
  options: { traffic: { type: 'boolean' }, seconds: { type: 'boolean' } },
});
const seconds = values.seconds ? 8 : 60;

const app = await launch({ size: { width: 1280, height: 800 }, args: [`--replay=${RATE}`] });
try {
  const { page, electron, call } = app;
  await page.locator('nav .nav').nth(4).click();
  const grid = await page.getByRole('grid', { name: 'Packets' }).elementHandle();
  await grid?.focus();
  await page.waitForTimeout(3000);
  // Where the way back to the end is: to look for it each time would be work of the window too.
  await page.keyboard.press('ArrowUp');
  const box = await page.getByRole('button', { name: /Jump to live/ }).boundingBox();
  if (box === null) throw new Error('A chosen packet did not end the following.');
  const jump = () => page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await jump();
  await page.evaluate(() => {
    const inputs: number[] = [];
    Object.assign(window, { inputs });
    new PerformanceObserver((list) => inputs.push(...list.getEntries().map(({ duration }) => duration))).observe({
      type: 'event',
      durationThreshold: 16,
    } as PerformanceObserverInit);
  });
  const memory: number[] = [];
  const inspector = await page.context().newCDPSession(page);
  const scriptsBefore = await scriptMemory();
  await moveAround(async () => {
    // What is garbage lies about until the browser finds time: for minutes, while the window draws.
    await inspector.send('HeapProfiler.collectGarbage');
    memory.push(await residentOfWindow());
  });
  const scriptsAfter = await scriptMemory();
  const before = await counted();
  let after = before;
  const { own, all, tasks, drawn } = await traceWindow(app, async () => {
    await moveAround();
    after = await counted();
  });
  const took = (after.at - before.at) / 1000;
  const inputs = await page.evaluate(() => (window as unknown as { inputs: number[] }).inputs);
  targetLine('packets recorded per second', ((after.next - before.next) / took).toFixed(0), String(RATE));
  targetLine('neither held nor told as forgotten', String(after.next - after.held - after.forgotten), '0');
  targetLine('script, style, layout per frame, p95', tookWords(tookAt(own, 95)), 'under 10 ms');
  targetLine('all work of the window per frame, p95', tookWords(tookAt(all, 95)), '');
  targetLine('longest task of the window', tookWords(tookAt(tasks, 100)), 'under 50 ms');
  targetLine('frames drawn per second', (drawn / took).toFixed(1), '30 (60 on a desktop)');
  // Those that took less than 16 ms are not told, so that all together it is less.
  targetLine('input to next paint, p95', `${percentile(inputs, 95).toFixed(0)} ms of ${inputs.length}`, 'under 100 ms');
  const part = Math.ceil(memory.length / 4);
  const [first, last] = [memory.slice(0, part), memory.slice(-part)].map((some) => percentile(some, 50));
  targetLine(
    'renderer without garbage, first and last quarter',
    `${first?.toFixed(0)} and ${last?.toFixed(0)} MiB`,
    'flat',
  );
  targetLine(
    '  of its scripts, before and after',
    `${scriptsBefore.toFixed(1)} and ${scriptsAfter.toFixed(1)} MiB`,
    'flat',
  );
  targetLine('delay of the engine’s event loop, p99', `${after.delay.toFixed(1)} ms`, '');

  /** A person moves in the list and goes back to its end. */
  async function moveAround(look: () => Promise<void> = async () => {}): Promise<void> {
    const began = Date.now();
    while (Date.now() - began < seconds * 1000) {
      for (const key of ['ArrowUp', 'ArrowUp', 'ArrowDown']) {
        await page.keyboard.press(key);
        await page.waitForTimeout(150);
      }
      await jump();
      await grid?.focus();
      await page.waitForTimeout(LOOK_EVERY);
      await look();
    }
  }

  async function counted() {
    const { next, held, forgotten } = await call('packets.window', { from: 'end', rows: 1 });
    return { at: performance.now(), next, held, forgotten, delay: (await call('overview.get', undefined)).loopDelay };
  }

  /** What its scripts hold on to, MiB. */
  async function scriptMemory(): Promise<number> {
    await inspector.send('HeapProfiler.collectGarbage');
    return (await inspector.send('Runtime.getHeapUsage')).usedSize / 1024 / 1024;
  }

  /** MiB. */
  function residentOfWindow(): Promise<number> {
    return patiently(() =>
      electron.evaluate(
        ({ app: electronApp }) =>
          (electronApp.getAppMetrics().find(({ type }) => type === 'Tab')?.memory.workingSetSize ?? 0) / 1024,
      ),
    );
  }
} finally {
  await app.close();
}
process.exit();

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

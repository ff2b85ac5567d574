import type { App } from '../e2e/app.ts';
import { targetLine, tookAt, tookWords } from './target-line.ts';
import { traceWindow } from './window-trace.ts';

/**
 * Does something in the window and prints what the window did meanwhile. Frames per second are told only with `frames`, where
 * there is something to draw all the time.
 */
export async function tellWindow(
  app: App,
  what: string,
  work: () => Promise<unknown>,
  { frames = false } = {},
): Promise<void> {
  console.log(what);
  const began = performance.now();
  let took = 0;
  const { own, tasks, drawn } = await traceWindow(app, async () => {
    await work();
    took = performance.now() - began;
  });
  if (frames) targetLine('  frames drawn per second', ((drawn * 1000) / took).toFixed(1), '60 on a desktop');
  targetLine('  script, style, layout per frame, p95', tookWords(tookAt(own, 95)), 'under 10 ms');
  targetLine('  longest task of the window', tookWords(tookAt(tasks, 100)), 'under 50 ms');
}

import { expect, test } from 'vitest';
import { run } from '../../support/processes.ts';

/** In a process of its own, because what goes wrong with the collection stops the thread for good. */
test('a process goes on after it has given memory back', async () => {
  const shrink = new URL('../../../main/util/shrink.ts', import.meta.url);
  const script = `
    import { shrinkWhenEmptied } from ${JSON.stringify(shrink)};
    let things = Array.from({ length: 500_000 }, (_, index) => ({ index }));
    shrinkWhenEmptied({ size: () => things.length });
    const before = process.memoryUsage().heapUsed;
    setTimeout(() => { things = []; }, 1500);
    const looked = setInterval(() => {
      if (process.memoryUsage().heapUsed > before / 2) return;
      clearInterval(looked);
      setTimeout(() => console.log('goes on'), 100);
    }, 50);
  `;
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script], { timeout: 15_000 });
  expect(stdout).toBe('goes on\n');
});

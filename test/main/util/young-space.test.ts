import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { run } from '../../support/processes.ts';

/** What the space for new objects takes, MiB, after many came that stay for a while. */
async function spaceAfter(preparation: string): Promise<number> {
  const module = pathToFileURL('main/util/young-space.ts');
  const { stdout } = await run(process.execPath, [
    '--input-type=module',
    '--eval',
    `import { keepYoungSpaceSmall } from '${module}';
    import { getHeapSpaceStatistics } from 'node:v8';
    ${preparation}
    const kept = [];
    for (let count = 0; count < 2_000_000; count += 1) kept[count % 50_000] = { count, list: [count] };
    const young = getHeapSpaceStatistics().find((space) => space.space_name === 'new_space');
    console.log(young.space_size / 1024 / 1024);`,
  ]);
  return Number(stdout);
}

test('the space for new objects stays small once that was said', async () => {
  expect(await spaceAfter('keepYoungSpaceSmall();')).toBeLessThanOrEqual(8);
  expect(await spaceAfter('')).toBeGreaterThan(16);
});

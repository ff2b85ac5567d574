import { expect, test, vi } from 'vitest';

/** What becomes of a wait of 1000 ms where the environment has that. */
async function waitedWith(part: string | undefined): Promise<number> {
  vi.resetModules();
  vi.stubEnv('GEARBENCH_WAITS', part);
  const { waited } = await import('../../../main/util/waits.ts');
  vi.unstubAllEnvs();
  return waited(1000);
}

test('a test has the part of a wait that it asks for', async () => {
  expect(await waitedWith('0.1')).toBe(100);
});

test.each([undefined, '', '0', '-1', '1', '2', 'Infinity', 'soon'])('%j leaves waits as they are', async (part) => {
  expect(await waitedWith(part)).toBe(1000);
});

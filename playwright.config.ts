import { defineConfig } from '@playwright/test';

/** Each file has a window of its own, used by its tests in order; nothing is retried, so that a flaw shows. */
export default defineConfig({
  testDir: 'test/e2e',
  testMatch: '*.test.ts',
  outputDir: 'out/e2e',
  timeout: 120_000,
  expect: { timeout: 20_000 },
  workers: 1,
  retries: 0,
  forbidOnly: process.env['CI'] === 'true',
});

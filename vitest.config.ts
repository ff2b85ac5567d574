import { defineConfig } from 'vitest/config';

const slow = { testTimeout: 30_000, hookTimeout: 30_000 };

export default defineConfig({
  test: {
    projects: [
      // One process for many files: starting one each would take longer than the tests.
      { test: { name: 'unit', include: ['test/main/**/*.test.ts'], isolate: false, maxWorkers: 2 } },
      {
        test: {
          name: 'window',
          include: ['test/renderer/**/*.test.{ts,tsx}'],
          environment: 'happy-dom',
          isolate: false,
          maxWorkers: 2,
        },
      },
      { test: { name: 'conformance', include: ['test/conformance/**/*.test.ts'], ...slow } },
      { test: { name: 'interop', include: ['test/interop/**/*.test.ts'], ...slow } },
    ],
  },
});

import { defineConfig } from 'vitest/config';

// Generous, because a test that starts a program waits for a disk that has just been filled.
const slow = { testTimeout: 30_000, hookTimeout: 30_000 };

/** Tests that start programs; they belong to `npm test`, not to the quick gate. */
const PROGRAMS = [
  'test/main/architecture/imports.test.ts',
  'test/main/cli/**/*.test.ts',
  'test/main/engine.test.ts',
  'test/main/net/port-owner.test.ts',
  'test/main/server/host.test.ts',
  'test/main/workers/{run-command,supervisor,worker}.test.ts',
];
const together = { isolate: false, maxWorkers: 2, ...slow };
/** Threads start faster than processes, which the tests of programs need. */
const quick = { ...together, maxWorkers: 1, pool: 'threads' as const };

export default defineConfig({
  test: {
    projects: [
      // One process for many files: starting one each would take longer than the tests.
      { test: { name: 'unit', include: ['test/main/**/*.test.ts'], exclude: PROGRAMS, ...quick } },
      { test: { name: 'programs', include: PROGRAMS, ...together } },
      {
        test: {
          name: 'window',
          include: ['test/renderer/**/*.test.{ts,tsx}'],
          environment: 'happy-dom',
          ...quick,
        },
      },
      { test: { name: 'conformance', include: ['test/conformance/**/*.test.ts'], ...slow } },
      { test: { name: 'interop', include: ['test/interop/**/*.test.ts'], ...slow } },
    ],
  },
});

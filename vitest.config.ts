import { defineConfig } from 'vitest/config';

// One number of workers, because Vitest refuses to run projects of different ones together. Generous times, because a test
// that starts a program waits for a disk that has just been filled.
const common = { maxWorkers: 2, testTimeout: 60_000, hookTimeout: 60_000 };

/** Tests that start programs, write through to the disk or take a second; they belong to `npm test`, not to the quick gate. */
const PROGRAMS = [
  'test/main/**/*.property.test.ts',
  'test/main/capture/{ring,search}.test.ts',
  'test/main/capture-files/{export-packets,read-apart}.test.ts',
  'test/main/calls/captures.test.ts',
  'test/main/architecture/imports.test.ts',
  'test/main/calls/{doctor-steps,exporter,locked-workers,runs,same-server,scope,server-import,terminal-command}.test.ts',
  'test/main/calls/decode.test.ts',
  'test/main/decode/{copy-forms,desk}.test.ts',
  'test/main/calls/doctor-scan.test.ts',
  'test/main/cli/{capture,completion,doctor,exporter,gearman,gearmand,index,serve}.test.ts',
  'test/main/doctor/{fetch-page,own-ini,real-machine}.test.ts',
  'test/main/engine.test.ts',
  'test/main/imports/import-servers.test.ts',
  'test/main/insight/server-functions.test.ts',
  'test/main/net/{port-owner,read-into,tls}.test.ts',
  'test/main/shell/terminal.test.ts',
  'test/main/workload/twin.test.ts',
  'test/main/server/{host,keeping,queue-store,tls}.test.ts',
  'test/main/util/{shrink-process,answering-thread,young-space}.test.ts',
  'test/main/upstream/{attach,gate,relay}.test.ts',
  'test/scripts/**/*.test.ts',
  'test/main/workers/{guard,helper,login-path,lost-thread,runner,supervisor,test-run,worker}.test.ts',
];
/** One process for many files: starting one each would take longer than the tests. No threads: now and then one does not start, or
 * aborts all of them. */
const together = { ...common, isolate: false };

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['test/main/**/*.test.ts'], exclude: PROGRAMS, ...together } },
      { test: { name: 'programs', include: PROGRAMS, ...together } },
      {
        test: {
          name: 'window',
          include: ['test/renderer/**/*.test.{ts,tsx}'],
          environment: 'happy-dom',
          ...together,
        },
      },
      // Cases that wait for a time-out do so together.
      { test: { name: 'conformance', include: ['test/conformance/**/*.test.ts'], maxConcurrency: 50, ...common } },
      { test: { name: 'hard', include: ['test/hard/**/*.test.ts'], ...common } },
      { test: { name: 'interop', include: ['test/interop/**/*.test.ts'], ...common } },
    ],
  },
});

import { defineConfig } from 'vitest/config';

const slow = { testTimeout: 30_000, hookTimeout: 30_000 };

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['test/main/**/*.test.ts'] } },
      { test: { name: 'window', include: ['test/renderer/**/*.test.{ts,tsx}'], environment: 'happy-dom' } },
      { test: { name: 'conformance', include: ['test/conformance/**/*.test.ts'], ...slow } },
      { test: { name: 'interop', include: ['test/interop/**/*.test.ts'], ...slow } },
    ],
  },
});

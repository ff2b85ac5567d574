import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const at = (path: string) => resolve(import.meta.dirname, path);

/** Everything is bundled, so that the packaged program needs no node_modules. */
export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      externalizeDeps: false,
      // The program's entry, that of its command line, and one for each thread: main/util/thread.ts looks for them beside each other.
      lib: {
        entry: {
          index: at('main/index.ts'),
          cli: at('main/cli/index.ts'),
          'runner-thread': at('main/workers/runner-thread.ts'),
          'journal-thread': at('main/journal/journal-thread.ts'),
          'load-thread': at('main/workload/load-thread.ts'),
          'search-thread': at('main/capture/search-thread.ts'),
          'decode-thread': at('main/decode/decode-thread.ts'),
          'file-reader-thread': at('main/capture-files/file-reader-thread.ts'),
          'file-writer-thread': at('main/capture-files/file-writer-thread.ts'),
          'import-thread': at('main/imports/import-thread.ts'),
          'doctor-scan-thread': at('main/calls/doctor-scan-thread.ts'),
        },
        formats: ['es'],
      },
      rolldownOptions: { external: ['electron'], output: { chunkFileNames: '[name]-[hash].js' } },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      externalizeDeps: false,
      lib: { entry: at('main/shell/preload.ts'), formats: ['cjs'] },
      rolldownOptions: { external: ['electron'], output: { entryFileNames: 'preload.cjs' } },
    },
  },
  renderer: {
    root: at('renderer'),
    plugins: [react()],
    build: {
      outDir: at('out/renderer'),
      // Fonts stay files: the content security policy allows no data in their place.
      assetsInlineLimit: 0,
      rolldownOptions: { input: at('renderer/index.html') },
    },
  },
});

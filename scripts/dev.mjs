// npm run dev: the window with hot reload; the main process starts again when its code changes.

import { join } from 'node:path';
import { main, root, run } from './setup/run.mjs';
import { electronFlags } from './setup/run-on-electron.mjs';
import { setup } from './setup.mjs';

await main(async () => {
  const electron = await setup();
  const { ELECTRON_RUN_AS_NODE: _node, ...env } = process.env;
  const script = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  const flags = electronFlags().includes('--no-sandbox') ? ['--noSandbox'] : [];
  return run(process.execPath, [script, 'dev', '--watch', ...flags], { env: { ...env, ELECTRON_EXEC_PATH: electron } });
});

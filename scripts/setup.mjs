// npm run setup: everything that the window and the command line need, and nothing else.
import { ensureDependencies } from './setup/dependencies.mjs';
import { ensureElectron } from './setup/electron.mjs';
import { isStarted, main } from './setup/run.mjs';
import { ensureLibraries } from './setup/system.mjs';

/** Returns the path of Electron's program. */
export async function setup() {
  await ensureDependencies();
  const electron = await ensureElectron();
  await ensureLibraries(electron);
  return electron;
}

if (isStarted(import.meta.filename)) {
  await main(async () => {
    await setup();
    console.log('Gearbench is set up.');
    return 0;
  });
}

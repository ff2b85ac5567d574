// npm run package: the packaged program for this platform, in dist/. Options go on to electron-builder; without any it makes
// the unpacked program, which needs no tools beyond what is installed.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { distOf } from './setup/electron.mjs';
import { renderIcons } from './setup/icons.mjs';
import { isStarted, main, root, run, SetupError } from './setup/run.mjs';
import { build } from './setup/run-on-electron.mjs';
import { setup } from './setup.mjs';

/** Builds and packages. Resolves with electron-builder's exit code. */
export async function packageProgram(electron, args) {
  await renderIcons();
  if ((await build(electron)) !== 0)
    throw new SetupError('The program could not be built. What is printed above says why.');
  // Where the official download is not to be had, the program that runs the checkout is packaged instead.
  const official = existsSync(join(root, 'node_modules', 'electron', 'dist', 'version'));
  const dist = official ? [] : [`--config.electronDist=${distOf(electron)}`];
  // On plain Node: under Electron its argument parser takes the script's own name for an argument.
  const builder = join(root, 'node_modules', 'electron-builder', 'cli.js');
  return run(process.execPath, [builder, ...(args.length > 0 ? args : ['--dir']), '--publish', 'never', ...dist]);
}

if (isStarted(import.meta.filename)) {
  await main(async () => packageProgram(await setup(), process.argv.slice(2)));
}

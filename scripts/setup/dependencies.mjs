// The packages of package-lock.json, installed once and again only when it has changed.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm, root, SetupError } from './run.mjs';

/** What setup remembers; it goes with node_modules. */
export const stateFolder = join(root, 'node_modules', '.gearbench');
const stamp = join(stateFolder, 'lock');

/** Installs if need be. Returns whether it did. */
export async function ensureDependencies() {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return false;
  console.log('Installing dependencies (npm ci)');
  const code = await npm(['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  if (code !== 0) throw new SetupError('npm could not install the dependencies. What it printed above says why.');
  mkdirSync(stateFolder, { recursive: true });
  writeFileSync(stamp, lock);
  return true;
}

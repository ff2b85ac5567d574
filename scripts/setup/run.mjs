// Starting other programs from the scripts.
import { spawn, spawnSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the checkout. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** A failure that the person can mend: its message is all they see. */
export class SetupError extends Error {}

/** Runs a program in the foreground; its output is shown. Resolves with its exit code; 128 and more where a signal ended it. */
export function run(file, args, { env = process.env, cwd = root } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd, env, stdio: 'inherit' });
    const pass = (signal) => child.kill(signal);
    process.on('SIGINT', pass);
    process.on('SIGTERM', pass);
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      process.off('SIGINT', pass);
      process.off('SIGTERM', pass);
      resolve(signal === null ? code : 128);
    });
  });
}

/** Runs a program and returns what it printed, or undefined where it failed or does not exist. */
export function output(file, args, options = {}) {
  const result = spawnSync(file, args, { cwd: root, encoding: 'utf8', ...options });
  return result.status === 0 ? result.stdout : undefined;
}

/** npm itself, also on Windows, where it is no program but a script. */
export function npm(args) {
  const script = process.env.npm_execpath;
  return script === undefined
    ? run(process.platform === 'win32' ? 'npm.cmd' : 'npm', args)
    : run(process.execPath, [script, ...args]);
}

/** The environment in which Electron is a plain Node. */
export const asNode = (env = process.env) => ({ ...env, ELECTRON_RUN_AS_NODE: '1' });

/** Whether a script is the one that was started, not one that another imports; its path may hold links. */
export const isStarted = (path) => realpathSync(process.argv[1]) === path;

/** Runs a script main function; a SetupError ends it with one message. */
export async function main(act) {
  try {
    process.exitCode = await act();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(`\n${error.message}`);
    process.exitCode = 1;
  }
}

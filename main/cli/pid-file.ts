import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { AppError } from '../contract/errors.ts';

/** Writes the process's number to a file of its own, in place of what a crash left there. Throws `file-unwritable`. */
export function writePidFile(path: string): void {
  try {
    rmSync(path, { force: true });
    writeFileSync(path, `${process.pid}\n`, { flag: 'wx' }); // not through a link that somebody put there
  } catch (error) {
    const reason = (error as Error).message;
    throw new AppError('file-unwritable', `could not write the pid file ${path}: ${reason}`, { path, reason });
  }
}

/** Removes it, if the next server has not written it anew. */
export function removePidFile(path: string): void {
  try {
    if (readFileSync(path, 'utf8') === `${process.pid}\n`) rmSync(path);
  } catch {
    // It is not there, or is not ours to remove any more.
  }
}

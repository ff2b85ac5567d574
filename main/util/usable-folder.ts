import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AppError } from '../contract/errors.ts';
import { fileRefused } from './file-refused.ts';

/** Why no files can be written into a folder, which is made where it is missing; null where they can. */
export function folderProblem(path: string): AppError | null {
  const file = join(path, '.writable');
  try {
    mkdirSync(path, { recursive: true });
    writeFileSync(file, '');
    rmSync(file);
    return null;
  } catch (error) {
    return fileRefused('file-unwritable', path, error);
  }
}

/**
 * A folder in the place of one that cannot be written, with copies of its small files: settings, trust and the person's own
 * workspace are as they were. It is a new one for each session.
 */
export function standInFor(path: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'gearbench-'));
  for (const name of namesIn(path).filter((each) => each.endsWith('.json'))) {
    try {
      copyFileSync(join(path, name), join(folder, name));
    } catch {
      // what cannot be read is begun anew
    }
  }
  return folder;
}

function namesIn(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

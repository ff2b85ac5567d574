import { statSync } from 'node:fs';
import { AppError } from '../contract/errors.ts';
import { findProgram } from './environment.ts';
import type { RunnerParts } from './runner.ts';

/** Where the program of a command lies; empty for a shell line. Throws `folder-missing` and `program-not-found`. */
export function placeOf({ command, folder, environment }: RunnerParts): string {
  if (!isFolder(folder)) throw new AppError('folder-missing', `The folder ${folder} does not exist.`, { folder });
  if (command.kind === 'shell') return '';
  const [program = ''] = command.argv;
  const found = findProgram(program, folder, environment, process.platform);
  if (found === undefined)
    throw new AppError('program-not-found', `${program} was not found on the PATH.`, { program });
  return found;
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join, resolve } from 'node:path';

/** Variables that a command gets from ours; never the whole environment, which may hold secrets. */
const PASSED = ['PATH', 'HOME', 'USER', 'LOGNAME', 'SHELL', 'LANG', 'LC_ALL', 'LC_CTYPE', 'TMPDIR', 'TZ'];
const PASSED_ON_WINDOWS = ['SystemRoot', 'ComSpec', 'PATHEXT', 'USERPROFILE', 'APPDATA', 'LOCALAPPDATA', 'TEMP', 'TMP'];

/** Folders that a program started from the Dock or the Finder does not have on its PATH, but every terminal has. */
const MAC_FOLDERS = ['/opt/homebrew/bin', '/usr/local/bin'];

export type Environment = Record<string, string>;

/** The environment of a command: the allowed part of `own`, then what is said about the job. */
export function commandEnvironment(
  own: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
  job: Environment = {},
): Environment {
  const names = platform === 'win32' ? [...PASSED, ...PASSED_ON_WINDOWS] : PASSED;
  const passed = names.flatMap((name) => (own[name] === undefined ? [] : [[name, own[name]] as const]));
  const environment = Object.fromEntries(passed);
  const path = environment['PATH'] ?? '';
  const missing = platform === 'darwin' ? MAC_FOLDERS.filter((folder) => !path.split(delimiter).includes(folder)) : [];
  return { ...environment, PATH: [path, ...missing].filter((part) => part !== '').join(delimiter), ...job };
}

/**
 * Where the program of an argument vector lies: looked for on the PATH, or taken from `folder` where it has a slash.
 * Undefined where nothing that can be run is there.
 */
export function findProgram(
  program: string,
  folder: string,
  environment: Environment,
  platform: NodeJS.Platform,
): string | undefined {
  const named = isAbsolute(program) || program.includes('/') || (platform === 'win32' && program.includes('\\'));
  const places = named
    ? [resolve(folder, program)]
    : (environment['PATH'] ?? '')
        .split(delimiter)
        .filter(isAbsolute)
        .map((each) => join(each, program));
  const endings = platform === 'win32' ? ['', ...(environment['PATHEXT'] ?? '.EXE;.COM').split(';')] : [''];
  return places.flatMap((place) => endings.map((ending) => place + ending)).find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** A job's fact as text for a variable: its bytes as UTF-8, and none of the NULs that no variable can hold. */
export const variable = (wire: string): string => Buffer.from(wire, 'latin1').toString('utf8').replaceAll('\0', '');

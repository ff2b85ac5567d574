import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import log from 'electron-log/main';
import { errorLines } from '../util/error-lines.ts';
import type { Log, Told } from '../util/log.ts';

/** A log goes on in a new file at this size, and the file before it is kept; bytes. */
const TURNED_OVER = 1024 * 1024;

/** The files of the log, the older one first. */
export const logFiles = (folder: string): [old: string, current: string] => [
  join(folder, 'gearbench.old.log'),
  join(folder, 'gearbench.log'),
];

/** A log in a folder, turned over at 1 MiB; problems also go to the terminal. */
export function fileLog(folder: string): Log {
  const { file, console: terminal } = log.transports;
  file.resolvePathFn = () => logFiles(folder)[1];
  file.maxSize = TURNED_OVER;
  file.level = 'info';
  file.format = '{y}-{m}-{d} {h}:{i}:{s}.{ms} {level} {text}';
  terminal.level = 'warn';
  return {
    info: (text) => log.info(text),
    warn: (text) => log.warn(text),
    error: (text, cause) => log.error([text, ...(cause === undefined ? [] : errorLines(cause))].join('\n')),
  };
}

/** The first line of what this log wrote, and not an earlier version of it, which marked nothing. */
const BEGINS = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} (info|warn|error) /;
/** A line that belongs to the one before it. */
const GOES_ON = /^ {4}/;

/** The last lines of the log, with their marks. */
export async function logTail(folder: string, lines: number): Promise<Told[]> {
  const texts = await Promise.all(logFiles(folder).map((path) => readFile(path, 'utf8').catch(() => '')));
  let isOurs = false;
  const ours = texts
    .join('')
    .split('\n')
    .filter((line) => {
      isOurs = BEGINS.test(line) || (isOurs && GOES_ON.test(line));
      return isOurs;
    });
  return ours.slice(-lines) as Told[];
}

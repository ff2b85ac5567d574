import { join } from 'node:path';
import log from 'electron-log/main';
import type { Log } from '../util/log.ts';

/** A log in the profile's `logs` folder, turned over at 1 MiB; problems also go to the terminal. */
export function fileLog(dataFolder: string): Log {
  log.transports.file.resolvePathFn = () => join(dataFolder, 'logs', 'gearbench.log');
  log.transports.file.level = 'info';
  log.transports.console.level = 'warn';
  return {
    info: (text) => log.info(text),
    warn: (text) => log.warn(text),
    error: (text, cause) => (cause === undefined ? log.error(text) : log.error(text, cause)),
  };
}

import { closeSync, openSync, writeSync } from 'node:fs';
import { AppError } from '../contract/errors.ts';
import { asRead } from '../util/log.ts';
import { LEVELS, type Level } from './gearmand-options.ts';
import type { TextLog } from './terminal.ts';

/** A log of what is as grave as a level or graver. What is told before it is opened is written then. */
export class LogFile implements TextLog {
  readonly #level: Level;
  readonly #waiting: string[] = [];
  #path = '';
  #file: number | undefined;
  #full = false;
  #write: ((text: string) => void) | undefined;

  constructor(level: Level) {
    this.#level = level;
  }

  /** `stderr`, `none` or the path of a file to add to. Throws `file-unwritable`. */
  open(where: string): void {
    if (where === 'none') this.#write = () => {};
    else if (where === 'stderr') this.#write = (text) => void process.stderr.write(text);
    else {
      this.#path = where;
      this.#file = openToAdd(where);
      this.#write = (text) => this.#add(text);
    }
    for (const text of this.#waiting.splice(0)) this.#write(text);
  }

  /** Goes on in a new file where the old one was moved away. If that cannot be, the old one stays open and says so. */
  reopen(): void {
    if (this.#file === undefined) return;
    const old = this.#file;
    try {
      this.#file = openToAdd(this.#path);
    } catch (error) {
      this.error((error as AppError).message);
      return;
    }
    closeSync(old);
  }

  info(text: string): void {
    this.#tell('INFO', text);
  }

  warn(text: string): void {
    this.#tell('WARNING', text);
  }

  error(text: string, cause?: unknown): void {
    this.#tell('ERROR', cause instanceof Error ? `${text}: ${cause.message}` : text);
  }

  /** A full disk must not end the server; that it is full is said once. */
  #add(text: string): void {
    try {
      writeSync(this.#file as number, text);
    } catch (error) {
      if (!this.#full)
        process.stderr.write(`gearmand: could not write to ${this.#path}: ${(error as Error).message}\n`);
      this.#full = true;
    }
  }

  #tell(level: Level, message: string): void {
    if (LEVELS.indexOf(level) > LEVELS.indexOf(this.#level)) return;
    const text = `${new Date().toISOString()} ${level} ${asRead(message)}\n`;
    if (this.#write === undefined) this.#waiting.push(text);
    else this.#write(text);
  }
}

function openToAdd(path: string): number {
  try {
    return openSync(path, 'a', 0o644);
  } catch (error) {
    const reason = (error as Error).message;
    throw new AppError('file-unwritable', `could not open the log file ${path}: ${reason}`, { path, reason });
  }
}

import { constants } from 'node:os';
import { asRead } from '../util/log.ts';

/** A log that the command line has sentences of its own for, beside those of the engine. */
export interface TextLog {
  info(text: string): void;
  warn(text: string): void;
  error(text: string, cause?: unknown): void;
}

/** A log for the terminal: everything to standard error, with the name of the command in front. */
export function terminalLog(name: string, { quiet = false } = {}): TextLog {
  const write = (text: string) => process.stderr.write(`${name}: ${asRead(text)}\n`);
  return {
    info: (text) => {
      if (!quiet) write(text);
    },
    warn: write,
    error: (text, cause) => write(cause instanceof Error ? `${text}\n${cause.stack}` : text),
  };
}

/** A signal that comes again within this time is the same one: a terminal sends it, and so does npm; ms. */
const ECHO = 500;

/**
 * Ends the process at once, and lets the signal have done it: `process.exit` would wait for a name that is being looked up,
 * which nobody can give up.
 */
export function endBy(signal: NodeJS.Signals): never {
  process.once('exit', () => {
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
  return process.exit(128 + constants.signals[signal]);
}

/** Resolves with the signal that asks the process to end. Asked again, it ends at once. */
export function endAsked(
  signals: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'],
): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let asked = 0;
    const ask = (signal: NodeJS.Signals) => {
      if (asked > 0 && Date.now() - asked > ECHO) endBy(signal);
      asked ||= Date.now();
      resolve(signal);
    };
    for (const signal of signals) process.on(signal, ask);
  });
}

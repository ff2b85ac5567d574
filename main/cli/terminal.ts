import type { Log } from '../util/log.ts';

/** A log for the terminal: everything to standard error, with the name of the command in front. */
export function terminalLog(name: string, { quiet = false } = {}): Log {
  const write = (text: string) => process.stderr.write(`${name}: ${text}\n`);
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

/** Resolves with the signal that asks the process to end. Asked again, it ends at once. */
export function endAsked(
  signals: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'],
): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let asked = 0;
    const ask = (signal: NodeJS.Signals) => {
      if (asked > 0 && Date.now() - asked > ECHO) process.exit(130);
      asked ||= Date.now();
      resolve(signal);
    };
    for (const signal of signals) process.on(signal, ask);
  });
}

/** A port as an option gives it. Undefined where it is none. */
export function portOf(text: string): number | undefined {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return port >= 1 && port <= 65535 ? port : undefined;
}

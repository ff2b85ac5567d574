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

/** Resolves with the signal that asks the process to end. A second one ends it at once. */
export function endAsked(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let asked = false;
    const ask = (signal: NodeJS.Signals) => {
      if (asked) process.exit(130);
      asked = true;
      resolve(signal);
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, ask);
  });
}

/** A port as an option gives it. Undefined where it is none. */
export function portOf(text: string): number | undefined {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return port >= 1 && port <= 65535 ? port : undefined;
}

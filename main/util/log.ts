/** What the engine tells the person who runs it. The shell writes it to a file, the command line to standard error. */
export interface Log {
  info(text: string): void;
  warn(text: string): void;
  error(text: string, cause?: unknown): void;
}

export const silent: Log = { info: () => {}, warn: () => {}, error: () => {} };

import type { AppError, ErrorCode } from '../contract/errors.ts';

/** A failed job, as with gearman; the others are those of sysexits.h. docs/protocol.md section 8 has them all. */
export const FAILED = 1;
export const UNAVAILABLE = 69;
export const TIMED_OUT = 75;
const REFUSED = 76;

const CODES: Partial<Record<ErrorCode, number>> = {
  'connection-refused': UNAVAILABLE,
  'servers-gone': UNAVAILABLE,
  'connection-timeout': UNAVAILABLE,
  'connection-lost': UNAVAILABLE,
  'server-refused': REFUSED,
};

export const exitCodeOf = ({ code }: AppError): number => CODES[code] ?? FAILED;

/** A message of ours. A server's words are part of some of them: they cannot steer the terminal. */
export function say(message: string): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it is about
  const shown = message.replace(/[\x00-\x1f\x7f-\x9f]/g, (each) => JSON.stringify(each).slice(1, -1));
  process.stderr.write(`gearman: ${shown}\n`);
}

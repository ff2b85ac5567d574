import type { Failure } from '../contract/errors.ts';

/** What stands between these came from outside of the program, as names, paths and what others say: a report leaves it out. */
const [OPENS, CLOSES] = ['⟦', '⟧'];

/** A sentence for the log, in which what may be private is marked. Only `told` makes one. */
export type Told = string & { readonly isTold: true };

/** What the engine tells the person who runs it. The shell writes it to a file, the command line to standard error. */
export interface Log {
  info(text: Told): void;
  warn(text: Told): void;
  error(text: Told, cause?: unknown): void;
}

export const silent: Log = { info: () => {}, warn: () => {}, error: () => {} };

/** A word of ours that is put into a sentence, as the name of a call: it is for everybody. */
export const ours = (word: string): { ours: string } => ({ ours: word });

type Value = string | number | Error | Failure | ReturnType<typeof ours>;

/** A sentence, of which our own words and numbers are for everybody, and all other values are marked. An error is its message. */
export function told(words: TemplateStringsArray, ...values: Value[]): Told {
  const parts = values.map((value) => {
    if (typeof value === 'number') return String(value);
    return typeof value === 'object' && 'ours' in value ? value.ours : marked(value);
  });
  return String.raw({ raw: words }, ...parts) as Told;
}

const marked = (value: string | Error | Failure): string => {
  if (typeof value === 'string') return `${OPENS}${oneLine(value)}${CLOSES}`;
  const code = 'code' in value && typeof value.code === 'string' ? `(${value.code})` : '';
  return `${OPENS}${oneLine(value.message)}${CLOSES}${code}`;
};

/** Nothing from outside ends its mark or the line. */
const oneLine = (text: string): string =>
  text
    .replaceAll(OPENS, '[')
    .replaceAll(CLOSES, ']')
    .replace(/\p{C}|[\u2028\u2029]/gu, ' ');

/** As a person reads it: without the marks, and without the codes of errors, whose sentences say the same. */
export const asRead = (text: string): string => text.replace(/⟦([^⟧]*)⟧(\([\w-]+\))?/g, '$1');

/** As it can be given to others: without what is marked. A mark that is not closed, as in a line that was cut off, goes to the end. */
export const forOthers = (text: string): string => text.replace(/⟦[^⟧]*(?:⟧|$)/g, '…');

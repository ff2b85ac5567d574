import { because, type Reason } from '../contract/reasons.ts';

/** Of a value with its variables filled in; what doubles itself in each line ends here. */
const MOST = 4096;
/** Defaults inside of defaults. */
const DEEPEST = 8;

const INNERMOST = /\$\{(\w+)(?:(:?[-?+])([^${}]*))?\}/g;

/**
 * A value with `$NAME`, `${NAME}`, `${NAME:-default}` and their like filled in. `given` tells what the file itself gives a
 * variable; the program's own environment is never asked. A reason, where a value is missing or there is no end of it.
 */
export function filledIn(text: string, given: (name: string) => string | undefined): string | Reason {
  let unset: string | undefined;
  const missing = (name: string): string => {
    unset ??= name;
    return '';
  };
  const fill = (name: string, how: string, other: string): string => {
    const value = given(name);
    const isThere = value !== undefined && (value !== '' || !how.startsWith(':'));
    if (how.endsWith('+')) return isThere ? other : '';
    if (isThere) return value;
    return how.endsWith('-') ? other : missing(name);
  };
  let filled = text;
  for (let depth = 0; depth < DEEPEST && filled.includes('${'); depth += 1) {
    // The innermost first: what it gives may be the default of another one.
    filled = filled.replace(INNERMOST, (_, name: string, how = '', other = '') => fill(name, how, other));
    if (filled.length > MOST) return because('too-large');
  }
  filled = filled.replace(/\$(\w+)/g, (_, name: string) => fill(name, '', ''));
  if (unset !== undefined) return because('unset-variable', { name: unset });
  return filled.length > MOST ? because('too-large') : filled;
}

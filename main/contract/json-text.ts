import { parse } from '@humanwhocodes/momoa';

const BLANK = /\s/;
const PUNCTUATION = '[]{},:"';

/**
 * The same JSON with one value a line, at most about so many characters. Numbers and strings stay as they are written; what is
 * no JSON behind some place stays too.
 */
export function formatJson(text: string, most: number): string {
  const parts: string[] = [];
  let length = 0;
  let depth = 0;
  const put = (part: string) => {
    parts.push(part);
    length += part.length;
  };
  const line = () => put(`\n${'  '.repeat(depth)}`);
  for (let at = afterBlank(text, 0); at < text.length && length < most; at = afterBlank(text, at)) {
    const token = text.slice(at, endOfToken(text, at));
    at += token.length;
    if (token === '{' || token === '[') {
      const next = afterBlank(text, at);
      if (text[next] === (token === '{' ? '}' : ']')) {
        put(token + text[next]);
        at = next + 1;
      } else {
        put(token);
        depth += 1;
        line();
      }
    } else if (token === '}' || token === ']') {
      depth = Math.max(0, depth - 1);
      line();
      put(token);
    } else if (token === ',') {
      put(token);
      line();
    } else put(token === ':' ? ': ' : token);
  }
  return parts.join('');
}

function afterBlank(text: string, from: number): number {
  let at = from;
  while (at < text.length && BLANK.test(text[at] as string)) at += 1;
  return at;
}

function endOfToken(text: string, from: number): number {
  let at = from + 1;
  if (text[from] === '"') {
    while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
    return Math.min(at + 1, text.length);
  }
  if (PUNCTUATION.includes(text[from] as string)) return at;
  while (at < text.length && !BLANK.test(text[at] as string) && !PUNCTUATION.includes(text[at] as string)) at += 1;
  return at;
}

/** Where a text stops being JSON; null where it is JSON. Lines and columns are counted from 1. */
export function problemOfJson(text: string): { line: number; column: number } | null {
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    return placeOfError(error as SyntaxError, text);
  }
}

/**
 * Line and column of a JSON error. V8 tells the position of some errors only; a parser that keeps places finds the others.
 */
export function placeOfError(error: SyntaxError, text: string): { line: number; column: number } {
  let position: number | string | undefined = /at position (\d+)/.exec(error.message)?.[1];
  if (position === undefined) {
    try {
      parse(text);
    } catch (found) {
      const { line, column } = found as { line?: number; column?: number };
      if (line !== undefined && column !== undefined) return { line, column };
    }
    position = text.length; // nested so deep that the parser gives up; V8 found no end
  }
  const before = text.slice(0, Number(position)).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

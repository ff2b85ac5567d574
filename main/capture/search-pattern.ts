import { RE2JS, RE2JSException } from 're2js';
import type { Hit, SearchQuery } from '../contract/search.ts';

/** Finds a pattern in bytes; the first hit at or behind a place. */
export type Finder = (bytes: Uint8Array, from: number) => Hit | undefined;

/** What is wrong with a pattern. */
export class PatternFault extends Error {
  readonly code: 'search-hex' | 'search-pattern';

  constructor(code: PatternFault['code'], reason: string) {
    super(reason);
    this.code = code;
  }
}

/** A finder for what was asked. Throws a PatternFault. A regular expression takes time in proportion to the bytes. */
export function finderOf({ kind, pattern, exact }: Pick<SearchQuery, 'kind' | 'pattern' | 'exact'>): Finder {
  switch (kind) {
    case 'hex':
      return bytesFinder(fromHex(pattern));
    case 'text':
      return exact ? bytesFinder(Buffer.from(pattern, 'utf8')) : foldedFinder(pattern);
    case 'regex':
      return patternFinder(pattern, exact);
  }
}

/** All hits in the bytes, one behind the other, at most so many. */
export function hitsIn(bytes: Uint8Array, find: Finder, most: number): { hits: Hit[]; more: boolean } {
  const hits: Hit[] = [];
  for (let at = 0; at <= bytes.length; ) {
    const hit = find(bytes, at);
    if (hit === undefined) break;
    if (hits.length === most) return { hits, more: true };
    // What matches nothing is no hit to show, and the search has to go on.
    if (hit.end > hit.start) hits.push(hit);
    at = Math.max(hit.end, hit.start + 1);
  }
  return { hits, more: false };
}

function fromHex(pattern: string): Buffer {
  const digits = pattern.replace(/0x|[\s,:]/gi, '');
  if (digits === '' || digits.length % 2 === 1 || !/^[\da-f]*$/i.test(digits))
    throw new PatternFault('search-hex', 'not pairs of hexadecimal digits');
  return Buffer.from(digits, 'hex');
}

const bytesFinder =
  (needle: Buffer): Finder =>
  (bytes, from) => {
    const start = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).indexOf(needle, from);
    return start < 0 ? undefined : { start, end: start + needle.length };
  };

/** A text whose letters are found in either case: at each place the bytes of one form or the other. */
function foldedFinder(text: string): Finder {
  const forms = [...text].map((one) =>
    [...new Set([one, one.toLowerCase(), one.toUpperCase()])].map((form) => Buffer.from(form, 'utf8')),
  );
  const begins = new Uint8Array(256);
  for (const form of forms[0] ?? []) begins[form[0] as number] = 1;
  const endAt = (bytes: Uint8Array, start: number): number => {
    let at = start;
    for (const choice of forms) {
      const form = choice.find((each) => each.every((byte, index) => bytes[at + index] === byte));
      if (form === undefined) return -1;
      at += form.length;
    }
    return at;
  };
  return (bytes, from) => {
    for (let start = from; start < bytes.length; start += 1) {
      if (begins[bytes[start] as number] === 0) continue;
      const end = endAt(bytes, start);
      if (end >= 0) return { start, end };
    }
    return undefined;
  };
}

function patternFinder(pattern: string, exact: boolean): Finder {
  const compiled = compile(pattern, exact);
  return (bytes, from) => {
    const matcher = compiled.matcher(bytes);
    return from <= bytes.length && matcher.find(from) ? { start: matcher.start(), end: matcher.end() } : undefined;
  };
}

function compile(pattern: string, exact: boolean): RE2JS {
  try {
    return RE2JS.compile(pattern, exact ? 0 : RE2JS.CASE_INSENSITIVE);
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    throw new PatternFault('search-pattern', error.message.replace(/^error parsing regexp: /, ''));
  }
}

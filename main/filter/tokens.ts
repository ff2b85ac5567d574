import { wireOf } from '../util/wire.ts';
import type { Literal, Span } from './expression.ts';
import { printLiteral } from './print.ts';
import { problem } from './problem.ts';

export type Token =
  | Literal
  /** An operator or a bracket. */
  | (Span & { readonly kind: 'mark'; readonly text: string })
  | (Span & { readonly kind: 'end'; readonly text: '' });

/** The longer before those that they begin with. */
const MARKS = ['===', '!==', '==', '!=', '~=', '>=', '<=', '&&', '||', ...'<>!~(){}[],='];
/** What ends a bare word; a single ampersand or stroke may be in one. */
const BARE = /(?:(?!&&|\|\||\.\.)[^\s"()[\]{},<>!~=])+/y;
const BLANKS = /\s*/y;
const ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  '"': '"',
  "'": "'",
  '?': '?',
};

/** Cuts a filter into its words and signs; throws an AppError where a quote is open or an escape unknown. docs/filter.md */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  for (;;) {
    at = matchedAt(BLANKS, text, at).end;
    if (at === text.length) {
      tokens.push({ kind: 'end', text: '', start: at, end: at });
      return tokens;
    }
    const token = tokenAt(text, at);
    tokens.push(token);
    at = token.end;
  }
}

function tokenAt(text: string, start: number): Token {
  if (text[start] === '"') return quoted(text, start, start + 1);
  if (text.startsWith('r"', start)) return raw(text, start);
  if (text[start] === "'") return character(text, start);
  const mark = text.startsWith('..', start) ? '..' : MARKS.find((each) => text.startsWith(each, start));
  if (mark !== undefined) return { kind: 'mark', text: mark, start, end: start + mark.length };
  const { end } = matchedAt(BARE, text, start);
  return { kind: 'bare', text: wireOf(text.slice(start, end)), start, end };
}

function matchedAt(pattern: RegExp, text: string, at: number): Span {
  pattern.lastIndex = at;
  return { start: at, end: pattern.test(text) ? pattern.lastIndex : at };
}

function quoted(text: string, start: number, from: number): Token {
  const { value, end } = unescaped(text, start, from, '"');
  return { kind: 'quoted', text: value, start, end };
}

/** Between r" and ", where a backslash is a backslash; one before a quote keeps the text from ending there. */
function raw(text: string, start: number): Token {
  let end = start + 2;
  while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
  if (end >= text.length) throw open(text, start);
  return { kind: 'quoted', text: wireOf(text.slice(start + 2, end)), start, end: end + 1 };
}

function character(text: string, start: number): Token {
  const { value, end } = unescaped(text, start, start + 1, "'");
  const literal = { kind: 'quoted', text: value, start, end } as const;
  if (value.length === 1) return { ...literal, kind: 'character' };
  throw problem(
    'filter-character',
    'In single quotes is one character.',
    literal,
    { text: text.slice(start, end) },
    printLiteral(literal),
  );
}

function unescaped(text: string, start: number, from: number, quote: string): { value: string; end: number } {
  let value = '';
  let at = from;
  while (at < text.length && text[at] !== quote) {
    if (text[at] !== '\\') {
      const plain = text.slice(at).search(quote === '"' ? /["\\]/ : /['\\]/);
      const until = plain < 0 ? text.length : at + plain;
      value += wireOf(text.slice(at, until));
      at = until;
      continue;
    }
    const number = /^\\(?:x([0-9a-fA-F]{1,2})|([0-7]{1,3}))/.exec(text.slice(at, at + 4));
    const known = ESCAPES[text[at + 1] ?? ''];
    if (number !== null) {
      value += String.fromCharCode(
        number[1] === undefined ? Number.parseInt(number[2] as string, 8) & 0xff : Number.parseInt(number[1], 16),
      );
      at += number[0].length;
    } else if (known !== undefined) {
      value += known;
      at += 2;
    } else if (at + 1 >= text.length) break;
    else {
      const unknown = text.slice(at, at + 2);
      const span = { start: at, end: at + 2 };
      throw problem('filter-escape', `${unknown} stands for no character.`, span, { escape: unknown }, `\\${unknown}`);
    }
  }
  if (at >= text.length || text[at] !== quote) throw open(text, start);
  return { value, end: at + 1 };
}

const open = (text: string, start: number) =>
  problem('filter-quote', 'The quote is not closed.', { start, end: text.length });

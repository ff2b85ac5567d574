import { lexer, type MarkedToken, type Token, type Tokens } from 'marked';

/*
 * The Markdown of our own pages, as parts that the window makes elements of: headings, paragraphs, lists, tables, code, links,
 * pictures, emphasis. HTML is text there, so nothing of a page can be more than that; a test reads every page and compares what
 * is left with what was written.
 */

export type Inline =
  | { kind: 'text' | 'code'; text: string }
  | { kind: 'strong' | 'em'; parts: Inline[] }
  | { kind: 'link'; to: string; parts: Inline[] }
  | { kind: 'picture'; from: string; text: string };

export type Block =
  | { kind: 'heading'; level: number; parts: Inline[]; id: string }
  | { kind: 'paragraph'; parts: Inline[] }
  | { kind: 'code'; text: string }
  | { kind: 'list'; ordered: boolean; items: Inline[][] }
  | { kind: 'table'; head: Inline[][]; rows: Inline[][][] };

/** The blocks of a page, in its order. What is hidden in comments is left out. */
export function readMarkdown(page: string): Block[] {
  const ids = new Map<string, number>();
  return (lexer(page) as MarkedToken[]).flatMap((token) => blockOf(token, ids) ?? []);
}

function blockOf(token: MarkedToken, ids: Map<string, number>): Block | undefined {
  switch (token.type) {
    case 'heading': {
      const parts = inlineOf(token.tokens);
      return { kind: 'heading', level: token.depth, parts, id: anchorOf(plain(parts), ids) };
    }
    case 'code':
      return { kind: 'code', text: token.text };
    case 'list':
      return { kind: 'list', ordered: token.ordered, items: token.items.map(({ tokens }) => inlineOf(tokens)) };
    case 'table': {
      const cells = (row: readonly Tokens.TableCell[]) => row.map(({ tokens }) => inlineOf(tokens));
      return { kind: 'table', head: cells(token.header), rows: token.rows.map(cells) };
    }
    case 'space':
      return undefined;
    case 'html':
      return token.text.startsWith('<!--') ? undefined : { kind: 'paragraph', parts: inlineOf([token]) };
    default:
      return { kind: 'paragraph', parts: inlineOf([token]) };
  }
}

/** The parts of a line of Markdown. */
export const readInline = (text: string): Inline[] => inlineOf(lexer(text));

function inlineOf(tokens: readonly Token[]): Inline[] {
  const parts: Inline[] = [];
  for (const part of (tokens as MarkedToken[]).flatMap(partsOf)) {
    const last = parts.at(-1);
    if (part.kind === 'text' && last?.kind === 'text') last.text += part.text;
    else parts.push(part);
  }
  return parts;
}

function partsOf(token: MarkedToken): Inline[] {
  switch (token.type) {
    case 'codespan':
      return [{ kind: 'code', text: token.text }];
    case 'link':
      return [{ kind: 'link', to: token.href, parts: inlineOf(token.tokens) }];
    case 'image':
      return [{ kind: 'picture', from: token.href, text: token.text }];
    case 'strong':
    case 'em':
      return [{ kind: token.type, parts: inlineOf(token.tokens) }];
    default: {
      const inner = 'tokens' in token ? token.tokens : undefined;
      return inner === undefined ? [{ kind: 'text', text: 'text' in token ? token.text : token.raw }] : inlineOf(inner);
    }
  }
}

/** The words alone. */
export const plain = (parts: readonly Inline[]): string =>
  parts.map((part) => ('parts' in part ? plain(part.parts) : part.text)).join('');

/** The anchor that GitHub gives a heading: of two with the same words the second has a number. */
function anchorOf(words: string, known: Map<string, number>): string {
  const anchor = words
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, '')
    .replaceAll(' ', '-');
  const times = known.get(anchor) ?? 0;
  known.set(anchor, times + 1);
  return times === 0 ? anchor : `${anchor}-${times}`;
}

/*
 * The Markdown of our own pages: headings, paragraphs, lists, tables, code, links, pictures, emphasis. There is no HTML in them, so
 * nothing of a page can be more than text; a test reads every page and compares what is left with what was written.
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

const FENCE = /^```/;
const HEADING = /^(#{1,4}) +(.*)$/;
const POINT = /^[-*] +/;
const NUMBERED = /^\d+\. +/;
const INDENTED = /^ {4}/;
const TABLE = /^\|/;
const COMMENT = /^<!--/;

/** The blocks of a page, in its order. */
export function readMarkdown(page: string): Block[] {
  const lines = page.split('\n');
  const blocks: Block[] = [];
  const ids = new Map<string, number>();
  let at = 0;
  const takeWhile = (belongs: (line: string) => boolean): string[] => {
    const from = at;
    while (at < lines.length && belongs(lines[at] as string)) at += 1;
    return lines.slice(from, at);
  };
  const goesOn = (line: string) =>
    line !== '' && ![FENCE, HEADING, POINT, NUMBERED, TABLE].some((begin) => begin.test(line));
  while (at < lines.length) {
    const line = lines[at] as string;
    const heading = HEADING.exec(line);
    if (line.trim() === '') at += 1;
    else if (COMMENT.test(line)) {
      takeWhile((each) => !each.includes('-->'));
      at += 1;
    } else if (heading !== null) {
      at += 1;
      const parts = readInline(heading[2] as string);
      blocks.push({ kind: 'heading', level: (heading[1] as string).length, parts, id: anchorOf(plain(parts), ids) });
    } else if (FENCE.test(line)) {
      at += 1;
      blocks.push({ kind: 'code', text: takeWhile((each) => !FENCE.test(each)).join('\n') });
      at += 1;
    } else if (INDENTED.test(line)) {
      const code = takeWhile((each) => INDENTED.test(each) || each.trim() === '');
      blocks.push({
        kind: 'code',
        text: code
          .map((each) => each.slice(4))
          .join('\n')
          .trimEnd(),
      });
    } else if (TABLE.test(line)) {
      const [head = [], , ...rows] = takeWhile((each) => TABLE.test(each)).map(cells);
      blocks.push({ kind: 'table', head, rows });
    } else if (POINT.test(line) || NUMBERED.test(line)) {
      const item = POINT.test(line) ? POINT : NUMBERED;
      const items: string[] = [];
      takeWhile((each) => {
        if (item.test(each)) items.push(each.replace(item, ''));
        else if (goesOn(each)) items.push(`${items.pop()}\n${each.trim()}`);
        else return false;
        return true;
      });
      blocks.push({ kind: 'list', ordered: item === NUMBERED, items: items.map(readInline) });
    } else blocks.push({ kind: 'paragraph', parts: readInline(takeWhile(goesOn).join('\n')) });
  }
  return blocks;
}

const cells = (row: string): Inline[][] =>
  row
    .replace(/^\||\|\s*$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => readInline(cell.trim().replaceAll('\\|', '|')));

/** What is marked in a line, the first that begins wins. Emphasis by `_` does not begin or end within a word. */
const MARKED = [
  /\\(?<escaped>[\\`*_{}[\]()#+.!|<>~-])/,
  /(?<ticks>`+)(?<code>.+?)(?<!`)\k<ticks>(?!`)/,
  /!\[(?<alt>[^\]]*)\]\((?<from>[^)\s]+)\)/,
  /\[(?<label>(?:[^\]`]|`[^`]*`)+)\]\((?<to>[^)\s]+)\)/,
  /\*\*(?<strong>.+?)\*\*/,
  /\*(?=\S)(?<star>[^*]+?)(?<=\S)\*/,
  /(?<![\p{L}\p{N}_])_(?=\S)(?<em>[^_]+?)(?<=\S)_(?![\p{L}\p{N}_])/u,
];
const INLINE = new RegExp(MARKED.map(({ source }) => source).join('|'), 'gsu');

export function readInline(text: string): Inline[] {
  const parts: Inline[] = [];
  const say = (words: string) => {
    const last = parts.at(-1);
    if (last?.kind === 'text') last.text += words;
    else if (words !== '') parts.push({ kind: 'text', text: words });
  };
  let from = 0;
  for (const found of text.matchAll(INLINE)) {
    say(text.slice(from, found.index));
    from = found.index + found[0].length;
    const { escaped, code, alt, from: picture, label, to, strong, star, em } = found.groups ?? {};
    if (escaped !== undefined) say(escaped);
    else if (code !== undefined) parts.push({ kind: 'code', text: code.replace(/^ (.+) $/, '$1') });
    else if (picture !== undefined) parts.push({ kind: 'picture', from: picture, text: alt ?? '' });
    else if (to !== undefined) parts.push({ kind: 'link', to, parts: readInline(label ?? '') });
    else if (strong !== undefined) parts.push({ kind: 'strong', parts: readInline(strong) });
    else parts.push({ kind: 'em', parts: readInline(star ?? em ?? '') });
  }
  say(text.slice(from));
  return parts;
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

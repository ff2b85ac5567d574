import Anser, { type AnserJsonEntry } from 'anser';
import { visible } from './bytes.ts';

/** A stretch of a line as a terminal would show it; colours are values of CSS. */
export interface Span {
  text: string;
  colour: string | null;
  background: string | null;
  bold: boolean;
  dim: boolean;
  italic: boolean;
  underline: boolean;
  struck: boolean;
}

/** Sequences that do more than colour: they move, clear, name the window, link. We show lines, not a screen. */
const BEYOND_COLOUR = new RegExp(
  [
    String.raw`\x1b\[[0-?]*[ -/]*[@-ln-~]`,
    String.raw`\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)?`,
    String.raw`\x1b[ -/]+[0-~]`,
    String.raw`\x1b[=>78cDEHMNOZ]`,
  ].join('|'),
  'g',
);

/** A sequence that changes nothing: what stands before the first one would have no colour otherwise. */
const NOTHING = '\x1b[10m';

/** Reads the lines of one stream; a colour lasts until it is taken back, over the ends of lines. */
export class AnsiReader {
  readonly #anser = new Anser();

  /** The parts of the next line. Control characters that mean nothing here show as their codes. */
  read(line: string): Span[] {
    const colours = NOTHING + line.replace(BEYOND_COLOUR, '');
    return this.#anser.ansiToJson(colours, { use_classes: true, remove_empty: true }).map(spanOf);
  }
}

export const plain = (text: string): Span => ({
  text: visible(text),
  colour: null,
  background: null,
  bold: false,
  dim: false,
  italic: false,
  underline: false,
  struck: false,
});

/** The library's own types leave one out. */
type Entry = AnserJsonEntry & { isInverted?: boolean };

function spanOf({ content, decorations, isInverted = false, ...colours }: Entry): Span {
  const has = (decoration: (typeof decorations)[number]) => decorations.includes(decoration);
  const first = cssOf(colours.fg, colours.fg_truecolor);
  const second = cssOf(colours.bg, colours.bg_truecolor);
  return {
    ...plain(content),
    // What is inverted has its own colour below it; the rest of its contrast is ours.
    colour: isInverted ? 'var(--surface-sunken)' : first,
    background: isInverted ? (second ?? 'var(--text-primary)') : second && tint(second),
    bold: has('bold'),
    dim: has('dim'),
    italic: has('italic'),
    underline: has('underline'),
    struck: has('strikethrough'),
  };
}

/** A colour of the sixteen is a role of ours; any other one is drawn towards the text, so that it can be read. */
function cssOf(name: string | null, rgb: string | null): string | null {
  if (!name) return null;
  if (name === 'ansi-truecolor') return rgb === null ? null : readable(rgb);
  const index = /^ansi-palette-(\d+)$/.exec(name)?.[1];
  return index === undefined ? `var(--${name.replace('bright-', '')})` : readable(paletteColour(Number(index)));
}

const readable = (rgb: string): string => `color-mix(in oklab, rgb(${rgb}) 65%, var(--text-primary))`;

const tint = (colour: string): string => `color-mix(in srgb, ${colour} 20%, transparent)`;

/** A colour of xterm's cube of six steps, or of its greys behind them. */
function paletteColour(index: number): string {
  if (index >= 232)
    return Array(3)
      .fill(8 + (index - 232) * 10)
      .join(', ');
  const step = (of: number) => (of === 0 ? 0 : 55 + of * 40);
  const at = index - 16;
  return [Math.floor(at / 36), Math.floor(at / 6) % 6, at % 6].map(step).join(', ');
}

/** A piece of a line, and which of its hits it belongs to; null for none. */
export interface Piece {
  span: Span;
  text: string;
  hit: number | null;
}

/** Places of a text that is searched for, in any case of letters. */
export function hitsIn(text: string, needle: string): { start: number; end: number }[] {
  if (needle === '') return [];
  const pattern = new RegExp(needle.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`), 'giu');
  return [...text.matchAll(pattern)].map((match) => ({ start: match.index, end: match.index + match[0].length }));
}

/** The line cut where hits begin and end. */
export function pieces(spans: readonly Span[], needle: string): Piece[] {
  const hits = hitsIn(textOfSpans(spans), needle);
  const cuts = hits.flatMap(({ start, end }) => [start, end]);
  let from = 0;
  return spans.flatMap((span) => {
    const start = from;
    const end = start + span.text.length;
    from = end;
    const edges = [start, ...cuts.filter((cut) => cut > start && cut < end), end];
    return edges.slice(1).map((edge, index) => {
      const at = edges[index] as number;
      const hit = hits.findIndex((each) => each.start <= at && at < each.end);
      return { span, text: span.text.slice(at - start, edge - start), hit: hit < 0 ? null : hit };
    });
  });
}

export const textOfSpans = (spans: readonly Span[]): string => spans.map(({ text }) => text).join('');

import type { Comparison } from '../contract/compare.ts';
import type { CopyForm, Decoded, DecodedContent, DecodedNode, PathStep } from '../contract/decode.ts';
import {
  BYTES_PAGE,
  DECODE_LIMITS,
  type DecoderName,
  NODES_PAGE,
  PICTURE_BYTES,
  PICTURE_DOTS,
  TEXT_PAGE,
} from '../contract/decode-limits.ts';
import { formatJson } from '../contract/json-text.ts';
import { type Chain, decode } from './chain.ts';
import { compare, linesOfBytes } from './compare.ts';
import { copyAs, type Target } from './copy-forms.ts';
import { outline } from './outline.ts';

/** What is asked about bytes that are decoded so. */
export type About =
  | { kind: 'whole' }
  | { kind: 'nodes'; node: number; from: number }
  | { kind: 'text'; from: number }
  | { kind: 'path'; at: number }
  | { kind: 'bytes'; layer: number; from: number }
  | { kind: 'picture' }
  /** Some of the last layer's bytes as a text to be copied. */
  | { kind: 'copy'; form: CopyForm; start: number; end: number; target: Target }
  /** What is different in it from bytes of an earlier run, decoded likewise; `cut` where either is not whole. */
  | { kind: 'compare'; before: Uint8Array; cut: boolean };

export interface Question {
  /** Names bytes and choice: what is known of a key is not decoded again. */
  key: string;
  as: readonly DecoderName[];
  about: About;
  /** The bytes; undefined where they may be known. */
  bytes?: Uint8Array;
}

export interface Answers {
  whole: Omit<Decoded, 'at'>;
  nodes: DecodedNode[];
  text: { text: string; characters: number };
  path: PathStep[];
  bytes: Uint8Array | null;
  picture: { type: string; bytes: Uint8Array } | null;
  copy: string;
  compare: Comparison;
}

export type Answer = { known: false } | { known: true; value: Answers[keyof Answers] };

/** Decoded data that is remembered, the newest. */
const REMEMBERED = 4;

interface Remembered {
  chain: Chain;
  /** What the last layer says as text, made when it is first asked for. */
  text?: string;
}

const remembered = new Map<string, Remembered>();

/** Answers a question about decoded bytes, decoding them first where they are not remembered. */
export async function answer({ key, as, about, bytes }: Question): Promise<Answer> {
  const known = remembered.get(key) ?? (bytes && { chain: await decode(Buffer.from(bytes), as) });
  if (known === undefined) return { known: false };
  remembered.delete(key);
  remembered.set(key, known);
  if (remembered.size > REMEMBERED) remembered.delete(remembered.keys().next().value as string);
  if (about.kind !== 'compare') return { known: true, value: said(known, about) };
  const before = comparable(await decode(Buffer.from(about.before), as));
  return { known: true, value: compare(before, comparable(known.chain), about.cut) };
}

function said(known: Remembered, about: Exclude<About, { kind: 'compare' }>): Answers[keyof Answers] {
  const { layers, stopped, problem, last, bytes } = known.chain;
  switch (about.kind) {
    case 'whole':
      return { layers, content: contentOf(known.chain), stopped, problem };
    case 'nodes':
      return last.kind === 'tree' && about.node < last.tree.size
        ? last.tree.parts(about.node, about.from, NODES_PAGE)
        : [];
    case 'path':
      return last.kind === 'tree' ? last.tree.pathTo(about.at) : [];
    case 'text': {
      known.text ??= textOf(known.chain);
      return { text: pageOf(known.text, about.from), characters: known.text.length };
    }
    case 'bytes': {
      const layer = about.layer < 0 ? bytes.at(-1) : bytes[about.layer];
      return layer === undefined ? null : new Uint8Array(layer.subarray(about.from, about.from + BYTES_PAGE));
    }
    case 'picture': {
      const { kind } = last;
      const source = bytes.at(-1) as Buffer;
      if (kind !== 'image' || source.length > PICTURE_BYTES) return null;
      const { type, width, height } = last.picture;
      return width * height > PICTURE_DOTS ? null : { type, bytes: new Uint8Array(source) };
    }
    case 'copy':
      return copyAs(about.form, (bytes.at(-1) as Buffer).subarray(about.start, about.end), about.target);
  }
}

function contentOf({ last }: Chain): DecodedContent {
  switch (last.kind) {
    case 'tree':
      return { kind: 'tree', root: last.tree.node(0), nodes: last.tree.size };
    case 'text':
      return { kind: 'text', characters: last.text.length };
    case 'image':
      return { kind: 'image', ...last.picture };
    case 'bytes':
      return { kind: 'bytes' };
  }
}

/** JSON with one value a line, another tree as an outline, bytes as the text that they are not. */
function textOf({ layers, last, bytes }: Chain): string {
  if (last.kind === 'text') return last.text;
  const source = bytes.at(-1) as Buffer;
  if (layers.at(-1)?.as === 'json') return formatJson(source.toString('utf8'), DECODE_LIMITS.bytes);
  if (last.kind === 'tree') return outline(last.tree, DECODE_LIMITS.bytes);
  return source.toString('utf8');
}

/** The same, but for bytes, whose lines can be told apart. */
const comparable = (chain: Chain): string =>
  chain.last.kind === 'bytes' || chain.last.kind === 'image'
    ? linesOfBytes(chain.bytes.at(-1) as Buffer)
    : textOf(chain);

/** Characters from a place on, not cut inside of one. */
function pageOf(text: string, from: number): string {
  const page = text.slice(from, from + TEXT_PAGE);
  const end = page.charCodeAt(page.length - 1);
  return from + page.length < text.length && end >= 0xd800 && end < 0xdc00 ? page.slice(0, -1) : page;
}

import type { DecodeProblem, DecodeStop } from '../contract/decode.ts';
import type { DecoderName } from '../contract/decode-limits.ts';
import { fromBase64, looksLikeBase64 } from './base64.ts';
import { type Budget, problem } from './halt.ts';
import { type Picture, readPicture } from './image.ts';
import { readJson } from './json.ts';
import { looksLikeMsgpack, readMsgpack } from './msgpack.ts';
import { type Packing, unpack } from './packed.ts';
import { looksLikePhp, readPhp } from './php.ts';
import { endOfUtf8, fromGb18030, isChinese, isNearlyUtf8, isText } from './text.ts';
import type { Tree } from './tree.ts';

/** What a decoder made of bytes: other bytes with something in them, or what they say. */
export type Outcome = (
  | { kind: 'inner'; bytes: Buffer }
  | { kind: 'tree'; tree: Tree }
  | { kind: 'text'; text: string }
  | { kind: 'image'; picture: Picture }
  | { kind: 'bytes' }
) & { stopped: DecodeStop | null; problem: DecodeProblem | null };

export interface Decoder {
  /**
   * How sure it is that the bytes are its own, from their beginning: 1 is by their magic, whatever follows; below that, only
   * where they can be read to the end.
   */
  certainty(bytes: Buffer): number;
  decode(bytes: Buffer, budget: Budget): Outcome | Promise<Outcome>;
  /** Worth it only where what is inside is known too. */
  onlyAround?: true;
}

const good = { stopped: null, problem: null };
const not = (at: number): Outcome => ({ kind: 'bytes', stopped: null, problem: problem('unexpected', at) });

const treeOf = (tree: Tree): Outcome =>
  tree.size === 0
    ? { kind: 'bytes', stopped: tree.stopped, problem: tree.problem }
    : { kind: 'tree', tree, stopped: tree.stopped, problem: tree.problem };

/** Begins as only JSON does, so that a fault in it is worth telling. */
const SURELY_JSON = /^(?:\xef\xbb\xbf)?\s*(?:\[\s*)?\{\s*"(?:[^"\\]|\\.){0,200}"\s*:/s;
const MAYBE_JSON = /^(?:\xef\xbb\xbf)?\s*(?:[[{]|"[^"]*"\s*$)/;

const packed = (packing: Packing, certainty: Decoder['certainty']): Decoder => ({
  certainty,
  decode: async (bytes, budget) => {
    const { bytes: inner, bounded, problem: fault } = await unpack(packing, bytes, budget.bytes);
    if (inner.length === 0 && fault !== null) return { kind: 'bytes', stopped: null, problem: fault };
    return { kind: 'inner', bytes: inner, stopped: bounded ? 'bytes' : null, problem: fault };
  },
});

export const DECODERS_BY_NAME: Record<DecoderName, Decoder> = {
  image: {
    certainty: (bytes) => (readPicture(bytes) === undefined ? 0 : 1),
    decode: (bytes) => {
      const picture = readPicture(bytes);
      return picture === undefined ? not(0) : { kind: 'image', picture, ...good };
    },
  },
  gzip: packed('gzip', (bytes) => (bytes.toString('latin1', 0, 3) === '\x1f\x8b\x08' ? 1 : 0)),
  // Two bytes of which the second is a sum: less than one in a thousand of all pairs, and hardly one of a text.
  zlib: packed('zlib', (bytes) =>
    bytes.length > 6 && bytes[0] === 0x78 && bytes.readUInt16BE(0) % 31 === 0 && !isText(bytes) ? 0.95 : 0,
  ),
  php: {
    certainty: (bytes) => (looksLikePhp(bytes) ? 0.9 : 0),
    decode: (bytes, budget) => treeOf(readPhp(bytes, budget)),
  },
  json: {
    certainty: (bytes) => {
      if (!isNearlyUtf8(bytes)) return 0;
      const begin = bytes.toString('latin1', 0, 1000);
      return SURELY_JSON.test(begin) ? 1 : MAYBE_JSON.test(begin) ? 0.8 : 0;
    },
    decode: (bytes, budget) => treeOf(readJson(bytes, budget)),
  },
  msgpack: {
    certainty: (bytes) => (looksLikeMsgpack(bytes) && !isText(bytes) && !isChinese(bytes) ? 0.7 : 0),
    decode: (bytes, budget) => treeOf(readMsgpack(bytes, budget)),
  },
  base64: {
    certainty: (bytes) => (looksLikeBase64(bytes) ? 0.6 : 0),
    decode: (bytes, budget) => {
      const inner = fromBase64(bytes);
      const bounded = inner.length > budget.bytes;
      if (inner.length === 0) return not(0);
      return {
        kind: 'inner',
        bytes: inner.subarray(0, budget.bytes),
        stopped: bounded ? 'bytes' : null,
        problem: null,
      };
    },
    onlyAround: true,
  },
  text: {
    certainty: (bytes) => (isText(bytes) ? 0.5 : 0),
    decode: (bytes) => {
      const end = endOfUtf8(bytes);
      return {
        kind: 'text',
        text: bytes.toString('utf8'),
        stopped: null,
        problem: end === bytes.length ? null : problem('unexpected', end),
      };
    },
  },
  gb18030: {
    certainty: (bytes) => (isChinese(bytes) ? 0.4 : 0),
    decode: (bytes, budget) => {
      const text = fromGb18030(bytes);
      if (text === undefined) return not(0);
      const inner = Buffer.from(text, 'utf8');
      return {
        kind: 'inner',
        bytes: inner.subarray(0, budget.bytes),
        stopped: inner.length > budget.bytes ? 'bytes' : null,
        problem: null,
      };
    },
  },
  // Nothing marks it: only what it has inside shows that it was it.
  deflate: { ...packed('deflate', (bytes) => (bytes.length > 8 && !isText(bytes) ? 0.3 : 0)), onlyAround: true },
  bytes: { certainty: () => 0.1, decode: () => ({ kind: 'bytes', ...good }) },
};

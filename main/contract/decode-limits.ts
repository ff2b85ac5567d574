/* Plain values, which the decoding thread needs; it starts faster without the schemas beside them. */

/** What bytes can be taken for, the surest first; `bytes` is what is left where nothing fits. */
export const DECODERS = [
  'image',
  'gzip',
  'zlib',
  'php',
  'json',
  'msgpack',
  'base64',
  'text',
  'gb18030',
  'deflate',
  'bytes',
] as const;
export type DecoderName = (typeof DECODERS)[number];

/** Where decoding stops: bytes that come out of all layers, layers, ms, nodes of a tree. */
export const DECODE_LIMITS = { bytes: 16 * 1024 * 1024, layers: 5, milliseconds: 1000, nodes: 100_000 } as const;

/** Rows, characters and bytes that one answer may have. */
export const NODES_PAGE = 200;
export const TEXT_PAGE = 32 * 1024;
export const BYTES_PAGE = 4096;
/** Pictures of more bytes or dots are told and not shown. */
export const PICTURE_BYTES = 8 * 1024 * 1024;
export const PICTURE_DOTS = 40_000_000;

/** What is compared of two runs: bytes of each, rows that are shown, characters of a line, lines around a difference, ms. */
export const COMPARE_LIMITS = {
  bytes: 1024 * 1024,
  rows: 2000,
  characters: 500,
  around: 3,
  milliseconds: 800,
} as const;

import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { DECODE_LIMITS, DECODERS } from '../../main/contract/decode-limits.ts';
import { type Chain, decode } from '../../main/decode/chain.ts';
import type { Tree } from '../../main/decode/tree.ts';
import { changed, changes } from './spoil.ts';

/** Workloads as people send them, to be spoilt. */
const WORKLOADS: readonly Buffer[] = [
  '{"to":"mei@example.cn","lines":[1,2.50,{"sku":"A-\\u4e2d"}],"paid":true,"note":null}',
  'a:3:{s:4:"name";s:6:"北京";i:0;O:8:"App\\User":2:{s:5:"\0*\0id";i:1;s:2:"me";r:4;}i:1;R:2;}',
  'plain words, 中文 and 🎉\n',
  '12345',
].map((text) => Buffer.from(text));
const BINARY: readonly Buffer[] = [
  Buffer.from('83a26964cf0020000000000001a473656e64c3a46c697374930102cb4029000000000000', 'hex'),
  Buffer.from('89504e470d0a1a0a0000000d49484452000000100000001008060000', 'hex'),
  Buffer.from('d6d0cec4a3acc4e3bac3', 'hex'),
];

type Wrap = (bytes: Buffer) => Buffer;
const WRAPS: readonly Wrap[] = [
  gzipSync,
  deflateSync,
  deflateRawSync,
  (bytes) => Buffer.from(bytes.toString('base64')),
  (bytes) => Buffer.concat([bytes, bytes]),
];

/** Wrapped workloads, spoilt before or after each wrapping; sometimes nothing but noise. */
const spoilt = fc.oneof(
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)) },
  {
    weight: 8,
    arbitrary: fc
      .record({
        of: fc.constantFrom(...WORKLOADS, ...BINARY),
        wraps: fc.array(fc.record({ wrap: fc.constantFrom(...WRAPS), spoil: changes }), { maxLength: 6 }),
        spoil: changes,
      })
      .map(({ of, wraps, spoil }) =>
        wraps.reduce(
          (bytes, { wrap, spoil: then }) => then.reduce(changed, wrap(bytes)),
          spoil.reduce<Buffer>(changed, of),
        ),
      ),
  },
);

const chosen = fc.oneof(
  { weight: 3, arbitrary: fc.constant([]) },
  { weight: 1, arbitrary: fc.array(fc.constantFrom(...DECODERS), { maxLength: DECODE_LIMITS.layers + 1 }) },
);

/** Decodes what nobody would send. Returns what was wrong, with the bytes; undefined where all was well. */
export async function decodeAnything(seed: number, runs: number): Promise<string | undefined> {
  const property = fc.asyncProperty(spoilt, chosen, async (bytes, as) => isWell(await decode(bytes, as)));
  const { failed, counterexample, errorInstance } = await fc.check(property, { seed, numRuns: runs });
  return failed ? `${errorInstance}\n${counterexample?.[0].toString('hex')} as ${counterexample?.[1]}` : undefined;
}

/** Throws where an answer is not within its limits, or contradicts itself. */
function isWell({ layers, bytes, last }: Chain): void {
  const inside = bytes.slice(1).reduce((sum, { length }) => sum + length, 0);
  if (inside > DECODE_LIMITS.bytes) throw new Error(`${inside} bytes came out`);
  if (layers.length > DECODE_LIMITS.layers + 1) throw new Error(`${layers.length} layers`);
  if (layers.some(({ size }, at) => size !== bytes[at]?.length)) throw new Error('a layer and its bytes differ');
  if (last.kind === 'tree') isTree(last.tree, bytes.at(-1)?.length ?? 0);
}

function isTree(tree: Tree, size: number): void {
  if (tree.size > DECODE_LIMITS.nodes) throw new Error(`${tree.size} nodes`);
  for (const { node } of tree.walk()) {
    const { id, start, end, children } = node;
    if (start < 0 || end < start || end > size) throw new Error(`node ${id} lies at ${start} to ${end} of ${size}`);
    const parts = tree.parts(id, 0, children + 1);
    if (parts.length !== children) throw new Error(`node ${id} has ${parts.length} parts and not ${children}`);
    if (end > start && tree.pathTo(start).every((step) => step.node.id !== id))
      throw new Error(`the way to byte ${start} misses node ${id}`);
  }
}

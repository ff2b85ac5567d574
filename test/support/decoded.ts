import { type Chain, decode } from '../../main/decode/chain.ts';
import { Budget } from '../../main/decode/halt.ts';
import type { Tree } from '../../main/decode/tree.ts';

/** No test is to depend on how busy its machine is. */
export const unhurried = (limits: Partial<{ bytes: number; nodes: number }> = {}): Budget =>
  new Budget({ bytes: 16 * 1024 * 1024, nodes: 100_000, milliseconds: Number.POSITIVE_INFINITY, ...limits });

/** A tree in short: `key: value` with its place, parts indented. */
export const drawn = (tree: Tree): string[] =>
  [...tree.walk()].map(({ node, depth }) => {
    const { key, kind, value, note, start, end } = node;
    const says = [key === null ? '' : `${key}:`, kind, value ?? '', note ? `(${note})` : ''].filter(Boolean).join(' ');
    return `${'  '.repeat(depth)}${says} @${start}-${end}`;
  });

/** What bytes were taken for, what they say, and where it ended, in short. */
export function told({ layers, last, stopped, problem }: Chain) {
  const content = last.kind === 'tree' ? last.tree.size : last.kind === 'text' ? last.text : undefined;
  return {
    layers: layers.map(({ as }) => as).join(' → '),
    ...(content !== undefined && { content }),
    ...(stopped !== null && { stopped }),
    ...(problem !== null && { problem: `${problem.code} ${problem.at}` }),
  };
}

/** What a decoding in no hurry tells. */
export const toldOf = async (bytes: Buffer, ...as: Parameters<typeof decode>[1] & {}) =>
  told(await decode(bytes, as, unhurried()));

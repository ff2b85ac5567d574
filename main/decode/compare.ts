import { diffArrays } from 'diff';
import type { CompareRow, Comparison } from '../contract/compare.ts';
import { COMPARE_LIMITS } from '../contract/decode-limits.ts';

const { around, characters, milliseconds, rows: most } = COMPARE_LIMITS;

/** Lines of one text that are not in the other, with some that are in both around them. `cut` where the texts are not whole. */
export function compare(before: string, after: string, cut = false): Comparison {
  const [old, now] = [before.split('\n'), after.split('\n')];
  const found = diffArrays(old, now, { timeout: milliseconds });
  const changes = found ?? [
    { value: old, removed: true, added: false },
    { value: now, removed: false, added: true },
  ];
  const rows: CompareRow[] = [];
  const place = { before: 1, after: 1 };
  changes.forEach(({ value, added, removed }, index) => {
    if (added || removed) rows.push(...value.map((text) => rowOf(added ? 'added' : 'removed', text, place)));
    else rows.push(...sameRows(value, place, index > 0, index < changes.length - 1));
  });
  return {
    equal: before === after,
    rows: rows.slice(0, most),
    more: Math.max(0, rows.length - most),
    cut,
    apart: found === undefined,
  };
}

interface Place {
  before: number;
  after: number;
}

function rowOf(kind: 'same' | 'added' | 'removed', text: string, place: Place): CompareRow {
  const row = {
    kind,
    text: text.length > characters ? `${text.slice(0, characters)}…` : text,
    before: kind === 'added' ? null : place.before,
    after: kind === 'removed' ? null : place.after,
    count: 0,
  };
  if (kind !== 'added') place.before += 1;
  if (kind !== 'removed') place.after += 1;
  return row;
}

/** Lines of both, but for those that are far from what is different before or behind them. */
function sameRows(lines: readonly string[], place: Place, hasBefore: boolean, hasBehind: boolean): CompareRow[] {
  const [head, tail] = [hasBefore ? around : 0, hasBehind ? around : 0];
  const count = lines.length - head - tail;
  const same = (some: readonly string[]) => some.map((text) => rowOf('same', text, place));
  if (count < 2) return same(lines);
  const first = same(lines.slice(0, head));
  const leftOut: CompareRow = { kind: 'left-out', text: '', before: place.before, after: place.after, count };
  place.before += count;
  place.after += count;
  return [...first, leftOut, ...same(lines.slice(lines.length - tail))];
}

/** Bytes as lines that can be compared: sixteen in each. */
export const linesOfBytes = (bytes: Buffer): string =>
  bytes
    .toString('hex')
    .replace(/(..)(?!$)/g, '$1 ')
    .replace(/(.{47}) /g, '$1\n');

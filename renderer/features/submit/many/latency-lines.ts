import { BUCKETS_PER_DECADE as PER_DECADE, type StageSummary } from '../../../../main/contract/runs.ts';

const placeOf = (milliseconds: number): number => Math.round(Math.log10(milliseconds * 1000) * PER_DECADE);

/** Times that the picture goes from and to, in parts of powers of ten; whole powers at both ends. */
export interface Reach {
  from: number;
  to: number;
}

export function reachOf(summaries: readonly StageSummary[]): Reach {
  const places = summaries.flatMap(({ buckets }) => buckets.map(({ to }) => placeOf(to)));
  const from = Math.floor((Math.min(...places) - 1) / PER_DECADE) * PER_DECADE;
  const to = Math.ceil(Math.max(...places) / PER_DECADE) * PER_DECADE;
  return { from, to: Math.max(to, from + PER_DECADE) };
}

/** Powers of ten in reach, ms, and where they are, from 0 to 1. */
export function ticksOf({ from, to }: Reach): { time: number; at: number }[] {
  const ticks: { time: number; at: number }[] = [];
  for (let place = from; place <= to; place += PER_DECADE)
    ticks.push({ time: 10 ** (place / PER_DECADE) / 1000, at: (place - from) / (to - from) });
  return ticks;
}

/** Letters of a tick's name in the units of the picture: ideographs are as wide as they are high. */
const widthOf = (name: string): number =>
  [...name].reduce((sum, letter) => sum + ((letter.codePointAt(0) ?? 0) > 0x2e80 ? 9 : 5), 0);

/** Which of the ticks are named, by their index, in a picture so wide: every other one where all names would touch. */
export function namedTicks(names: readonly string[], width: number): ReadonlySet<number> {
  const last = names.length - 1;
  const all = new Set(names.keys());
  // The first name begins at its tick, the others stand in the middle of theirs: between these two is the least room.
  const isCrowded = Math.max(0, ...names.map(widthOf)) * 1.5 + 4 > width / Math.max(1, last);
  if (!isCrowded) return all;
  return new Set([...all].filter((index) => index === last || (index % 2 === 0 && index !== last - 1)));
}

/** The largest share that one bucket of any of them has, from 0 to 1. */
export const highestOf = (summaries: readonly StageSummary[]): number =>
  Math.max(...summaries.flatMap(({ count, buckets }) => buckets.map((bucket) => bucket.count / count)));

/** A line in steps: how large a part of the jobs took how long. Width and height in px. */
export function lineOf(
  { count, buckets }: StageSummary,
  { from, to }: Reach,
  highest: number,
  { width, height }: { width: number; height: number },
): string {
  const shares = new Map(buckets.map((bucket) => [placeOf(bucket.to), bucket.count / count]));
  const x = (place: number) => (((place - from) / (to - from)) * width).toFixed(1);
  const parts = [`M0 ${height}`];
  for (let place = from + 1; place <= to; place += 1) {
    const y = (height - ((shares.get(place) ?? 0) / highest) * height).toFixed(1);
    parts.push(`H${x(place - 1)}V${y}H${x(place)}`);
  }
  return `${parts.join('')}V${height}`;
}

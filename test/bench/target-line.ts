/** Prints what was measured, what came out, and what it is to be. */
export const targetLine = (what: string, figure: string, target: string): void =>
  console.log(`${what.padEnd(50)} ${figure.padEnd(34)} ${target}`);

/** A percentile of some figures; 0 where there are none. */
export function percentile(figures: readonly number[], which: number): number {
  const sorted = [...figures].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * which) / 100))] ?? 0;
}

/** A time on the clock and what of it the thread had a processor, ms. */
export interface Took {
  time: number;
  used: number;
}

/** As "7.1 ms (5.0 of a processor)". */
export const tookWords = ({ time, used }: Took): string => `${time.toFixed(1)} ms (${used.toFixed(1)} of a processor)`;

/** The same percentile of both. */
export const tookAt = (all: readonly Took[], which: number): Took => ({
  time: percentile(
    all.map(({ time }) => time),
    which,
  ),
  used: percentile(
    all.map(({ used }) => used),
    which,
  ),
});

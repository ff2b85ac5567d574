/** What stands for every number that is too large. */
export const LONG_MAX = 2n ** 63n - 1n;
const LONG_MIN = -(2n ** 63n);

/**
 * A number as C's `strtoll` reads it: white space, a sign, then digits up to the first that is none, held within 64 bits; 0
 * where there is no digit. gearmand reads the numbers of the protocol like this. docs/protocol.md section 4.
 */
export function longOf(text: string): bigint {
  const [, digits = '0'] = /^[\t-\r ]*([+-]?\d+)/.exec(text) ?? [];
  const value = BigInt(digits);
  return value > LONG_MAX ? LONG_MAX : value < LONG_MIN ? LONG_MIN : value;
}

/** The lower 32 bits of it, without a sign: what gearmand keeps of a progress and of a queue limit. */
export const uint32Of = (text: string): number => Number(BigInt.asUintN(32, longOf(text)));

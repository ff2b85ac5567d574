import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ChangeLog } from '../../../main/capture/change-log.ts';

test('it tells the oldest packet that has changed since somebody looked', () => {
  const log = new ChangeLog();
  const since = (version: number) => log.since(version);
  expect([log.version, since(0)]).toEqual([0, Number.POSITIVE_INFINITY]);
  for (const seq of [7, 9, 8, 20]) log.mark(seq);
  expect([0, 1, 2, 3, 4].map(since)).toEqual([7, 8, 8, 20, Number.POSITIVE_INFINITY]);
  log.mark(3);
  expect([0, 4, 5].map(since)).toEqual([3, 3, Number.POSITIVE_INFINITY]);
});

test('of very many changes it never tells too few', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(50), { minLength: 1, maxLength: 20 }), fc.boolean(), (seqs, ascending) => {
      const log = new ChangeLog();
      const all: number[] = [];
      for (let round = 0; round < 1000; round += 1)
        for (const seq of seqs) {
          all.push(ascending ? all.length : seq);
          log.mark(all.at(-1) as number);
        }
      for (const version of [0, 1, 100, 999, all.length - 5, all.length - 1]) {
        const oldest = all.slice(Math.max(0, version)).reduce((least, seq) => Math.min(least, seq));
        expect(log.since(Math.max(0, version))).toBeLessThanOrEqual(oldest);
      }
      const late = all.length - 10;
      if (late > 0) expect(log.since(late)).toBe(Math.min(...all.slice(late)));
    }),
    { numRuns: 20 },
  );
});

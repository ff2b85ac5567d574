import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LargeMap } from '../../../main/capture/large-map.ts';

test('it holds what a Map holds', () => {
  const key = fc.oneof(fc.string({ maxLength: 4 }), fc.constantFrom('H:vm:1', 'H:vm:10', 'H:vm:100000'));
  fc.assert(
    fc.property(fc.array(fc.tuple(key, fc.option(fc.nat())), { maxLength: 200 }), (changes) => {
      const [map, large] = [new Map<string, number>(), new LargeMap<string, number>()];
      for (const [name, value] of changes) {
        if (value === null) {
          map.delete(name);
          large.delete(name);
        } else {
          map.set(name, value);
          large.set(name, value);
        }
      }
      expect(changes.map(([name]) => large.get(name))).toEqual(changes.map(([name]) => map.get(name)));
      expect([...large.values()].toSorted()).toEqual([...map.values()].toSorted());
    }),
  );
});

test('it keeps about as many of the newest as it was told', () => {
  const large = new LargeMap<string, number>(10_000);
  for (let job = 0; job < 50_000; job += 1) large.set(`H:vm:${job}`, job);
  const kept = [...large.values()].toSorted((a, b) => a - b);
  expect(kept.length).toBeGreaterThan(9_000);
  expect(kept.length).toBeLessThanOrEqual(10_000);
  expect(kept[0]).toBeGreaterThan(30_000);
  expect([large.get('H:vm:0'), large.get('H:vm:49999')]).toEqual([undefined, 49_999]);
});

test('names that are counted up, and unlike ones, are spread over its parts', () => {
  const large = new LargeMap<string, number>(256 * 4);
  for (let job = 0; job < 700; job += 1) large.set(`H:some-host.example:${job}`, job);
  // Parts of four each hold nearly all only where none has many more than others.
  expect([...large.values()].length).toBeGreaterThan(600);
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Spread } from '../../../main/client/spread.ts';
import { bytes } from '../../support/packets.ts';

const job = (unique: string, workload = '') => ({ unique, workload: bytes(workload) });

const servers = fc.uniqueArray(
  fc
    .tuple(fc.integer({ min: 1, max: 254 }), fc.integer({ min: 1, max: 65_535 }))
    .map(([last, port]) => `10.0.0.${last}:${port}`),
  { minLength: 2, maxLength: 12 },
);
const uniques = fc.uniqueArray(fc.uuid(), { minLength: 50, maxLength: 50 });

test('the first is tried first, and the others as they stand', () => {
  const spread = new Spread('first', ['a:1', 'b:1', 'a:1', 'c:1']);
  expect([spread.next(job('')), spread.next(job('u'))]).toEqual([
    ['a:1', 'b:1', 'c:1'],
    ['a:1', 'b:1', 'c:1'],
  ]);
});

test('in turn each is the first once, and looking takes no turn', () => {
  const spread = new Spread('round-robin', ['a:1', 'b:1', 'c:1']);
  expect(spread.look(job('u'))).toEqual(['a:1', 'b:1', 'c:1']);
  expect([1, 2, 3, 4].map(() => spread.next(job('u'))[0])).toEqual(['a:1', 'b:1', 'c:1', 'a:1']);
  expect(spread.look(job('u'))).toEqual(['b:1', 'c:1', 'a:1']);
});

test('a server that is not there is last, and its turns go to all others alike', () => {
  const spread = new Spread('round-robin', ['a:1', 'b:1', 'c:1']);
  const isThere = (each: string) => each !== 'a:1';
  expect([1, 2, 3, 4].map(() => spread.next(job(''), isThere))).toEqual([
    ['b:1', 'c:1', 'a:1'],
    ['c:1', 'b:1', 'a:1'],
    ['b:1', 'c:1', 'a:1'],
    ['c:1', 'b:1', 'a:1'],
  ]);
});

describe('by unique ID', () => {
  test('the same one goes to the same server, whatever the order of the list', () => {
    fc.assert(
      fc.property(servers, uniques, (list, ids) => {
        const [one, other] = [new Spread('hash', list), new Spread('hash', list.toReversed())];
        for (const id of ids) expect(one.next(job(id))).toEqual(other.next(job(id)));
      }),
      { numRuns: 10 },
    );
  });

  test('the order has each server once', () => {
    fc.assert(
      fc.property(servers, uniques, (list, ids) => {
        const spread = new Spread('hash', list);
        for (const id of ids) expect(spread.next(job(id)).toSorted()).toEqual(list.toSorted());
      }),
      { numRuns: 10 },
    );
  });

  test('one server less moves its jobs alone, each to the one that was next', () => {
    fc.assert(
      fc.property(servers, uniques, fc.nat(), (list, ids, which) => {
        const gone = list[which % list.length] as string;
        const [before, after] = [
          new Spread('hash', list),
          new Spread(
            'hash',
            list.filter((each) => each !== gone),
          ),
        ];
        for (const id of ids) expect(after.next(job(id))).toEqual(before.next(job(id)).filter((each) => each !== gone));
      }),
      { numRuns: 10 },
    );
  });

  test('each server has about as many as any other', () => {
    fc.assert(
      fc.property(servers, (list) => {
        const spread = new Spread('hash', list);
        const counts = new Map<string, number>();
        for (let number = 0; number < 2000; number += 1) {
          const [first = ''] = spread.next(job(`unique ${number}`));
          counts.set(first, (counts.get(first) ?? 0) + 1);
        }
        const fair = 2000 / list.length;
        for (const server of list) {
          expect(counts.get(server) ?? 0).toBeGreaterThan(fair * 0.5);
          expect(counts.get(server) ?? 0).toBeLessThan(fair * 1.7);
        }
      }),
      { numRuns: 10 },
    );
  });

  test('the ring is the one of libketama: these places may never change', () => {
    const spread = new Spread('hash', ['10.0.1.1:4730', '10.0.1.2:4730', '10.0.1.3:4730']);
    expect(
      ['', 'a', 'order-1', 'order-2', '\xff\x00'].map((id) => (id === '' ? '' : spread.next(job(id))[0])),
    ).toMatchInlineSnapshot(`
      [
        "",
        "10.0.1.3:4730",
        "10.0.1.2:4730",
        "10.0.1.1:4730",
        "10.0.1.1:4730",
      ]
    `);
  });

  test('a job without one goes in turn, and `-` is hashed as its workload', () => {
    const spread = new Spread('hash', ['a:1', 'b:1', 'c:1']);
    expect([1, 2, 3].map(() => spread.next(job('', 'same'))[0])).toEqual(['a:1', 'b:1', 'c:1']);
    expect(spread.next(job('-', 'work'))).toEqual(spread.next(job('work')));
  });
});

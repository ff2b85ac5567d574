import { describe, expect, test } from 'vitest';
import { ByteStore } from '../../../main/capture/bytes.ts';

const MEGABYTE = 1024 * 1024;
const block = (megabytes: number, value: number) => Buffer.alloc(megabytes * MEGABYTE, value);

test('a block is found again by its position, whole or in part', () => {
  const store = new ByteStore(8 * MEGABYTE);
  const first = store.keep(Buffer.from('first'));
  const second = store.keep(Buffer.from('second'));
  expect([first, second]).toEqual([0, 5]);
  expect([store.at(0, 5), store.at(5, 6), store.at(7, 3)].map(String)).toEqual(['first', 'second', 'con']);
  expect([store.at(11, 1), store.at(-1, 1)]).toEqual([undefined, undefined]);
});

test('a block is a copy: who gave it may use it again', () => {
  const store = new ByteStore(8 * MEGABYTE);
  const chunk = Buffer.from('chunk');
  const position = store.keep(chunk);
  chunk.fill('x');
  expect(String(store.at(position, 5))).toBe('chunk');
});

test('the oldest bytes leave when the limit is reached, never the newest', () => {
  const store = new ByteStore(8 * MEGABYTE);
  const positions = [1, 2, 3, 4, 5, 6].map((value) => store.keep(block(2, value)));
  expect(positions).toEqual([0, 2, 4, 6, 8, 10].map((at) => at * MEGABYTE));
  expect(store.first).toBe(4 * MEGABYTE);
  expect(positions.map((position) => store.at(position, 2 * MEGABYTE)?.[0])).toEqual([
    undefined,
    undefined,
    3,
    4,
    5,
    6,
  ]);
});

test('a block does not straddle two segments, and one larger than a segment is whole', () => {
  const store = new ByteStore(16 * MEGABYTE);
  const [small, large, next] = [store.keep(block(3, 1)), store.keep(block(6, 2)), store.keep(block(3, 3))];
  expect(store.at(small as number, 3 * MEGABYTE)?.equals(block(3, 1))).toBe(true);
  expect(store.at(large as number, 6 * MEGABYTE)?.equals(block(6, 2))).toBe(true);
  expect(store.at(next as number, 3 * MEGABYTE)?.equals(block(3, 3))).toBe(true);
});

test('nothing is held after a clear, and positions go on', () => {
  const store = new ByteStore(8 * MEGABYTE);
  store.keep(Buffer.from('before'));
  store.clear();
  expect([store.first, store.at(0, 6)]).toEqual([6, undefined]);
  expect([store.keep(Buffer.from('after')), String(store.at(6, 5))]).toEqual([6, 'after']);
});

describe('memory taken beforehand', () => {
  const position = (store: ByteStore) => store.keep(block(4, 7));

  test('is taken up to the limit, and no more beside what is held', () => {
    const store = new ByteStore(16 * MEGABYTE);
    position(store);
    let pieces = 0;
    while (store.touch()) pieces += 1;
    expect([pieces, store.touch()]).toEqual([(12 * MEGABYTE) / (256 * 1024), false]);
    expect([1, 2, 3].map(() => position(store))).toEqual([4, 8, 12].map((at) => at * MEGABYTE));
    expect(store.first).toBe(0);
    position(store);
    expect(store.first).toBe(4 * MEGABYTE);
  });

  test('leaves for a block larger than a segment, before anything that is held', () => {
    const store = new ByteStore(16 * MEGABYTE);
    const first = position(store);
    while (store.touch());
    const large = store.keep(block(11, 8));
    expect(store.at(first, 1)?.[0]).toBe(7);
    expect(store.at(large + 11 * MEGABYTE - 1, 1)?.[0]).toBe(8);
    const last = position(store);
    expect([store.at(first, 1), store.at(large, 1)?.[0], store.at(last, 1)?.[0]]).toEqual([undefined, 8, 7]);
  });

  test('serves again after all was forgotten', () => {
    const store = new ByteStore(8 * MEGABYTE);
    while (store.touch());
    position(store);
    store.clear();
    expect(store.touch()).toBe(false);
    expect(store.at(position(store), 1)?.[0]).toBe(7);
  });
});

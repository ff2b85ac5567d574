import { expect, test } from 'vitest';
import { Marks } from '../../../main/capture/marks.ts';
import { captureOf } from '../../support/capture.ts';
import { bytes } from '../../support/packets.ts';

function marked(entries: number) {
  const { ring, hear } = captureOf({ entries });
  const echo = (count: number) => {
    for (let sent = 0; sent < count; sent += 1) hear(1, { name: 'ECHO_REQ', data: bytes('') });
  };
  return { marks: new Marks(ring), echo, ring };
}

test('a packet is marked, gets a comment, and its mark is taken away', () => {
  const { marks, echo } = marked(10);
  echo(5);
  expect([marks.of(3), marks.set(3, ''), marks.of(3)]).toEqual([null, true, '']);
  expect([marks.set(1, 'the first'), marks.all, marks.of(1)]).toEqual([true, [1, 3], 'the first']);
  expect([marks.set(3, null), marks.of(3), marks.all]).toEqual([true, null, [1]]);
});

test('only what is held can be marked, and a mark leaves with its packet', () => {
  const { marks, echo, ring } = marked(4);
  expect(marks.set(0, '')).toBe(false);
  echo(4);
  for (const seq of [0, 1, 3]) marks.set(seq, `comment ${seq}`);
  echo(2);
  expect([marks.of(0), marks.all, marks.forgotten, marks.set(0, 'again')]).toEqual([null, [3], 2, false]);
  ring.clear();
  marks.clear();
  expect([marks.all, marks.forgotten]).toEqual([[], 0]);
});

test('there is a limit to marks', () => {
  const { marks, echo } = marked(20_000);
  echo(10_001);
  for (let seq = 0; seq < 10_000; seq += 1) marks.set(seq, '');
  expect([marks.set(10_000, ''), marks.set(5, 'changed'), marks.of(5)]).toEqual([false, true, 'changed']);
});

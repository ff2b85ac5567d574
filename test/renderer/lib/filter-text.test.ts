// @vitest-environment node
import { expect, test } from 'vitest';
import { placeNow } from '../../../renderer/lib/filter-text.ts';

test.each([
  ['gearman.func', 'gearman.func', { start: 0, end: 12 }],
  // Letters that were written while the suggestions came belong to the word.
  ['func.name', 'func.nam', { start: 0, end: 9 }],
  ['gb.size > 3 and fun == 2', 'gb.size > 3 and f == 2', { start: 16, end: 19 }],
  ['fu', 'func', { start: 0, end: 2 }],
])('in %o, what was suggested for %o takes the place of the word', (text, was, place) => {
  const start = place.start;
  const end = was.length - (text.length - place.end);
  expect(placeNow(text, was, { start, end })).toEqual(place);
});

test('where something else has changed nothing is taken', () => {
  expect(placeNow('b == func', 'a == fun', { start: 5, end: 8 })).toBeNull();
  expect(placeNow('', 'a == fun', { start: 5, end: 8 })).toBeNull();
});

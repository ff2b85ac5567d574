import { expect, test } from 'vitest';
import { placeOn } from '../../../main/shell/window-place.ts';

const LEFT = { workArea: { x: 0, y: 25, width: 1440, height: 875 } };
const RIGHT = { workArea: { x: 1440, y: 0, width: 1920, height: 1080 } };
const LEFT_SIZE = { width: 1440, height: 875 };
const place = (x: number, y: number, width = 1200, height = 700) => ({ x, y, width, height, maximized: false });

test.each([
  ['where it was', [LEFT, RIGHT], place(1600, 100), { x: 1600, y: 100, width: 1200, height: 700 }],
  ['with its size only where its screen is gone', [LEFT], place(1600, 100), { width: 1200, height: 700 }],
  ['no larger than the first screen where its own is gone', [LEFT], place(1600, 100, 1900, 1000), LEFT_SIZE],
  ['with its size only where its title is above the screens', [LEFT], place(100, -60), { width: 1200, height: 700 }],
  [
    'no larger than a screen that has become smaller',
    [LEFT],
    place(0, 25, 3000, 2000),
    { x: 0, y: 25, width: 1440, height: 875 },
  ],
  ['partly beyond the edge, as it was left', [LEFT], place(1300, 100), { x: 1300, y: 100, width: 1200, height: 700 }],
  ['with its size only where too little is left of it', [LEFT], place(1400, 100), { width: 1200, height: 700 }],
])('a window opens %s', (_what, displays, was, expected) => {
  expect(placeOn(displays, was)).toEqual(expected);
});

test('at first the system places it', () => {
  expect(placeOn([LEFT], null)).toBe(undefined);
});

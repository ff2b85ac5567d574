import { expect, test } from 'vitest';
import { hasServers, severalIn, toggledServers } from '../../../renderer/lib/several.ts';

test('servers as people write them, with the word for the one of the window', () => {
  expect(severalIn('10.0.0.1, embedded\n[::1]:4731 gearman://b:1')).toEqual([
    '10.0.0.1:4730',
    'embedded',
    '[::1]:4731',
    'b:1',
  ]);
  expect([
    severalIn(''),
    severalIn('a:1, b:0'),
    severalIn(Array.from({ length: 51 }, (_, n) => `h${n}`).join()),
  ]).toEqual([null, null, null]);
});

test('servers that are chosen are added at the end, and taken out again; what else is written stays', () => {
  expect(toggledServers('', ['a:1', 'b:1'])).toBe('a:1, b:1');
  expect(toggledServers('a:1;no:port:here', ['a:1', 'b:1'])).toBe('a:1, no:port:here, b:1');
  expect(toggledServers('10.0.0.1, b:1', ['10.0.0.1:4730'])).toBe('b:1');
  expect(toggledServers('a:1, b:1, c:1', ['a:1', 'c:1'], '\n')).toBe('b:1');
  expect([hasServers('a', ['a:4730']), hasServers('a', ['a:4730', 'b:1'])]).toEqual([true, false]);
});

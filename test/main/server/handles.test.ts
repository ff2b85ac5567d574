import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Handles } from '../../../main/server/handles.ts';

const handles = new Handles('H:t');

test('a handle is what gearmand writes', () => {
  expect([handles.text(1), handles.text(4_294_967_295)]).toEqual(['H:t:1', 'H:t:4294967295']);
});

test('every number comes back from its bytes, wherever they lie', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 32 - 1 }), fc.nat(20), (number, at) => {
      const length = handles.lengthOf(number);
      const block = Buffer.alloc(at + length + 3, 'x');
      expect(handles.write(block, at, number, length)).toBe(at + length);
      expect(block.toString('latin1', at, at + length)).toBe(handles.text(number));
      expect(handles.numberAt(block, at, at + length)).toBe(number);
    }),
  );
});

test.each([
  '',
  'H:t',
  'H:t:',
  'H:t:0',
  'H:t:01',
  'H:t:1x',
  'H:t:x',
  'H:u:1',
  'H:t:12345678901',
  'xH:t:1',
  'H:tt:1',
  'H:t:1\0',
])('%j is no handle of this run', (text) => {
  expect(handles.numberOf(text)).toBe(0);
});

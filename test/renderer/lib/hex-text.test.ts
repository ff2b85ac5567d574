// @vitest-environment node
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesOfHex, hexText } from '../../../renderer/lib/hex-text.ts';

test('all bytes are read as they were written', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      expect(bytesOfHex(hexText(bytes))).toEqual(bytes);
    }),
  );
});

test.each([
  ['616263', [0x61, 0x62, 0x63]],
  ['0x61,0x0A', [0x61, 10]],
  [String.raw`\x61\xff`, [0x61, 0xff]],
  ['  ', []],
  ['6', 0],
  ['61 zz', 3],
])('“%s” is %j', (text, read) => {
  const found = bytesOfHex(text);
  expect(typeof found === 'number' ? found : [...found]).toEqual(read);
});

test('a line has sixteen bytes', () => {
  expect(
    hexText(new Uint8Array(17))
      .split('\n')
      .map((line) => line.length),
  ).toEqual([47, 2]);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readPicture } from '../../../main/decode/image.ts';

const text = (latin1: string) => Buffer.from(latin1, 'latin1');
const png = (width: number, height: number) => {
  const bytes = Buffer.alloc(33);
  bytes.write('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1');
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes;
};
const jpeg = Buffer.from(
  'ffd8ffe000104a46494600010100000100010000ffdb0004aabbffc0001108012c01900301220002110103',
  'hex',
);
const said = (bytes: Buffer) => {
  const picture = readPicture(bytes);
  return picture && `${picture.type} ${picture.width}×${picture.height}`;
};

test('type and size by the header', () => {
  const bmp = Buffer.alloc(26);
  bmp.write('BM');
  bmp.writeUInt32LE(40, 14);
  bmp.writeInt32LE(7, 18);
  bmp.writeInt32LE(-5, 22);
  expect(
    [
      png(640, 480),
      png(0xffffffff, 0xffffffff),
      jpeg,
      text('GIF89a\x10\0\x20\0'),
      text('RIFF\0\0\0\0WEBPVP8 \0\0\0\0\0\0\0\x9d\x01\x2a\x40\x01\xf0\0'),
      text('RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f\x3f\xc1\x3b\0\0\0\0\0\0'),
      text('RIFF\0\0\0\0WEBPVP8X\0\0\0\0\0\0\0\0\x3f\x01\0\xef\0\0'),
      bmp,
    ].map(said),
  ).toEqual([
    'image/png 640×480',
    'image/png 4294967295×4294967295',
    'image/jpeg 400×300',
    'image/gif 16×32',
    'image/webp 320×240',
    'image/webp 320×240',
    'image/webp 320×240',
    'image/bmp 7×5',
  ]);
});

test('what ends too early, or only begins like one, is none', () => {
  expect(
    [png(1, 1).subarray(0, 20), jpeg.subarray(0, 24), text('BM is a mark'), png(0, 5), text('')].map(said),
  ).toEqual(Array(5).fill(undefined));
});

test('whatever follows the magic, it never throws', () => {
  const magic = fc.constantFrom('\xff\xd8\xff', 'BM', 'GIF89a', 'RIFF....WEBPVP8 ', '\x89PNG\r\n\x1a\n');
  fc.assert(
    fc.property(magic, fc.uint8Array({ maxLength: 80 }), (begin, rest) => {
      readPicture(Buffer.concat([text(begin), rest]));
    }),
  );
});

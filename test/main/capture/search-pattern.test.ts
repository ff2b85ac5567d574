import fc from 'fast-check';
import { expect, test } from 'vitest';
import { finderOf, hitsIn, PatternFault } from '../../../main/capture/search-pattern.ts';
import type { SearchKind } from '../../../main/contract/search.ts';

/** Places of hits in a text, or in bytes. */
function found(kind: SearchKind, pattern: string, where: string | Buffer, exact = false): string {
  const bytes = typeof where === 'string' ? Buffer.from(where, 'utf8') : where;
  return hitsIn(new Uint8Array(bytes), finderOf({ kind, pattern, exact }), 100)
    .hits.map(({ start, end }) => `${start}-${end}`)
    .join(' ');
}

function faultOf(kind: SearchKind, pattern: string): string | undefined {
  try {
    finderOf({ kind, pattern, exact: false });
  } catch (error) {
    return error instanceof PatternFault ? error.code : String(error);
  }
  return undefined;
}

test('text in either case, of any script, with its places in bytes', () => {
  expect(found('text', 'Straße', 'STRASSE straße STRAßE')).toBe('0-7 8-15 16-23');
  expect(found('text', 'привет', 'ПРИВЕТ, Привет')).toBe('0-12 14-26');
  expect(found('text', '中文', '说中文和中文')).toBe('3-9 12-18');
  expect(found('text', 'aa', 'aaaaa')).toBe('0-2 2-4');
  expect(found('text', 'Ab', 'ab Ab AB', true)).toBe('3-5');
});

test('bytes as pairs of digits, however they stand', () => {
  const packet = Buffer.from('\0REQ\0RE', 'latin1');
  expect(['00 52 45', '005245', '0x00,0x52,0x45', '00:52:45'].map((pattern) => found('hex', pattern, packet))).toEqual(
    Array(4).fill('0-3 4-7'),
  );
  expect(['0', 'xy', '0x', '00 5'].map((pattern) => faultOf('hex', pattern))).toEqual(Array(4).fill('search-hex'));
});

test('regular expressions, over characters in UTF-8 and bytes that are none', () => {
  expect(found('regex', 'b+', 'abbaB')).toBe('1-3 4-5');
  expect(found('regex', 'b+', 'abbaB', true)).toBe('1-3');
  expect(found('regex', '中.', 'a中文')).toBe('1-7');
  expect(found('regex', 'id=\\d+', Buffer.from('\xff\xfeid=42\xff', 'latin1'))).toBe('2-7');
  expect(found('regex', 'x*', 'axx')).toBe('1-3');
  expect(found('regex', '^REQ', Buffer.from('REQ', 'latin1'))).toBe('0-3');
  expect(['(', 'a{2000}', '(?=a)', '[z-a]'].map((pattern) => faultOf('regex', pattern))).toContain('search-pattern');
});

test('what stalls other engines takes time in proportion here', () => {
  expect(found('regex', '(a+)+$', `${'a'.repeat(20_000)}!`)).toBe('');
});

test('text is found wherever it was put, as the engine’s own search finds it', () => {
  const bit = fc.string({ unit: fc.constantFrom('a', 'b', 'A', '中', '🎉'), maxLength: 12 });
  fc.assert(
    fc.property(bit, bit.filter(Boolean), (text, needle) => {
      const first = Buffer.from(text).indexOf(needle);
      expect(found('text', needle, text, true).split('-')[0]).toBe(first < 0 ? '' : String(first));
      expect(found('text', needle, text).length > 0).toBe(text.toLowerCase().includes(needle.toLowerCase()));
    }),
  );
});

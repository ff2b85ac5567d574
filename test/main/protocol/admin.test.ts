import { expect, test } from 'vitest';
import { isHttpRequest, table, unknownCommand, value, words } from '../../../main/protocol/admin.ts';

test('a line is cut at runs of spaces, which make an empty word at either end; a word ends at a NUL', () => {
  expect(['status', 'show  unique jobs  ', ' version', '', 'a\tb', 'show\0x jobs'].map(words)).toEqual([
    ['status'],
    ['show', 'unique', 'jobs', ''],
    ['', 'version'],
    [''],
    ['a\tb'],
    ['show', 'jobs'],
  ]);
});

test('tables, values and errors end as those of gearmand', () => {
  expect(table([])).toBe('.\n');
  expect(
    table([
      ['f', 1],
      ['g', 0],
    ]),
  ).toBe('f\t1\ng\t0\n.\n');
  expect(value(42)).toBe('OK 42\n');
  expect(unknownCommand('foo')).toBe('ERR UNKNOWN_COMMAND Unknown+server+commandfoo\r\n');
});

test.each([
  ['GET / HTTP/1.1', true],
  ['POST /submit?x=1 HTTP/1.0', true],
  ['OPTIONS * HTTP/1.1', true],
  ['get / HTTP/1.1', false],
  ['GET /', false],
  ['status', false],
  ['show jobs HTTP/1.1', false],
])('%s: is it the request of a browser? %s', (line, expected) => {
  expect(isHttpRequest(line)).toBe(expected);
});

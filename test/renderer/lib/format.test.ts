// @vitest-environment node
import { expect, test } from 'vitest';
import { textIn } from '../../../renderer/i18n/text.tsx';

const en = textIn('en');
const zh = textIn('zh');

test.each<[milliseconds: number, english: string, chinese: string]>([
  [0, '0 µs', '0 微秒'],
  [0.087, '87 µs', '87 微秒'],
  [0.9994, '999 µs', '999 微秒'],
  [0.9995, '1.0 ms', '1.0 毫秒'],
  [213.74, '213.7 ms', '213.7 毫秒'],
  [999.94, '999.9 ms', '999.9 毫秒'],
  [999.95, '1.0 s', '1.0 秒'],
  [59_949, '59.9 s', '59.9 秒'],
  [59_950, '1 min 0 s', '1 分 0 秒'],
  [252_000, '4 min 12 s', '4 分 12 秒'],
  [3_599_499, '59 min 59 s', '59 分 59 秒'],
  [3_599_500, '1 h 0 min', '1 小时 0 分'],
  [7_259_000, '2 h 0 min', '2 小时 0 分'],
  [4_000_000_000, '1,111 h 6 min', '1,111 小时 6 分'],
])('a duration of %s ms is %s', (milliseconds, english, chinese) => {
  expect([en.duration(milliseconds), zh.duration(milliseconds)]).toEqual([english, chinese]);
});

test.each<[milliseconds: number, english: string, chinese: string]>([
  [-5, '0 s', '0 秒'],
  [999, '0 s', '0 秒'],
  [59_999, '59 s', '59 秒'],
  [60_000, '1 min', '1 分'],
  [3_599_999, '59 min', '59 分'],
  [7_200_000, '2 h', '2 小时'],
])('what has lasted %s ms has lasted %s', (milliseconds, english, chinese) => {
  expect([en.span(milliseconds), zh.span(milliseconds)]).toEqual([english, chinese]);
});

test.each<[bytes: number, english: string, chinese: string]>([
  [0, '0 bytes', '0 字节'],
  [1, '1 byte', '1 字节'],
  [83, '83 bytes', '83 字节'],
  [9999, '9,999 bytes', '9,999 字节'],
  [10_000, '10.0 kB', '10.0 kB'],
  [999_949, '999.9 kB', '999.9 kB'],
  [999_999, '1.0 MB', '1.0 MB'],
  [1_000_000, '1.0 MB', '1.0 MB'],
  [9_949_999, '9.9 MB', '9.9 MB'],
  [9_999_999, '10 MB', '10 MB'],
  [32_000_000, '32 MB', '32 MB'],
  [999_499_999, '999 MB', '999 MB'],
  [999_500_000, '1.0 GB', '1.0 GB'],
  [4_294_967_295, '4.3 GB', '4.3 GB'],
  [10_240_000_000, '10.2 GB', '10.2 GB'],
  [2_000_000_000_000, '2,000.0 GB', '2,000.0 GB'],
])('a size of %s is %s', (bytes, english, chinese) => {
  expect([en.size(bytes), zh.size(bytes)]).toEqual([english, chinese]);
});

test('a count is grouped', () => {
  expect([en.count(1204), zh.count(1_204_000), en.count(0)]).toEqual(['1,204', '1,204,000', '0']);
});

test('a time of day is the same in both languages, to the second or the microsecond', () => {
  const at = new Date(2026, 2, 9, 1, 2, 4).getTime();
  expect([en.clock(at + 999), zh.clock(at + 999)]).toEqual(['01:02:04', '01:02:04']);
  expect([en.exact(at), en.exact(at + 7.25), zh.exact(at + 745.125)]).toEqual([
    '01:02:04.000000',
    '01:02:04.007250',
    '01:02:04.745125',
  ]);
});

test('a part of the whole is never told as more than it is', () => {
  expect([en.percent(0), en.percent(0.999), zh.percent(0.5), en.percent(1)]).toEqual(['0%', '99%', '50%', '100%']);
});

test('a change has its sign, and none has none', () => {
  expect([en.change(0.124), zh.change(-0.5), en.change(0), en.change(12)]).toEqual(['+12%', '−50%', '0%', '+1,200%']);
});

test('names follow one another with the sign of the language', () => {
  expect([en.list(['a', 'b', 'c']), zh.list(['a', 'b', 'c']), en.list(['a']), zh.list([])]).toEqual([
    'a, b, c',
    'a、b、c',
    'a',
    '',
  ]);
  expect([en.comma, zh.comma]).toEqual([', ', '、']);
});

test('seconds have six places in both languages, and a true minus', () => {
  expect([en.seconds(12_345.678), zh.seconds(1_234_567.891), en.seconds(-0.001), en.seconds(-0.0001)]).toEqual([
    '12.345678',
    '1234.567891',
    '−0.000001',
    '0.000000',
  ]);
});

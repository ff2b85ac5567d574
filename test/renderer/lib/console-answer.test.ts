import { expect, test } from 'vitest';
import { wireOf } from '../../../renderer/lib/bytes.ts';
import { answerText, meaningOf, readTable } from '../../../renderer/lib/console-answer.ts';

const whole = (said: string) => ({ said, end: 'whole', left: 0 }) as const;
const cut = (said: string) => ({ said, end: 'cut', left: 1 }) as const;

test('a table has the columns of its line', () => {
  expect(readTable('STATUS', whole('resize\t3\t1\t2\n.\n'))).toEqual({
    name: 'status',
    rows: [['resize', '3', '1', '2']],
  });
  expect(readTable('show  unique jobs', whole('a\n\n.\n'))).toEqual({ name: 'uniques', rows: [['a'], ['']] });
  expect(readTable('show jobs', whole('.\n'))).toEqual({ name: 'jobs', rows: [] });
  expect(readTable('prioritystatus', whole(wireOf('缩略图\t1\t2\t3\t0\n.\n')))?.rows).toEqual([
    ['缩略图', '1', '2', '3', '0'],
  ]);
});

test('workers have an ID that may have spaces, and functions that may be none', () => {
  const said = '33 127.0.0.1 - : wc resize\n34 ::1 my worker :\nNA 10.0.0.8 photos : resize \n.\n';
  expect(readTable('workers', whole(said))?.rows).toEqual([
    ['33', '127.0.0.1', '-', 'wc resize'],
    ['34', '::1', 'my worker', ''],
    ['NA', '10.0.0.8', 'photos', 'resize'],
  ]);
});

test('what is not the table of its line is none', () => {
  expect(readTable('status', whole('ERR unknown_command\r\n'))).toBe(null);
  expect(readTable('status', whole('name\twith\ttab\t1\t2\t3\n.\n'))).toBe(null);
  expect(readTable('status', whole('a\nb\t1\t2\t3\n.\n'))).toBe(null);
  expect(readTable('version', whole('OK 1.1.20\n'))).toBe(null);
  expect(readTable('show', whole('.\n'))).toBe(null);
});

test('of what was cut the whole rows are a table', () => {
  expect(readTable('status', cut('a\t1\t2\t3\nb\t1\t'))?.rows).toEqual([['a', '1', '2', '3']]);
});

test.each([
  ['anything', '', 'nothing'],
  ['version', 'OK 1.1.20\n', 'version'],
  ['getpid', 'OK 4711\n', 'pid'],
  ['verbose', 'OK ERROR\n', 'verbose'],
  ['create function f', 'OK\r\n', 'created'],
  ['drop function f', 'OK\r\n', 'dropped'],
  ['maxqueue f', 'OK\r\n', 'unbounded'],
  ['maxqueue f 3', 'OK\r\n', 'bounded'],
  ['cancel job H:x:1', 'OK\r\n', 'cancelled'],
  ['shutdown', 'OK\r\n', 'done'],
  ['x', 'ERR UNKNOWN_COMMAND Unknown+server+commandx\r\n', 'unknown'],
  ['x', 'ERR unknown_command \r\n', 'unknown'],
  ['show x', 'ERR UNKNOWN_SHOW_ARGUMENTS\r\n', 'unknown-show'],
  ['cancel job x', 'ERR UNKNOWN_JOB\r\n', 'unknown-job'],
  ['cancel a b', 'ERR UNKNOWN_ERROR\r\n', 'cannot-cancel'],
  ['drop function x', 'ERR function not found\r\n', 'no-function'],
  ['drop function x', 'ERR there are still connected workers or executing clients\r\n', 'in-use'],
  ['maxqueue', 'ERR INVALID_ARGUMENTS An+incomplete+set\r\n', 'incomplete'],
  ['drop function x', 'ERR READ_ONLY This+proxy+is+read-only\r\n', 'read-only'],
  ['status', 'resize\t3\t1\t2\n.\n', null],
  ['x', 'ERR something new\r\n', null],
  ['version', 'gearman-java-0.7', null],
])('%j answered with %j means %j', (line, said, meaning) => {
  expect(meaningOf(line, said)).toBe(meaning);
});

test('an answer is text, with everything in sight', () => {
  expect(answerText(whole(wireOf('OK\r\n名\n')))).toBe('OK\n名\n');
  expect(answerText(whole('a\0\x1b[31m\xff\n'))).toBe('a\\x00\\x1b[31m\\xff\n');
  expect(answerText(cut(wireOf('名').slice(0, 2)))).toBe('');
});

import { expect, test } from 'vitest';
import { helpOf, type Manner, type Option, parseOptions, readOptions } from '../../../main/cli/options.ts';
import { AppError } from '../../../main/contract/errors.ts';

const OPTIONS: Option[] = [
  { name: 'daemon', short: 'd', help: 'Detach.' },
  { name: 'round-robin', short: 'R', help: 'In turn.' },
  { name: 'port', short: 'p', takes: 'text', default: '4730', help: 'Port.' },
  { name: 'port-range', takes: 'text', help: 'Ports.' },
  { name: 'threads', short: 't', takes: [0, 4294967295], help: 'Threads.', idle: 'one is enough' },
  { name: 'idle', takes: [-2147483648, 2147483647], help: 'Seconds.' },
  { name: 'check', help: 'Check.', hidden: true },
];
const STRICT: Manner = { guess: false, words: 'refused' };
const EASY: Manner = { guess: true, words: 'ignored' };

const parsed = (line: string, manner = STRICT): Record<string, string> | string => {
  try {
    return Object.fromEntries(parseOptions(OPTIONS, line === '' ? [] : line.split(' '), manner));
  } catch (error) {
    return (error as AppError).message;
  }
};

test.each([
  ['', {}],
  ['-p4731', { port: '4731' }],
  ['-p 4731', { port: '4731' }],
  ['--port=4731', { port: '4731' }],
  ['--port 4731', { port: '4731' }],
  ['--port==', { port: '=' }],
  ['-p=4731', { port: '=4731' }],
  ['-Rd', { 'round-robin': '', daemon: '' }],
  ['-dRp 1', { daemon: '', 'round-robin': '', port: '1' }],
  ['-dp1 -R', { daemon: '', port: '1', 'round-robin': '' }],
  ['--port --daemon', { port: '--daemon' }],
  ['--idle -1 -t +4', { idle: '-1', threads: '+4' }],
  ['--check --', { check: '' }],
])('%j is taken as gearmand takes it', (line, values) => {
  expect(parsed(line)).toEqual(values);
});

test.each([
  ['--bogus', "unrecognised option '--bogus'"],
  ['--bogus=1', "unrecognised option '--bogus=1'"],
  ['--PORT=1', "unrecognised option '--PORT=1'"],
  ['--por 1', "unrecognised option '--por'"],
  ['-x', "unrecognised option '-x'"],
  ['-Rx', "unrecognised option '-Rx'"],
  ['-d=1', "unrecognised option '-d=1'"],
  ['serve', "unrecognised option 'serve'"],
  ['-', "unrecognised option '-'"],
  ['-- -d', "unrecognised option '-d'"],
  ['--port', "the required argument for option '--port' is missing"],
  ['-d -p', "the required argument for option '--port' is missing"],
  ['--port=', "the argument for option '--port' should follow immediately after the equal sign"],
  ['--daemon=1', "option '--daemon' does not take any arguments"],
  ['--port 1 -p 2', "option '--port' cannot be specified more than once"],
  ['-dd', "option '--daemon' cannot be specified more than once"],
  ['-t abc', "the argument ('abc') for option '--threads' is invalid"],
  ['-t 1.5', "the argument ('1.5') for option '--threads' is invalid"],
  ['-t 0x10', "the argument ('0x10') for option '--threads' is invalid"],
  ['-t 4294967296', "the argument ('4294967296') for option '--threads' is invalid"],
  ['--idle=-2147483649', "the argument ('-2147483649') for option '--idle' is invalid"],
])('%j is refused in its words', (line, message) => {
  expect(parsed(line)).toBe(message);
});

test.each([
  ['--thr 4', { threads: '4' }],
  ['--port 4', { port: '4' }], // the whole name, although another begins so
  ['# words --daemon and more', { daemon: '' }],
  ['--po 4', "option '--po' is ambiguous and matches '--port', and '--port-range'"],
  ['--po=4', "option '--po=4' is ambiguous and matches '--port', and '--port-range'"],
  ['--x', "unrecognised option '--x'"],
])('%j where the beginning of a name is enough', (line, outcome) => {
  expect(parsed(line, EASY)).toEqual(outcome);
});

test('what is refused is an error of the product', () => {
  expect(() => parseOptions(OPTIONS, ['-x'], STRICT)).toThrow(AppError);
});

test('the help is made from the table, in 80 columns', () => {
  const long = { name: 'a-name-that-leaves-no-room-for-its-explanation', takes: 'text', help: 'Below it.' } as const;
  const words = { name: 'words', help: 'More of them than fit into what is left of one line beside a name.' } as const;
  expect(
    helpOf([
      { title: 'General', options: OPTIONS },
      { title: 'Special', options: [long, words] },
    ]),
  ).toBe(`General:
  -d [ --daemon ]                       Detach.
  -R [ --round-robin ]                  In turn.
  -p [ --port ] arg (=4730)             Port.
  --port-range arg                      Ports.
  -t [ --threads ] arg                  Threads. No effect: one is enough.
  --idle arg                            Seconds.

Special:
  --a-name-that-leaves-no-room-for-its-explanation arg
                                        Below it.
  --words                               More of them than fit into what is left
                                        of one line beside a name.
`);
});

test('options as often as they are given, in order, and the words between and after them', () => {
  const args = 'a -p1 -R b -p 2 -- -d -'.split(' ');
  expect(readOptions(OPTIONS, args, false)).toEqual({
    given: [
      ['port', '1'],
      ['round-robin', ''],
      ['port', '2'],
    ],
    others: ['a', 'b', '-d', '-'],
  });
});

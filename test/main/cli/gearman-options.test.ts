import { expect, test } from 'vitest';
import { type GearmanSettings, gearmanHelp, gearmanSettings } from '../../../main/cli/gearman-options.ts';

const settings = (line: string) => gearmanSettings(line.split(' ')) as GearmanSettings;

test('without options it is a client of localhost:4730', () => {
  expect(settings('-f wc')).toEqual({
    functions: ['wc'],
    host: 'localhost',
    port: 4730,
    ssl: false,
    timeout: undefined,
    lines: 'no',
    verbose: false,
    pidFile: undefined,
    daemon: false,
    background: false,
    priority: 'normal',
    prefix: false,
    noInput: false,
    unique: '',
    worker: false,
    count: 0,
    words: [],
  });
});

test.each([
  ['-f a -fb -f a', { functions: ['a', 'b', 'a'] }],
  ['-f größe', { functions: ['gr\xc3\xb6\xc3\x9fe'] }],
  ['-f x -h one -h two -p 1 -p4731', { host: 'two', port: 4731 }],
  ['-f x -t 250', { timeout: 250 }],
  ['-f x -t 0', { timeout: undefined }],
  ['-f x -t -1', { timeout: undefined }],
  ['-f x -I -L', { priority: 'low' }],
  ['-f x -L -I', { priority: 'high' }],
  ['-f x -n', { lines: 'whole' }],
  ['-f x -N -n', { lines: 'stripped' }],
  ['-bvPsS -f x -u - -i run.pid', { background: true, verbose: true, prefix: true, noInput: true, ssl: true }],
  ['-f x -u -', { unique: '-' }],
  ['one -f x two', { functions: ['x'], words: ['one', 'two'] }],
  ['-w -f x -c 2 -- wc -c -l', { worker: true, count: 2, words: ['wc', '-c', '-l'] }],
  ['--worker --function=x --host ::1', { worker: true, functions: ['x'], host: '::1' }],
])('%s', (line, expected) => {
  expect(settings(line)).toMatchObject(expected);
});

test.each([
  ['-b', 'No function was given. Name it with -f, as -f wc.'],
  ['-f', "the required argument for option '--function' is missing"],
  ['-f x -x', "unrecognised option '-x'"],
  ['-w -f wc wc -l', "unrecognised option '-l'"],
  ['-f x -p 0', '“0” is no port. A port is a number from 1 to 65535.'],
  ['-f x -p x', '“x” is no port. A port is a number from 1 to 65535.'],
  ['-f x -t soon', "the argument ('soon') for option '--timeout' is invalid"],
  ['-w -f x -c -1', "the argument ('-1') for option '--count' is invalid"],
])('%s is refused', (line, message) => {
  expect(() => settings(line)).toThrow(expect.objectContaining({ code: 'bad-input', message }));
});

test('a function has a name', () => {
  expect(() => gearmanSettings(['-f', ''])).toThrow('The name of a function cannot be empty.');
});

test('the help tells every letter of the stock tool', () => {
  expect(gearmanSettings(['-H'])).toBe('help');
  for (const letter of 'bcdfhHiILnNpPsStuvw') expect(gearmanHelp()).toContain(`  -${letter} [ --`);
});

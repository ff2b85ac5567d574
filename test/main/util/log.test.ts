import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AppError } from '../../../main/contract/errors.ts';
import { APP_ROOT } from '../../../main/util/app-root.ts';
import { errorLines } from '../../../main/util/error-lines.ts';
import { asRead, forOthers, ours, told } from '../../../main/util/log.ts';

test('a person reads all of it, and others what is of the program', () => {
  const line = told`The call ${ours('jobs.get')} of ${3} failed: ${'/home/ada/a.json'} is gone.`;
  expect(asRead(line)).toBe('The call jobs.get of 3 failed: /home/ada/a.json is gone.');
  expect(forOthers(line)).toBe('The call jobs.get of 3 failed: … is gone.');
});

test('of an error others get the code', () => {
  const line = told`${new AppError('file-missing', '/home/ada/a.json does not exist.')} It is made anew.`;
  expect(asRead(line)).toBe('/home/ada/a.json does not exist. It is made anew.');
  expect(forOthers(line)).toBe('…(file-missing) It is made anew.');
});

test('nothing that is put in ends its mark, its line, or is cut where others would see it', () => {
  const hostile = fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[⟦⟧\n\r\u2028 a(){}]*$/));
  fc.assert(
    fc.property(hostile, hostile, fc.nat(200), (first, second, cut) => {
      const line = told`Before ${first} between ${new Error(second)} after.`;
      expect(forOthers(line)).toBe('Before … between … after.');
      expect(line).not.toMatch(/[\n\r\u2028\u2029]/);
      expect('Before … between … after.').toContain(forOthers(line.slice(0, cut)).split('…')[0]);
    }),
  );
});

const at = (file: string) => `${pathToFileURL(APP_ROOT).href}/${file}`;

test('an error tells its kind and where in our code it came from, and marks its message and other places', () => {
  const error = new TypeError('Unexpected token \'a\', "a secret" is not valid JSON', {
    cause: new RangeError('/home/ada'),
  });
  error.stack = [
    'TypeError: a secret',
    '    at secretOfAda(/home/ada/x.js)',
    `    at open (${at('main/engine.ts')}:12:3)`,
    `    at async Promise.all (index 0)`,
    `    at ${at('out/main/index.js')}:1:2`,
    '    at node:internal/process/task_queues:95:5',
    '    at new Worker (app://gearbench/assets/index-a1.js:1:20)',
    '    at run (/home/ada/secret.js:1:1)',
  ].join('\n');
  (error.cause as Error).stack = 'none';
  expect(errorLines(error).map(forOthers)).toEqual([
    '    TypeError: …',
    '      at …',
    '      at open main/engine.ts:12:3',
    '      at …',
    '      at out/main/index.js:1:2',
    '      at node:internal/process/task_queues:95:5',
    '      at new Worker assets/index-a1.js:1:20',
    '      at …',
    '    RangeError: …',
  ]);
});

test('what is thrown and is no error is told as text, and no error is told without end', () => {
  expect(errorLines('/home/ada').map(forOthers)).toEqual(['    …']);
  const circular = new Error('a');
  circular.cause = circular;
  circular.name = '/home/ada';
  expect(errorLines(circular).filter((line) => line.startsWith('    Error'))).toHaveLength(4);
});

import { expect, test } from 'vitest';
import { hiderOf, shownOutcome } from '../../../main/workers/secrets.ts';

test('values are hidden wherever they stand, the longest first, and lines of one each for itself', () => {
  const hide = hiderOf({ A: 'abc', B: 'abcdef', C: 'first line\nsecond$&line' });
  expect(hide('abc=abcdef, abc.')).toBe('••••=••••, ••••.');
  expect(hide('first line\nsecond$&line')).toBe('••••');
  expect([hide('> second$&line'), hide('second'), hide('')]).toEqual(['> ••••', 'second', '']);
  expect(hiderOf({})('abc')).toBe('abc');
  expect(hiderOf({ EMPTY: '' })('abc')).toBe('abc');
});

test('an outcome is shown without them, what it says of a failure too', () => {
  const outcome = { exitCode: 1, signal: null, overflowed: false, timedOut: false, errors: 'no abc', failure: null };
  const hide = hiderOf({ A: 'abc' });
  expect(shownOutcome(outcome, hide)).toEqual({ ...outcome, errors: 'no ••••' });
  const failure = { code: 'internal', message: 'abc!', details: {} } as const;
  expect(shownOutcome({ ...outcome, failure }, hide).failure).toEqual({ ...failure, message: '••••!' });
});

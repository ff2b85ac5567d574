import { expect, test } from 'vitest';
import { rulesFrom } from '../../../main/server/rules.ts';
import { conversation } from '../../support/conversation.ts';

test('without a choice the rules are those of gearmand without options', () => {
  expect(rulesFrom()).toMatchObject({
    jobRetries: 0,
    roundRobin: false,
    order: '1.x',
    workerWakeup: 0,
    exceptions: false,
    handlePrefix: expect.stringMatching(/^H:./),
    verbosity: 'ERROR',
  });
});

test.each([
  ['jobRetries', 256],
  ['jobRetries', -1],
  ['jobRetries', 1.5],
  ['workerWakeup', 256],
  ['handlePrefix', 'p'.repeat(53)],
  ['handlePrefix', 'a\0b'],
])('a %s of %j is refused by name', (field, value) => {
  expect(() => rulesFrom({ [field]: value })).toThrow(
    expect.objectContaining({ code: 'bad-input', details: { field } }),
  );
});

test('handles begin with the prefix, and verbose tells the level', () => {
  const { submit, admin } = conversation({ handlePrefix: 'p'.repeat(52), verbosity: 'DEBUG' });
  expect(submit(1, 'f')).toEqual([`1:JOB_CREATED ${'p'.repeat(52)}:1`]);
  expect(admin(1, 'verbose')).toBe('OK DEBUG\n');
});

import { expect, test } from 'vitest';
import { limitsOf } from '../../../main/cli/limit-option.ts';

test('limits are numbers, and bytes in powers of 1024', () => {
  expect(limitsOf([])).toEqual({});
  expect(limitsOf(['connections=100', 'packet=64M', 'line=1K', 'unsent=2G'])).toEqual({
    connections: 100,
    packet: 64 * 1024 ** 2,
    line: 1024,
    unsent: 2 * 1024 ** 3,
  });
  expect(limitsOf(['jobs=1', 'jobs=2'])).toEqual({ jobs: 2 });
});

test('a limit that cannot be so is refused with its range', () => {
  expect(() => limitsOf(['packet=2G'])).toThrow('The limit packet is 1024 to 1073741824, not 2147483648.');
});

test.each(['', 'packet', 'packet=', 'packet=-1', 'packet=1T', 'packets=1', 'toString=1', 'packet=1M '])(
  '“%s” is refused with the names that there are',
  (option) => {
    expect(() => limitsOf([option])).toThrow(
      expect.objectContaining({
        code: 'bad-input',
        message: expect.stringMatching(
          new RegExp(`^“${option}” is no limit\\. .*packet=64M.*names are packet, line, `),
        ),
      }),
    );
  },
);

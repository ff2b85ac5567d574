import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { GEARBENCH } from '../../support/command-line.ts';
import { run } from '../../support/processes.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const doctor = (args: string[], input = '') => run(GEARBENCH, ['doctor', ...args], { input });

test('an error that is pasted is explained by its line, with what can be done; nothing is looked at', async () => {
  const { code, stdout, stderr } = await doctor(
    ['--error', '-'],
    'running: phpize\nCannot find autoconf. Please check\n',
  );
  expect([code, stderr, stdout.split('\n').slice(0, 3)]).toEqual([
    0,
    '',
    [
      'TOOL-01 autoconf: phpize needs autoconf, which is not there.',
      '  Line 2: Cannot find autoconf. Please check',
      '  > Install autoconf: brew install autoconf, or your system’s package.'.replace('’', '\xe2\x80\x99'),
    ],
  ]);
});

test('the same of a file, for programs', async () => {
  const file = join(await temporaryFolder(), 'build.log');
  await writeFile(file, 'GearmanException: Failed to set exception option\n');
  const { code, stdout } = await doctor(['--error', file, '--json']);
  expect([code, JSON.parse(stdout)]).toMatchObject([0, [{ check: 'RUN-04', text: 'paste.no-server', line: 1 }]]);
});

test('a text in which nothing is known is 1', async () => {
  const { code, stdout } = await doctor(['--error', '-'], 'all is well\n');
  expect([code, stdout]).toEqual([
    1,
    'Nothing in this text is known. gearbench doctor looks at the computer itself.\n',
  ]);
});

test.each([
  [['--error', '/nowhere/build.log'], '/nowhere/build.log does not exist.'],
  [['--server', 'localhost:0'], 'is no address'],
  [['--php', '/nowhere/php'], '/nowhere/php is not there.'],
  [['--docroot', '/var/www'], '--docroot DIR and --url URL belong together'],
  [['--docroot', '/var/www', '--url', 'ftp://x/'], 'begins with http:// or https://'],
  [['--sudo'], '--sudo'],
])('%j is an error of usage', async (args, message) => {
  const { code, stdout, stderr } = await doctor(args);
  expect([code, stdout]).toEqual([64, '']);
  expect(stderr).toContain(message);
});

import { readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { LogFile } from '../../../main/cli/log-file.ts';
import { overhear } from '../../support/overhear.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const lines = async (path: string) =>
  (await readFile(path, 'utf8')).split('\n').map((line) => line.replace(/^\S+Z /, ''));

test('what is as grave as the level or graver is written, what came before it was opened too', async () => {
  const path = join(await temporaryFolder(), 'log');
  const log = new LogFile('WARNING');
  log.warn('first');
  log.open(path);
  log.info('not this');
  log.error('broke', new Error('disk full'));
  expect(await lines(path)).toEqual(['WARNING first', 'ERROR broke: disk full', '']);
});

test('a log that is opened again goes on in a new file where the old one was moved away', async () => {
  const path = join(await temporaryFolder(), 'log');
  const log = new LogFile('INFO');
  log.open(path);
  log.info('one');
  await rename(path, `${path}.1`);
  log.info('two');
  log.reopen();
  log.info('three');
  expect([await lines(`${path}.1`), await lines(path)]).toEqual([
    ['INFO one', 'INFO two', ''],
    ['INFO three', ''],
  ]);
});

test('where that cannot be the old file stays', async () => {
  const folder = await temporaryFolder();
  const log = new LogFile('INFO');
  log.open(join(folder, 'log'));
  await rename(folder, `${folder}-moved`);
  log.reopen();
  await rename(`${folder}-moved`, folder);
  log.info('still here');
  expect(await lines(join(folder, 'log'))).toEqual([
    expect.stringMatching(/^ERROR could not open the log file .*: ENOENT/),
    'INFO still here',
    '',
  ]);
});

test('a file that cannot be written is refused; none and stderr are no files', () => {
  const said = overhear();
  const log = new LogFile('INFO');
  expect(() => log.open('/nonexistent/log')).toThrow(/^could not open the log file \/nonexistent\/log: ENOENT/);
  log.open('stderr');
  log.info('aloud');
  log.open('none');
  log.info('silent');
  log.reopen();
  expect(said).toEqual([expect.stringMatching(/^\S+ INFO aloud\n$/)]);
});

test.skipIf(process.platform !== 'linux')('a full disk is said once, and nothing else happens', () => {
  const said = overhear();
  const log = new LogFile('INFO');
  log.open('/dev/full');
  log.info('lost');
  log.info('lost too');
  expect(said).toEqual([expect.stringMatching(/^gearmand: could not write to \/dev\/full: ENOSPC/)]);
});

import { existsSync } from 'node:fs';
import { readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { removePidFile, writePidFile } from '../../../main/cli/pid-file.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

test('it has the process id, replaces an old one and is gone after', async () => {
  const path = join(await temporaryFolder(), 'pid');
  await writeFile(path, '1\n');
  writePidFile(path);
  expect(await readFile(path, 'utf8')).toBe(`${process.pid}\n`);
  removePidFile(path);
  expect(existsSync(path)).toBe(false);
  removePidFile(path); // a second time is no error
});

test('a link in its place is replaced, not followed', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'precious'), 'kept');
  await symlink(join(folder, 'precious'), join(folder, 'pid'));
  writePidFile(join(folder, 'pid'));
  expect(await readFile(join(folder, 'precious'), 'utf8')).toBe('kept');
});

test('what the next server has written stays', async () => {
  const path = join(await temporaryFolder(), 'pid');
  writePidFile(path);
  await writeFile(path, '1\n');
  removePidFile(path);
  expect(await readFile(path, 'utf8')).toBe('1\n');
});

test('a place that cannot be written is named', () => {
  expect(() => writePidFile('/nonexistent/pid')).toThrow(/^could not write the pid file \/nonexistent\/pid: ENOENT/);
});

import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderProblem, standInFor } from '../../../main/util/usable-folder.ts';
import { canMount, smallDisk } from '../../support/small-disk.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

test('a folder is made where it is missing, and nothing of the test stays in it', async () => {
  const folder = join(await temporaryFolder(), 'a', 'b');
  expect(folderProblem(folder)).toBe(null);
  expect(await readdir(folder)).toEqual([]);
});

test('a file in the place of the folder, or of one above it, is told', async () => {
  const file = join(await temporaryFolder(), 'file');
  await writeFile(file, '');
  expect(folderProblem(file)).toMatchObject({ code: 'file-unwritable', details: { path: file, why: 'there-already' } });
  const below = join(file, 'data');
  expect(folderProblem(below)).toMatchObject({ details: { path: below, why: 'no-folder' } });
});

test.skipIf(!canMount)('so is a disk that can only be read', async () => {
  const { folder, remount } = await smallDisk('1m');
  expect(folderProblem(folder)).toBe(null);
  remount('ro');
  expect(folderProblem(folder)).toMatchObject({ details: { path: folder, why: 'read-only' } });
});

test('the stand-in has the small files of the profile, and is nobody else’s', async () => {
  const profile = await temporaryFolder();
  await writeFile(join(profile, 'settings.json'), '{"theme":"dark"}');
  await writeFile(join(profile, 'jobs.db'), 'large');
  await mkdir(join(profile, 'folder.json'));
  const folder = standInFor(profile);
  expect(await readFile(join(folder, 'settings.json'), 'utf8')).toBe('{"theme":"dark"}');
  expect(await readdir(folder)).not.toContain('jobs.db');
  expect((await stat(folder)).mode & 0o077).toBe(0);
  expect(await readdir(standInFor(join(profile, 'missing')))).toEqual([]);
});

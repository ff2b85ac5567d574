import { chmod, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { applyIniChange, undoIniChange } from '../../../../main/doctor/plan/ini-edit.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

async function place(content?: string | Buffer) {
  const folder = await temporaryFolder();
  const file = join(folder, 'php.ini');
  if (content !== undefined) await writeFile(file, content);
  return { folder, file, backups: join(folder, 'backups') };
}

test('a new file is written, and its undo removes it', async () => {
  const { file, backups } = await place();
  const backup = await applyIniChange({ kind: 'add', file, text: 'extension="/own/gearman.so"\n' }, backups);
  expect(await readFile(file, 'utf8')).toBe('extension="/own/gearman.so"\n');
  await undoIniChange(backup);
  await expect(stat(file)).rejects.toThrow('ENOENT');
  expect(await readdir(backups)).toEqual([]);
});

test('a line is added behind what is there, in whatever encoding, and undone byte for byte', async () => {
  const before = Buffer.from('; caf\xe9\r\nmemory_limit=1G', 'latin1');
  const { file, backups } = await place(before);
  await chmod(file, 0o640);
  const backup = await applyIniChange({ kind: 'add', file, text: 'extension=gearman\n' }, backups);
  expect(await readFile(file)).toEqual(Buffer.concat([before, Buffer.from('\nextension=gearman\n')]));
  await undoIniChange(backup);
  expect(await readFile(file)).toEqual(before);
  expect((await stat(file)).mode & 0o777).toBe(0o640);
});

test('lines are replaced where they are, with their ends', async () => {
  const { file, backups } = await place('[PHP]\r\n;extension=gearman.so\r\nmemory_limit=1G\r\n');
  const lines = [{ line: 2, was: ';extension=gearman.so', text: 'extension=gearman.so' }];
  await applyIniChange({ kind: 'replace', file, lines }, backups);
  expect(await readFile(file, 'utf8')).toBe('[PHP]\r\nextension=gearman.so\r\nmemory_limit=1G\r\n');
});

test('where a link stands, the file that it names is changed; the link stays', async () => {
  const { folder, file, backups } = await place(';extension=gearman.so\n');
  const link = join(folder, '20-gearman.ini');
  await symlink(file, link);
  const lines = [{ line: 1, was: ';extension=gearman.so', text: 'extension=gearman.so' }];
  const backup = await applyIniChange({ kind: 'replace', file: link, lines }, backups);
  expect([await readFile(file, 'utf8'), await readFile(link, 'utf8')]).toEqual([
    'extension=gearman.so\n',
    'extension=gearman.so\n',
  ]);
  await undoIniChange(backup);
  expect(await readFile(link, 'utf8')).toBe(';extension=gearman.so\n');
});

test('a line that is no longer what it was is not replaced, and nothing is kept', async () => {
  const { file, backups } = await place('extension=gearman.so\n');
  const lines = [{ line: 1, was: ';extension=gearman.so', text: 'extension=gearman.so' }];
  await expect(applyIniChange({ kind: 'replace', file, lines }, backups)).rejects.toMatchObject({
    code: 'file-changed',
  });
  expect(await readFile(file, 'utf8')).toBe('extension=gearman.so\n');
  await expect(readdir(backups)).rejects.toThrow('ENOENT');
});

test('what somebody has changed since is not undone, and its backup stays', async () => {
  const { file, backups } = await place('memory_limit=1G\n');
  const backup = await applyIniChange({ kind: 'add', file, text: 'extension=gearman\n' }, backups);
  await writeFile(file, 'memory_limit=2G\nextension=gearman\n');
  await expect(undoIniChange(backup)).rejects.toMatchObject({ code: 'file-changed' });
  expect(await readFile(file, 'utf8')).toBe('memory_limit=2G\nextension=gearman\n');
  expect(await readdir(backups)).toHaveLength(1);
});

test('a file that somebody has removed since stays away', async () => {
  const { folder, file, backups } = await place();
  const backup = await applyIniChange({ kind: 'add', file, text: 'extension=gearman\n' }, backups);
  await rm(file);
  await undoIniChange(backup);
  expect(await readdir(folder)).toEqual(['backups']);
});

test('a folder that is not there is named, and nothing is kept', async () => {
  const { folder, backups } = await place('a file');
  const change = { kind: 'add', file: join(folder, 'php.ini', 'x.ini'), text: '' } as const;
  await expect(applyIniChange(change, backups)).rejects.toMatchObject({ code: 'file-unreadable' });
});

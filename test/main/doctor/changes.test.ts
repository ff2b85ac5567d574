import { chmod, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Changes } from '../../../main/doctor/changes.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** Whose change it is does not matter to most. */
const OF = { step: 'a', php: '/usr/bin/php', way: 'drop-in', words: 'drop-in', values: {} } as const;

async function place(content?: string | Buffer) {
  const folder = await temporaryFolder();
  const file = join(folder, 'php.ini');
  if (content !== undefined) await writeFile(file, content);
  const backups = join(folder, 'backups');
  return { folder, file, backups, changes: new Changes(backups) };
}

test('a new file is written, and its undo removes it', async () => {
  const { file, backups, changes } = await place();
  const id = await changes.apply({ kind: 'add', file, text: 'extension="/own/gearman.so"\n' }, OF);
  expect(await readFile(file, 'utf8')).toBe('extension="/own/gearman.so"\n');
  await changes.undo(id);
  await expect(stat(file)).rejects.toThrow('ENOENT');
  expect(await readdir(backups)).toEqual([]);
});

test('a line is added behind what is there, in whatever encoding, and undone byte for byte', async () => {
  const before = Buffer.from('; caf\xe9\r\nmemory_limit=1G', 'latin1');
  const { file, changes } = await place(before);
  await chmod(file, 0o640);
  const id = await changes.apply({ kind: 'add', file, text: 'extension=gearman\n' }, OF);
  expect(await readFile(file)).toEqual(Buffer.concat([before, Buffer.from('\nextension=gearman\n')]));
  await changes.undo(id);
  expect(await readFile(file)).toEqual(before);
  expect((await stat(file)).mode & 0o777).toBe(0o640);
});

test('lines are replaced where they are, with their ends', async () => {
  const { file, changes } = await place('[PHP]\r\n;extension=gearman.so\r\nmemory_limit=1G\r\n');
  const lines = [{ line: 2, was: ';extension=gearman.so', text: 'extension=gearman.so' }];
  await changes.apply({ kind: 'replace', file, lines }, OF);
  expect(await readFile(file, 'utf8')).toBe('[PHP]\r\nextension=gearman.so\r\nmemory_limit=1G\r\n');
});

test('where a link stands, the file that it names is changed; the link stays', async () => {
  const { folder, file, changes } = await place(';extension=gearman.so\n');
  const link = join(folder, '20-gearman.ini');
  await symlink(file, link);
  const lines = [{ line: 1, was: ';extension=gearman.so', text: 'extension=gearman.so' }];
  const id = await changes.apply({ kind: 'replace', file: link, lines }, OF);
  expect([await readFile(file, 'utf8'), await readFile(link, 'utf8')]).toEqual([
    'extension=gearman.so\n',
    'extension=gearman.so\n',
  ]);
  await changes.undo(id);
  expect(await readFile(link, 'utf8')).toBe(';extension=gearman.so\n');
});

test('a line that is no longer what it was is not replaced, and nothing is kept', async () => {
  const { file, backups, changes } = await place('extension=gearman.so\n');
  const lines = [{ line: 1, was: ';extension=gearman.so', text: 'extension=gearman.so' }];
  await expect(changes.apply({ kind: 'replace', file, lines }, OF)).rejects.toMatchObject({
    code: 'line-changed',
  });
  expect(await readFile(file, 'utf8')).toBe('extension=gearman.so\n');
  await expect(readdir(backups)).rejects.toThrow('ENOENT');
});

test('what somebody has changed since is not undone, and its backup stays', async () => {
  const { file, backups, changes } = await place('memory_limit=1G\n');
  const id = await changes.apply({ kind: 'add', file, text: 'extension=gearman\n' }, OF);
  await writeFile(file, 'memory_limit=2G\nextension=gearman\n');
  await expect(changes.undo(id)).rejects.toMatchObject({ code: 'undo-changed', details: { path: file } });
  expect(await readFile(file, 'utf8')).toBe('memory_limit=2G\nextension=gearman\n');
  expect(await readdir(backups)).toHaveLength(1);
});

test('a file that somebody has removed since stays away', async () => {
  const { folder, file, changes } = await place();
  const id = await changes.apply({ kind: 'add', file, text: 'extension=gearman\n' }, OF);
  await rm(file);
  await changes.undo(id);
  expect(await readdir(folder)).toEqual(['backups']);
});

test('a folder that is not there is named, and nothing is kept', async () => {
  const { folder, changes } = await place('a file');
  const change = { kind: 'add', file: join(folder, 'php.ini', 'x.ini'), text: '' } as const;
  await expect(changes.apply(change, OF)).rejects.toMatchObject({ code: 'file-unreadable' });
});

test('what was changed is known after a restart, the newest first, and whether it is as it was left', async () => {
  const { folder, file, backups, changes } = await place('memory_limit=1G\n');
  const other = join(folder, 'own', 'gearman.php');
  const copy = await changes.apply({ kind: 'copy', file: other, from: file }, { ...OF, step: 'copy' });
  await changes.apply({ kind: 'add', file, text: 'extension=gearman\n' }, { ...OF, step: 'line', way: 'repair' });
  const later = new Changes(backups);
  expect((await later.list()).map(({ step, file: of, intact }) => [step, of, intact])).toEqual([
    ['line', file, true],
    ['copy', other, true],
  ]);
  await writeFile(file, '');
  expect((await later.list()).map(({ intact }) => intact)).toEqual([false, true]);
  await later.undo(copy);
  expect(await readdir(folder)).toEqual(['backups', 'php.ini']); // the folder was made for the copy
});

test('of one way the last change is undone first', async () => {
  const { folder, file, changes } = await place('<?php');
  const from = file;
  const copy = await changes.apply({ kind: 'copy', file: join(folder, 'gearman.php'), from }, OF);
  const line = await changes.apply({ kind: 'add', file: join(folder, '99.ini'), text: 'auto_prepend_file=x\n' }, OF);
  const refused = { code: 'undo-later', details: { later: join(folder, '99.ini') } };
  await expect(changes.undo(copy)).rejects.toMatchObject(refused);
  await changes.undo(line);
  await changes.undo(copy);
  expect(await readdir(folder)).toEqual(['backups', 'php.ini']);
});

test('another file in the place of a copy stays, and one that is the same is no hindrance', async () => {
  const { folder, file, backups, changes } = await place('<?php');
  const there = join(folder, 'gearman.php');
  const change = { kind: 'copy', file: there, from: file } as const;
  await writeFile(there, '<?php // own');
  await expect(changes.apply(change, OF)).rejects.toMatchObject({ code: 'copy-blocked', details: { path: there } });
  await writeFile(there, '<?php');
  await changes.undo(await changes.apply(change, OF));
  expect(await readFile(there, 'utf8')).toBe('<?php');
  await expect(changes.apply({ ...change, from: join(folder, 'gone') }, OF)).rejects.toMatchObject({
    code: 'file-missing',
  });
  expect(await readdir(backups)).toEqual([]);
});

test('what is forgotten stays as it is', async () => {
  const { file, backups, changes } = await place('a\n');
  await changes.forget(await changes.apply({ kind: 'add', file, text: 'b\n' }, OF));
  expect([await readFile(file, 'utf8'), await changes.list(), await readdir(backups)]).toEqual(['a\nb\n', [], []]);
});

import { mkdir, readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { exists, readJson, writeJson, writeWhole } from '../../../main/util/json-file.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const Schema = z.object({ name: z.string(), sizes: z.array(z.number()).default([]) });

async function fileOf(content: string | object): Promise<string> {
  const path = join(await temporaryFolder(), 'file.json');
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

test('what is written is read again, defaults filled in', async () => {
  const path = join(await temporaryFolder(), 'deep', 'down', 'file.json');
  await writeJson(path, { name: 'Müller' });
  expect(await readFile(path, 'utf8')).toBe('{\n  "name": "Müller"\n}\n');
  expect(await readJson(path, Schema)).toEqual({ name: 'Müller', sizes: [] });
});

test.each([
  ['an unknown word', '{\n  "name": x\n}', 2, 11],
  ['a comma too many in a list', '{\n  "name": "x",\n  "sizes": [1,]\n}', 3, 15],
  ['a comma too many in an object', '{\n  "name": "x",\n}', 3, 1],
  ['a comment', '{\n  // the name\n  "name": "x"\n}', 2, 3],
  ['a missing comma', '{\n  "name": "x"\n  "sizes": []\n}', 3, 3],
  ['a missing end', '{\n  "name": "x"', 2, 14],
  ['an empty file', '', 1, 1],
  ['a word in a long text', `{\n  "sizes": [${'1, '.repeat(100)}\n  oops]\n}`, 3, 3],
])('%s is told with its line and column', async (_what, text, line, column) => {
  const path = await fileOf(text);
  await expect(readJson(path, Schema)).rejects.toMatchObject({
    code: 'file-not-json',
    message: `${path} is not valid JSON: line ${line}, column ${column}.`,
    details: { path, line, column },
  });
});

test('a wrong value is told with its field', async () => {
  const path = await fileOf({ name: 'x', sizes: [1, 'two'] });
  await expect(readJson(path, Schema)).rejects.toMatchObject({
    code: 'file-invalid',
    message: expect.stringContaining(`${path} cannot be used: sizes.1: `),
    details: { path, field: 'sizes.1' },
  });
  await expect(readJson(await fileOf('[]'), Schema)).rejects.toMatchObject({ details: { field: 'JSON' } });
});

test('the content can be changed before it is checked', async () => {
  const path = await fileOf({ title: 'old' });
  expect(await readJson(path, Schema, (content) => ({ name: (content as { title: string }).title }))).toEqual({
    name: 'old',
    sizes: [],
  });
});

test('a file that is not there, is none, or is far too large', async () => {
  const folder = await temporaryFolder();
  const large = join(folder, 'large.json');
  await writeFile(large, '');
  await truncate(large, 16 * 1024 * 1024 + 1);
  await expect(readJson(join(folder, 'none.json'), Schema)).rejects.toMatchObject({
    code: 'file-missing',
    message: `${join(folder, 'none.json')} does not exist.`,
  });
  await expect(readJson(folder, Schema)).rejects.toMatchObject({ code: 'file-unreadable', details: { path: folder } });
  await expect(readJson(large, Schema)).rejects.toMatchObject({
    code: 'file-too-large',
    details: { path: large, size: 16 * 1024 * 1024 + 1, limit: 16 * 1024 * 1024 },
  });
});

test('a file is replaced as a whole, and nothing is left beside it', async () => {
  const folder = await temporaryFolder();
  const path = join(folder, 'result.out');
  await writeWhole(path, Buffer.from('a long first content'));
  await writeWhole(path, Buffer.from('second'));
  expect([await readFile(path, 'utf8'), await readdir(folder)]).toEqual(['second', ['result.out']]);
});

test('where it cannot be written, the file stays and nothing is left beside it', async () => {
  const folder = await temporaryFolder();
  const path = join(folder, 'taken');
  await mkdir(join(path, 'inside'), { recursive: true });
  await expect(writeJson(path, {})).rejects.toMatchObject({ code: 'file-unwritable', details: { path } });
  const below = join(folder, 'file', 'below');
  await writeFile(join(folder, 'file'), '');
  await expect(writeJson(below, {})).rejects.toMatchObject({ code: 'file-unwritable', details: { path: below } });
  expect([await readdir(folder), (await stat(path)).isDirectory()]).toEqual([['file', 'taken'], true]);
  expect([await exists(path), await exists(`${path}.other`)]).toEqual([true, false]);
});

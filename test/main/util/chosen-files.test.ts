import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ChosenFiles } from '../../../main/util/chosen-files.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

test('a chosen file is known by a token that does not tell its path', async () => {
  const path = join(await temporaryFolder(), 'image.png');
  await writeFile(path, 'pixels');
  const files = new ChosenFiles();
  const [chosen, again] = [await files.add(path), await files.add(path)];
  expect(chosen).toEqual({ token: expect.any(String), name: 'image.png', size: 6 });
  expect([chosen.token === again.token, chosen.token.includes('image')]).toEqual([false, false]);
  await writeFile(path, 'more pixels');
  expect(String(await files.read(chosen.token, 11))).toBe('more pixels');
});

test('what cannot be read is said by its code', async () => {
  const folder = await temporaryFolder();
  const path = join(folder, 'file');
  await writeFile(path, '0123456789');
  await mkdir(join(folder, 'sub'));
  const files = new ChosenFiles();
  const { token } = await files.add(path);
  const { token: ofFolder } = await files.add(join(folder, 'sub'));
  await expect(files.read('made up', 100)).rejects.toMatchObject({ code: 'choice-expired' });
  await expect(files.read(token, 9)).rejects.toMatchObject({
    code: 'file-too-large',
    details: { path, size: 10, limit: 9 },
  });
  await expect(files.read(ofFolder, 1e9)).rejects.toMatchObject({ code: 'file-unreadable' });
  await rm(path);
  await expect(files.read(token, 100)).rejects.toMatchObject({ code: 'file-unreadable', details: { path } });
  await expect(files.add(path)).rejects.toMatchObject({ code: 'file-missing', details: { path } });
});

import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { ViewState } from '../../../main/contract/view.ts';
import { silent } from '../../../main/util/log.ts';
import { ViewFile } from '../../../main/util/view-file.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const viewPath = async () => join(await temporaryFolder(), 'view.json');
const FIRST = ViewState.parse({});

test('what was left is found again, part by part', async () => {
  const path = await viewPath();
  const view = await ViewFile.open(path, silent);
  expect(view.current).toEqual(FIRST);
  void view.change({ panes: { detail: 300 } });
  void view.change({ functions: { filter: 'wc' } });
  await view.close();
  expect((await ViewFile.open(path, silent)).current).toEqual({
    ...FIRST,
    panes: { detail: 300 },
    functions: { filter: 'wc' },
  });
});

test('what cannot be read of it is as at first, and the rest is as it was left', async () => {
  const path = await viewPath();
  await writeFile(path, JSON.stringify({ panes: { detail: 'tall', expert: 400 }, jobs: 7, workers: { filter: 'a' } }));
  expect((await ViewFile.open(path, silent)).current).toEqual({
    ...FIRST,
    panes: { expert: 400 },
    workers: { filter: 'a' },
  });
  await writeFile(path, 'no JSON');
  expect((await ViewFile.open(path, silent)).current).toEqual(FIRST);
});

test('a folder that cannot be written is logged, and the change holds for the session', async () => {
  const inTheWay = await viewPath();
  await writeFile(inTheWay, 'a file where the folder should be');
  const warn = vi.fn();
  const view = await ViewFile.open(join(inTheWay, 'view.json'), { ...silent, warn });
  await view.change({ functions: { filter: 'wc' } });
  expect([view.current.functions.filter, warn.mock.calls.length]).toEqual(['wc', 1]);
  expect([await readFile(inTheWay, 'utf8'), await readdir(join(inTheWay, '..'))]).toEqual([
    'a file where the folder should be',
    ['view.json'],
  ]);
});

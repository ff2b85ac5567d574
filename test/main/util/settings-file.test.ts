import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { Settings } from '../../../main/contract/model.ts';
import { silent } from '../../../main/util/log.ts';
import { SettingsFile } from '../../../main/util/settings-file.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const DEFAULTS = Settings.parse({});

const settingsPath = async () => join(await temporaryFolder(), 'settings.json');

test('without a file the defaults hold, and the first change makes one', async () => {
  const path = await settingsPath();
  const settings = await SettingsFile.open(path, silent);
  expect(settings.current).toEqual(DEFAULTS);
  expect(await settings.change({ theme: 'dark', port: 4731 })).toEqual({ ...DEFAULTS, theme: 'dark', port: 4731 });
  await settings.change({ welcomed: true });
  const again = await SettingsFile.open(path, silent);
  expect(again.current).toEqual({ ...DEFAULTS, theme: 'dark', port: 4731, welcomed: true });
});

test('two changes at once are both kept', async () => {
  const path = await settingsPath();
  const settings = await SettingsFile.open(path, silent);
  await Promise.all([settings.change({ theme: 'dark' }), settings.change({ density: 'comfortable' })]);
  expect(settings.current).toMatchObject({ theme: 'dark', density: 'comfortable' });
  expect((await SettingsFile.open(path, silent)).current).toEqual(settings.current);
});

test.each([
  ['cut', '{ "theme": "da'],
  ['of another version', '{ "version": 2 }'],
  ['with a port that is none', '{ "port": 70000 }'],
])('a file that is %s is set aside, said, and the defaults hold', async (_what, text) => {
  const path = await settingsPath();
  await writeFile(path, text);
  const warn = vi.fn();
  const settings = await SettingsFile.open(path, { ...silent, warn });
  expect(settings.current).toEqual(DEFAULTS);
  expect(warn.mock.calls).toEqual([[expect.stringContaining(`It was set aside as ⟦${path}.broken⟧`)]]);
  expect(await readFile(`${path}.broken`, 'utf8')).toBe(text);
  expect(await readdir(join(path, '..'))).toEqual(['settings.json.broken']);
});

test('a change that cannot be written does not count', async () => {
  const inTheWay = await settingsPath();
  await writeFile(inTheWay, 'a file where the folder should be');
  const path = join(inTheWay, 'settings.json');
  const settings = await SettingsFile.open(path, silent);
  await expect(settings.change({ theme: 'dark' })).rejects.toMatchObject({ code: 'file-unwritable' });
  expect(settings.current).toEqual(DEFAULTS);
});

test('without a path changes hold for the session only', async () => {
  const settings = await SettingsFile.open(undefined, silent);
  await settings.change({ language: 'zh' });
  expect(settings.current).toEqual({ ...DEFAULTS, language: 'zh' });
});

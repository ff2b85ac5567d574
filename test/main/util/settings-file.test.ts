import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { Settings } from '../../../main/contract/settings.ts';
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
  ['of another version', '{ "version": 2, "theme": "dark" }'],
  ['no object', '[1, 2]'],
  ['empty', ''],
])('a file that is %s is set aside, said, and the defaults hold', async (_what, text) => {
  const path = await settingsPath();
  await writeFile(path, text);
  const warn = vi.fn();
  const settings = await SettingsFile.open(path, { ...silent, warn });
  expect([settings.current, settings.fault]).toEqual([DEFAULTS, { aside: `${path}.broken`, lost: null }]);
  expect(warn.mock.calls).toEqual([[expect.stringContaining(`It was set aside as ⟦${path}.broken⟧`)]]);
  expect(await readFile(`${path}.broken`, 'utf8')).toBe(text);
  expect(await readdir(join(path, '..'))).toEqual(['settings.json.broken']);
});

test.each<[string, object, string[], object]>([
  ['a port that is none', { port: 70_000, theme: 'dark' }, ['port'], { theme: 'dark' }],
  ['two', { port: 'x', theme: 'pink', density: 'comfortable' }, ['theme', 'port'], { density: 'comfortable' }],
  [
    'a command that there is no more',
    { shortcuts: { 'no.such': 'Mod+P', 'go.jobs': 'Mod+Shift+J', 'go.traffic': 'p' } },
    ['shortcuts.no.such', 'shortcuts.go.traffic'],
    { shortcuts: { 'go.jobs': 'Mod+Shift+J' } },
  ],
  [
    'a column',
    { packetColumns: ['number', 'colour', 'type'] },
    ['packetColumns.1'],
    { packetColumns: ['number', 'type'] },
  ],
  ['all columns', { packetColumns: ['x'] }, ['packetColumns.0', 'packetColumns'], {}],
  [
    'a rule of colours',
    { colourRules: [{ name: 'a' }, { name: 'b', filter: 'gb.mark', colour: 'red', enabled: true }] },
    ['colourRules.0'],
    {},
  ],
  ['a limit', { limits: { packet: 1, line: 100 } }, ['limits.packet'], { limits: { line: 100 } }],
])('of a file with %s that cannot be, all others are kept', async (_what, content, lost, kept) => {
  const path = await settingsPath();
  await writeFile(path, JSON.stringify(content));
  const warn = vi.fn();
  const settings = await SettingsFile.open(path, { ...silent, warn });
  const aside = `${path}.broken`;
  expect(settings.current).toMatchObject(kept);
  for (const [key, value] of Object.entries(settings.current))
    if (!(key in content)) expect([key, value]).toEqual([key, DEFAULTS[key as keyof Settings]]);
  expect(new Set(settings.fault?.lost?.map((each) => each.replace(/^(colourRules\.0).*/, '$1')))).toEqual(
    new Set(lost),
  );
  expect([settings.fault?.aside, warn.mock.calls.length]).toEqual([aside, 1]);
  expect(await readFile(aside, 'utf8')).toBe(JSON.stringify(content));
  const again = await SettingsFile.open(path, silent);
  expect([again.current, again.fault]).toEqual([settings.current, null]);
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

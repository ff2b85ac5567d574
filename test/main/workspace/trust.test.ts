import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Command, FunctionDefinition } from '../../../main/contract/model.ts';
import { hashOf, Trust } from '../../../main/workspace/trust.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const define = (name: string, command: Command, more: object = {}) =>
  FunctionDefinition.parse({ name, command, ...more });
const argv = (...parts: string[]): Command => ({ kind: 'argv', argv: parts });
const shell = (line: string): Command => ({ kind: 'shell', line });

const functions = [define('a', argv('wc', '-l')), define('b', shell('date'))];

async function setting() {
  const folder = await temporaryFolder();
  const workspace = join(folder, 'shop.gearbench.json');
  await writeFile(workspace, '');
  return { folder, workspace, path: join(folder, 'profile', 'trust.json') };
}

test('trust is for one file and lasts', async () => {
  const { folder, workspace, path } = await setting();
  const trust = new Trust(path);
  const other = join(folder, 'other.gearbench.json');
  expect(await trust.has(workspace, functions)).toBe(false);
  await trust.grant(workspace, functions);
  await trust.grant(other, []);
  expect([
    await new Trust(path).has(workspace, functions),
    await trust.has(other, functions),
    await trust.has(other, []),
  ]).toEqual([true, false, true]);
});

test('a file is the same by whatever way it is reached', async () => {
  const { folder, workspace, path } = await setting();
  const link = join(folder, 'link.gearbench.json');
  await symlink(workspace, link);
  const trust = new Trust(path);
  await trust.grant(link, functions);
  expect(await trust.has(workspace, functions)).toBe(true);
});

test.each([
  ['an argument', [define('a', argv('wc', '-c')), functions[1]]],
  ['the cut of the arguments', [define('a', argv('wc -l')), functions[1]]],
  ['a vector into a line', [define('a', shell('wc -l')), functions[1]]],
  ['a shell line', [functions[0], define('b', shell('date; id'))]],
  ['the folder', [functions[0], define('b', shell('date'), { folder: '/' })]],
  ['a variable', [functions[0], define('b', shell('date'), { environment: { TZ: 'UTC' } })]],
  ['the name', [functions[0], define('c', shell('date'))]],
  ['one more', [...functions, define('c', shell('id'))]],
  ['one less', [functions[0]]],
])('trust lapses with a change of %s', async (_what, changed) => {
  const { workspace, path } = await setting();
  const trust = new Trust(path);
  await trust.grant(workspace, functions);
  expect(await trust.has(workspace, changed as FunctionDefinition[])).toBe(false);
});

test('what executes nothing does not matter: order, description, number of workers', () => {
  const described = define('a', argv('wc', '-l'), { description: 'Counts', workers: 4 });
  expect(hashOf([functions[1] as FunctionDefinition, described])).toBe(hashOf(functions));
});

test.each(['', '{ "version": 1, "trusted": ', '{ "version": 2, "trusted": {} }', '[]'])(
  'a broken file (%s) trusts nothing and can be granted into again',
  async (text) => {
    const { folder, workspace } = await setting();
    const path = join(folder, 'trust.json');
    await writeFile(path, text);
    const trust = new Trust(path);
    expect(await trust.has(workspace, functions)).toBe(false);
    await trust.grant(workspace, functions);
    expect(await trust.has(workspace, functions)).toBe(true);
  },
);

test('without a profile nothing is trusted for longer than the session', async () => {
  const { workspace } = await setting();
  const trust = new Trust(undefined);
  await trust.grant(workspace, functions);
  expect(await trust.has(workspace, functions)).toBe(false);
});

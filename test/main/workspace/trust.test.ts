import { readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Command, FunctionDefinition } from '../../../main/contract/functions.ts';
import { hashOf, Trust } from '../../../main/workspace/trust.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const define = (name: string, command: Command, more: object = {}) =>
  FunctionDefinition.parse({ name, command, ...more });
const argv = (...parts: string[]): Command => ({ kind: 'argv', argv: parts });
const shell = (line: string): Command => ({ kind: 'shell', line });

const functions = [define('a', argv('wc', '-l')), define('b', shell('date'))];

const trusts = async (trust: Trust, workspace: string, given: readonly FunctionDefinition[]) =>
  (await trust.judge(workspace, given)).trusted;

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
  expect(await trusts(trust, workspace, functions)).toBe(false);
  await trust.grant(workspace, functions);
  await trust.grant(other, []);
  expect([
    await trusts(new Trust(path), workspace, functions),
    await trusts(trust, other, functions),
    await trusts(trust, other, []),
  ]).toEqual([true, false, true]);
});

test('a file is the same by whatever way it is reached', async () => {
  const { folder, workspace, path } = await setting();
  const link = join(folder, 'link.gearbench.json');
  await symlink(workspace, link);
  const trust = new Trust(path);
  await trust.grant(link, functions);
  expect(await trusts(trust, workspace, functions)).toBe(true);
});

test.each([
  ['an argument', [define('a', argv('wc', '-c')), functions[1]]],
  ['the cut of the arguments', [define('a', argv('wc -l')), functions[1]]],
  ['a vector into a line', [define('a', shell('wc -l')), functions[1]]],
  ['a shell line', [functions[0], define('b', shell('date; id'))]],
  ['the folder', [functions[0], define('b', shell('date'), { folder: '/' })]],
  ['a variable', [functions[0], define('b', shell('date'), { environment: { TZ: 'UTC' } })]],
  ['the name of a secret', [functions[0], define('b', shell('date'), { secrets: ['KEY'] })]],
  ['the servers', [functions[0], define('b', shell('date'), { servers: ['far:4730'] })]],
  ['its kind', [functions[0], define('b', shell('date'), { speaks: 'gearman' })]],
  ['the name', [functions[0], define('c', shell('date'))]],
  ['one more', [...functions, define('c', shell('id'))]],
  ['one less', [functions[0]]],
])('trust lapses with a change of %s', async (_what, changed) => {
  const { workspace, path } = await setting();
  const trust = new Trust(path);
  await trust.grant(workspace, functions);
  expect(await trusts(trust, workspace, changed as FunctionDefinition[])).toBe(false);
});

test('what executes nothing does not matter: order, description, number of workers', () => {
  const described = define('a', argv('wc', '-l'), { description: 'Counts', workers: 4 });
  expect(hashOf([functions[1] as FunctionDefinition, described])).toBe(hashOf(functions));
});

test.each([
  '',
  '{ "version": 1, "trusted": ',
  '{ "version": 3, "trusted": {} }',
  '{ "version": 2, "trusted": { "/a": "hash" } }',
  '{ "version": 0, "trusted": {} }',
  '[]',
])('a broken file (%s) trusts nothing and can be granted into again', async (text) => {
  const { folder, workspace } = await setting();
  const path = join(folder, 'trust.json');
  await writeFile(path, text);
  const trust = new Trust(path);
  expect(await trusts(trust, workspace, functions)).toBe(false);
  await trust.grant(workspace, functions);
  expect(await trusts(trust, workspace, functions)).toBe(true);
});

test('without a profile nothing is trusted for longer than the session', async () => {
  const { workspace } = await setting();
  const trust = new Trust(undefined);
  await trust.grant(workspace, functions);
  expect(await trusts(trust, workspace, functions)).toBe(false);
});

test('what has changed since is told by name: new, changed with both sides, and gone', async () => {
  const { workspace, path } = await setting();
  const trust = new Trust(path);
  const before = [...functions, define('kept', argv('true'), { environment: { A: '1' } })];
  await trust.grant(workspace, before);
  const now = [
    define('c', shell('id')),
    define('a', argv('wc', '-c'), { folder: '/tmp', environment: { TZ: 'UTC' }, description: 'Counts', workers: 3 }),
    before[2] as FunctionDefinition,
  ];
  const parts = (name: string, command: Command, folder = '', environment = {}) => ({
    name,
    command,
    folder,
    environment,
    secrets: [],
    speaks: 'stdio',
    servers: [],
  });
  expect(await new Trust(path).judge(workspace, now)).toEqual({
    trusted: false,
    difference: {
      added: [parts('c', shell('id'))],
      changed: [{ before: parts('a', argv('wc', '-l')), now: parts('a', argv('wc', '-c'), '/tmp', { TZ: 'UTC' }) }],
      gone: [parts('b', shell('date'))],
    },
  });
});

test('what was never allowed has no difference', async () => {
  const { workspace, path } = await setting();
  expect(await new Trust(path).judge(workspace, functions)).toEqual({ trusted: false, difference: null });
});

test('the order of variables is no change', async () => {
  const { workspace, path } = await setting();
  const trust = new Trust(path);
  await trust.grant(workspace, [define('a', shell('env'), { environment: { A: '1', B: '2' } })]);
  expect(await trusts(trust, workspace, [define('a', shell('env'), { environment: { B: '2', A: '1' } })])).toBe(true);
});

test('a file of the first version goes on trusting what it trusted, and tells no difference', async () => {
  const { workspace, folder } = await setting();
  const old = join(folder, 'trust.json');
  await writeFile(old, JSON.stringify({ version: 1, trusted: { [workspace]: hashOf(functions), '/other': 'x' } }));
  const trust = new Trust(old);
  expect(await trusts(trust, workspace, functions)).toBe(true);
  const changed = [functions[0] as FunctionDefinition];
  expect(await trust.judge(workspace, changed)).toEqual({ trusted: false, difference: null });
  await trust.grant(workspace, changed);
  const { version, trusted } = JSON.parse(await readFile(old, 'utf8')) as { version: number; trusted: object };
  expect([version, Object.keys(trusted)]).toEqual([2, [workspace, '/other']]);
  expect(await trust.judge(workspace, functions)).toMatchObject({ difference: { added: [{ name: 'b' }] } });
});

test('of a workspace with megabytes of commands only the hash is kept', async () => {
  const { workspace, path } = await setting();
  const trust = new Trust(path);
  const large = Array.from({ length: 20 }, (_, at) => define(`f${at}`, shell(`: ${'x'.repeat(30_000)}`)));
  await trust.grant(workspace, large);
  expect([await trusts(trust, workspace, large), (await readFile(path, 'utf8')).length < 1000]).toEqual([true, true]);
  expect(await trust.judge(workspace, functions)).toEqual({ trusted: false, difference: null });
});

import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { FunctionDefinition } from '../../../main/contract/model.ts';
import { readWorkspace, writeWorkspace } from '../../../main/workspace/file.ts';
import { Trust } from '../../../main/workspace/trust.ts';
import { Workspaces } from '../../../main/workspace/workspaces.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const define = (name: string, line = 'date') => FunctionDefinition.parse({ name, command: { kind: 'shell', line } });

/** A folder with a workspace of functions `a` and `b` in it that somebody else made. */
async function setting() {
  const folder = await temporaryFolder();
  const path = join(folder, 'shop.gearbench.json');
  await writeWorkspace(path, { gearbench: 1, description: 'The shop', functions: [define('a'), define('b')] });
  const onChange = vi.fn();
  const session = () => new Workspaces({ trust: new Trust(join(folder, 'profile', 'trust.json')), onChange });
  const names = (workspaces: Workspaces) => workspaces.info.functions.map(({ name }) => name);
  return { folder, path, onChange, session, workspaces: session(), names };
}

test('a file that somebody else made is shown but restricted', async () => {
  const { folder, path, workspaces, onChange } = await setting();
  expect(await workspaces.open(path)).toEqual({
    name: 'shop',
    path,
    folder,
    description: 'The shop',
    trusted: false,
    fingerprint: expect.any(String),
    difference: null,
    functions: [define('a'), define('b')],
  });
  expect(onChange).toHaveBeenCalledOnce();
  expect(() => workspaces.runnable('a')).toThrow(expect.objectContaining({ code: 'not-trusted', details: { path } }));
  expect(workspaces.find('a')).toEqual(define('a'));
});

test('allowed once it runs, now and in the next session, until a command changes', async () => {
  const { path, workspaces, session } = await setting();
  await workspaces.open(path);
  expect((await workspaces.grant(workspaces.info.fingerprint)).trusted).toBe(true);
  expect(workspaces.runnable('a')).toEqual(define('a'));
  expect((await session().open(path)).trusted).toBe(true);
  await writeWorkspace(path, { gearbench: 1, description: '', functions: [define('a', 'rm -rf /'), define('b')] });
  const next = session();
  expect(await next.open(path)).toMatchObject({
    trusted: false,
    difference: {
      added: [],
      changed: [{ before: { command: { line: 'date' } }, now: { command: { line: 'rm -rf /' } } }],
      gone: [],
    },
  });
  await next.remove('a');
  expect(next.info.difference).toMatchObject({ changed: [], gone: [{ name: 'a' }] });
  expect((await next.grant(next.info.fingerprint)).difference).toBe(null);
});

test('who allows other commands than those that are open is told to read again', async () => {
  const { path, workspaces } = await setting();
  const { fingerprint } = await workspaces.open(path);
  await workspaces.save(define('c', 'id'), null);
  await expect(workspaces.grant(fingerprint)).rejects.toMatchObject({ code: 'commands-changed', details: { path } });
  expect(workspaces.info.trusted).toBe(false);
});

test('allowed for the session it is restricted in the next', async () => {
  const { path, workspaces, session } = await setting();
  await workspaces.open(path);
  expect(workspaces.grantOnce().trusted).toBe(true);
  expect((await session().open(path)).trusted).toBe(false);
});

test('what the user puts into a trusted workspace stays trusted', async () => {
  const { folder, session, workspaces, names } = await setting();
  const { path, trusted } = await workspaces.create(join(folder, 'own'));
  expect([path, trusted]).toEqual([join(folder, 'own.gearbench.json'), true]);
  await workspaces.save(define('mine'), null);
  await workspaces.save(define('mine', 'id'), 'mine');
  await workspaces.save(define('renamed', 'id'), 'mine');
  await workspaces.save(define('also'), null);
  expect((await workspaces.remove('also')).name).toBe('also');
  const next = session();
  expect([(await next.open(path)).trusted, names(next)]).toEqual([true, ['renamed']]);
});

test('a change does not make a restricted workspace run', async () => {
  const { path, workspaces, session } = await setting();
  await workspaces.open(path);
  await workspaces.save(define('mine'), null);
  expect([workspaces.info.trusted, (await session().open(path)).trusted]).toEqual([false, false]);
});

test('a name can be there once', async () => {
  const { path, workspaces, names } = await setting();
  await workspaces.open(path);
  const taken = { code: 'name-taken', details: { function: 'b' } };
  await expect(workspaces.save(define('b'), null)).rejects.toMatchObject(taken);
  await expect(workspaces.save(define('b'), 'a')).rejects.toMatchObject(taken);
  await expect(workspaces.remove('c')).rejects.toMatchObject({ code: 'unknown-function', details: { function: 'c' } });
  expect([names(workspaces), (await readWorkspace(path)).functions.length]).toEqual([['a', 'b'], 2]);
});

test('a description is kept like any change, and is nothing to ask about', async () => {
  const { path, workspaces, session } = await setting();
  await workspaces.open(path);
  await workspaces.grant(workspaces.info.fingerprint);
  expect((await workspaces.describe('Our shop')).description).toBe('Our shop');
  await workspaces.save({ ...define('a'), colour: 'teal', description: 'The first' }, 'a');
  const next = await session().open(path);
  expect([next.description, next.trusted]).toEqual(['Our shop', true]);
  expect(next.functions[0]).toMatchObject({ colour: 'teal', description: 'The first' });
});

test('two changes at once are both kept', async () => {
  const { path, workspaces, names } = await setting();
  await workspaces.open(path);
  await Promise.all([workspaces.save(define('c'), null), workspaces.save(define('d'), null)]);
  expect([names(workspaces), (await readWorkspace(path)).functions.map(({ name }) => name)]).toEqual([
    ['a', 'b', 'c', 'd'],
    ['a', 'b', 'c', 'd'],
  ]);
});

test('where a file cannot be used, the open one stays', async () => {
  const { folder, path, workspaces, names } = await setting();
  await workspaces.open(path);
  const broken = join(folder, 'broken.gearbench.json');
  await writeFile(broken, '{');
  await expect(workspaces.open(broken)).rejects.toMatchObject({ code: 'file-not-json' });
  await expect(workspaces.open(join(folder, 'none'))).rejects.toMatchObject({ code: 'file-missing' });
  expect([workspaces.info.path, names(workspaces)]).toEqual([path, ['a', 'b']]);
});

test('a change that cannot be written does not count', async () => {
  const { folder, workspaces } = await setting();
  await workspaces.create(join(folder, 'gone', 'own.gearbench.json'));
  await rm(join(folder, 'gone'), { recursive: true });
  await writeFile(join(folder, 'gone'), 'a file where the folder was');
  await expect(workspaces.save(define('a'), null)).rejects.toMatchObject({ code: 'file-unwritable' });
  expect(workspaces.info.functions).toEqual([]);
});

test('a file is made where there is none, with the ending of a workspace', async () => {
  const { folder, workspaces } = await setting();
  const made = [
    await workspaces.openOrCreate(join(folder, 'one.gearbench.json')),
    await workspaces.create(join(folder, 'two.json')),
    await workspaces.create(join(folder, 'three')),
  ];
  expect(made.map(({ name, path }) => [name, path])).toEqual([
    ['one', join(folder, 'one.gearbench.json')],
    ['two', join(folder, 'two.gearbench.json')],
    ['three', join(folder, 'three.gearbench.json')],
  ]);
  await workspaces.save(define('kept'), null);
  expect((await workspaces.openOrCreate(join(folder, 'three.gearbench.json'))).functions).toEqual([define('kept')]);
  expect(await readFile(join(folder, 'two.gearbench.json'), 'utf8')).toContain('"gearbench": 1');
});

import { readFile, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { FunctionDefinition } from '../../../main/contract/functions.ts';
import { LARGEST } from '../../../main/util/json-file.ts';
import { readWorkspace, writeWorkspace } from '../../../main/workspace/file.ts';
import { Trust } from '../../../main/workspace/trust.ts';
import { Workspaces } from '../../../main/workspace/workspaces.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const define = (name: string, line = 'date') => FunctionDefinition.parse({ name, command: { kind: 'shell', line } });

/** A folder with a workspace of functions `a` and `b` in it that somebody else made. */
async function setting() {
  const folder = await temporaryFolder();
  const path = join(folder, 'shop.gearbench.json');
  await writeWorkspace(path, { workloads: [], description: 'The shop', functions: [define('a'), define('b')] });
  const onChange = vi.fn();
  const onReplaced = vi.fn(async () => {});
  const session = (autosave = true) =>
    new Workspaces({
      trust: new Trust(join(folder, 'profile', 'trust.json')),
      onChange,
      onReplaced,
      autosave: () => autosave,
    });
  /** As an editor or a version control does it. */
  const rewrite = (...functions: FunctionDefinition[]) =>
    writeWorkspace(path, { workloads: [], description: '', functions });
  const names = (workspaces: Workspaces) => workspaces.info.functions.map(({ name }) => name);
  return { folder, path, onChange, onReplaced, rewrite, session, workspaces: session(), names };
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
    unsaved: false,
    conflict: null,
    functions: [define('a'), define('b')],
    workloads: [],
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
  await writeWorkspace(path, { workloads: [], description: '', functions: [define('a', 'rm -rf /'), define('b')] });
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
  await workspaces.define(define('c', 'id'), null);
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
  await workspaces.define(define('mine'), null);
  await workspaces.define(define('mine', 'id'), 'mine');
  await workspaces.define(define('renamed', 'id'), 'mine');
  await workspaces.define(define('also'), null);
  expect((await workspaces.remove('also')).name).toBe('also');
  const next = session();
  expect([(await next.open(path)).trusted, names(next)]).toEqual([true, ['renamed']]);
});

test('a change does not make a restricted workspace run', async () => {
  const { path, workspaces, session } = await setting();
  await workspaces.open(path);
  await workspaces.define(define('mine'), null);
  expect([workspaces.info.trusted, (await session().open(path)).trusted]).toEqual([false, false]);
});

test('a name can be there once', async () => {
  const { path, workspaces, names } = await setting();
  await workspaces.open(path);
  const taken = { code: 'name-taken', details: { function: 'b' } };
  await expect(workspaces.define(define('b'), null)).rejects.toMatchObject(taken);
  await expect(workspaces.define(define('b'), 'a')).rejects.toMatchObject(taken);
  await expect(workspaces.remove('c')).rejects.toMatchObject({ code: 'unknown-function', details: { function: 'c' } });
  expect([names(workspaces), (await readWorkspace(path)).functions.length]).toEqual([['a', 'b'], 2]);
});

test('a description is kept like any change, and is nothing to ask about', async () => {
  const { path, workspaces, session } = await setting();
  await workspaces.open(path);
  await workspaces.grant(workspaces.info.fingerprint);
  expect((await workspaces.describe('Our shop')).description).toBe('Our shop');
  await workspaces.define({ ...define('a'), colour: 'teal', description: 'The first' }, 'a');
  const next = await session().open(path);
  expect([next.description, next.trusted]).toEqual(['Our shop', true]);
  expect(next.functions[0]).toMatchObject({ colour: 'teal', description: 'The first' });
});

test('two changes at once are both kept', async () => {
  const { path, workspaces, names } = await setting();
  await workspaces.open(path);
  await Promise.all([workspaces.define(define('c'), null), workspaces.define(define('d'), null)]);
  expect([names(workspaces), (await readWorkspace(path)).functions.map(({ name }) => name)]).toEqual([
    ['a', 'b', 'c', 'd'],
    ['a', 'b', 'c', 'd'],
  ]);
});

test.each<[string, string | null, number, object]>([
  ['broken', '{\n  "gearbench": 1,,', 0, { code: 'file-not-json', details: { line: 2, column: 18 } }],
  ['newer', '{ "gearbench": 3 }', 0, { code: 'file-newer', details: { version: 3, known: 2 } }],
  [
    'wrong',
    '{ "gearbench": 1, "functions": [{}] }',
    0,
    { code: 'file-invalid', details: { field: 'functions.0.name' } },
  ],
  ['huge', '', LARGEST + 1, { code: 'file-too-large', details: { size: LARGEST + 1, limit: LARGEST } }],
  ['missing', null, 0, { code: 'file-missing' }],
])(
  'where a file is %s it is refused with the place, and the open one is untouched',
  async (name, text, size, refusal) => {
    const { folder, path, session, onChange } = await setting();
    const workspaces = session(false);
    await workspaces.open(path);
    await workspaces.grant(workspaces.info.fingerprint);
    await workspaces.define(define('unsaved'), null);
    const before = workspaces.info;
    onChange.mockClear();
    const other = join(folder, `${name}.gearbench.json`);
    if (text !== null) await writeFile(other, text);
    if (size > 0) await truncate(other, size);
    await expect(workspaces.open(other)).rejects.toMatchObject(refusal);
    expect([workspaces.info, onChange.mock.calls]).toEqual([before, []]);
    expect(workspaces.runnable('unsaved')).toEqual(define('unsaved'));
  },
);

test('a change that cannot be written does not count', async () => {
  const { folder, workspaces } = await setting();
  await workspaces.create(join(folder, 'gone', 'own.gearbench.json'));
  await rm(join(folder, 'gone'), { recursive: true });
  await writeFile(join(folder, 'gone'), 'a file where the folder was');
  await expect(workspaces.define(define('a'), null)).rejects.toMatchObject({ code: 'file-unwritable' });
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
  await workspaces.define(define('kept'), null);
  expect((await workspaces.openOrCreate(join(folder, 'three.gearbench.json'))).functions).toEqual([define('kept')]);
  expect(await readFile(join(folder, 'two.gearbench.json'), 'utf8')).toContain('"gearbench": 1');
});

test('without autosave changes wait to be saved, and can be taken back', async () => {
  const { path, session, names } = await setting();
  const workspaces = session(false);
  await workspaces.open(path);
  await workspaces.grant(workspaces.info.fingerprint);
  await workspaces.define(define('c'), null);
  const inFile = async () => (await readWorkspace(path)).functions.map(({ name }) => name);
  expect([workspaces.info.unsaved, workspaces.runnable('c').name, await inFile()]).toEqual([true, 'c', ['a', 'b']]);
  expect((await session().open(path)).trusted).toBe(true); // what is in the file is what was allowed
  await workspaces.remove('c');
  expect(workspaces.info.unsaved).toBe(false); // it is as in the file again
  await workspaces.describe('Ours');
  await workspaces.save();
  expect([workspaces.info.unsaved, (await readWorkspace(path)).description]).toEqual([false, 'Ours']);
  await workspaces.remove('a');
  await workspaces.revert();
  expect([names(workspaces), workspaces.info.unsaved, workspaces.info.trusted]).toEqual([['a', 'b'], false, true]);
});

test('saved as another file it goes on there, and the first one is as it was', async () => {
  const { folder, path, session } = await setting();
  const workspaces = session(false);
  await workspaces.open(path);
  await workspaces.grant(workspaces.info.fingerprint);
  await workspaces.remove('b');
  const copy = join(folder, 'copy.gearbench.json');
  expect(await workspaces.saveAs(join(folder, 'copy'))).toMatchObject({ path: copy, unsaved: false, trusted: true });
  expect([(await readWorkspace(path)).functions.length, (await readWorkspace(copy)).functions.length]).toEqual([2, 1]);
  expect((await session().open(copy)).trusted).toBe(true);
  await expect(workspaces.saveAs(join(folder, 'shop'))).rejects.toMatchObject({ code: 'file-exists' });
});

test('what another program wrote is read again, and asks for trust again', async () => {
  const { path, workspaces, rewrite, names, onChange, onReplaced } = await setting();
  await workspaces.open(path);
  await workspaces.grant(workspaces.info.fingerprint);
  onChange.mockClear();
  await workspaces.look();
  await utimes(path, new Date(), new Date()); // touched, but the same
  await workspaces.look();
  expect(onChange).not.toHaveBeenCalled();
  await rewrite(define('a', 'id'), define('n'));
  await workspaces.look();
  expect([names(workspaces), workspaces.info.trusted, workspaces.info.difference]).toMatchObject([
    ['a', 'n'],
    false,
    { added: [{ name: 'n' }], changed: [{ now: { name: 'a' } }], gone: [{ name: 'b' }] },
  ]);
  expect(onReplaced.mock.calls).toEqual([[[define('a'), define('b')]]]);
});

test('a change over what another program wrote is refused once, after that was read', async () => {
  const { path, workspaces, rewrite, names } = await setting();
  await workspaces.open(path);
  await rewrite(define('a', 'theirs'));
  const ours = () => workspaces.define(define('c'), null);
  await expect(ours()).rejects.toMatchObject({ code: 'file-changed', details: { path } });
  expect(names(workspaces)).toEqual(['a']);
  await ours();
  expect((await readWorkspace(path)).functions).toEqual([define('a', 'theirs'), define('c')]);
});

test('with unsaved changes the person says which of both it shall be', async () => {
  const { path, session, rewrite, names } = await setting();
  const workspaces = session(false);
  await workspaces.open(path);
  const both = async () => {
    await workspaces.define(define('ours'), null);
    await rewrite(define('theirs'));
    await expect(workspaces.save()).rejects.toMatchObject({ code: 'file-conflict', details: { path } });
    expect([workspaces.info.conflict, workspaces.info.unsaved]).toEqual([{ problem: null }, true]);
  };
  await both();
  await workspaces.revert();
  expect([names(workspaces), workspaces.info.conflict]).toEqual([['theirs'], null]);
  await rewrite(define('a'), define('b'));
  await workspaces.look();
  await both();
  await workspaces.save({ overwrite: true });
  expect([workspaces.info.conflict, (await readWorkspace(path)).functions.map(({ name }) => name)]).toEqual([
    null,
    ['a', 'b', 'ours'],
  ]);
});

test('a file that another program broke is told and not written over; mended, it is read', async () => {
  const { path, workspaces, rewrite, names } = await setting();
  await workspaces.open(path);
  await writeFile(path, '<<<<<<< HEAD');
  await workspaces.look();
  expect([names(workspaces), workspaces.info.conflict]).toMatchObject([
    ['a', 'b'],
    { problem: { code: 'file-not-json', details: { path, line: 1, column: 1 } } },
  ]);
  await expect(workspaces.remove('a')).rejects.toMatchObject({ code: 'file-conflict' });
  await expect(workspaces.revert()).rejects.toMatchObject({ code: 'file-not-json' });
  expect(await readFile(path, 'utf8')).toBe('<<<<<<< HEAD');
  await rewrite(define('merged'));
  await workspaces.look();
  expect([names(workspaces), workspaces.info.conflict]).toEqual([['merged'], null]);
});

test('a file that is gone is written anew by the next change', async () => {
  const { path, workspaces } = await setting();
  await workspaces.open(path);
  await rm(path);
  await workspaces.look();
  expect(workspaces.info.conflict).toBe(null);
  await workspaces.remove('a');
  expect((await readWorkspace(path)).functions).toEqual([define('b')]);
});

test('functions from elsewhere are added all or none, and have to be allowed like any from elsewhere', async () => {
  const { path, workspaces, onReplaced } = await setting();
  await workspaces.open(path);
  await workspaces.grant(workspaces.info.fingerprint);
  const [a, n] = [define('a', 'theirs'), define('n')];
  for (const refused of [
    [
      { definition: n, replace: false },
      { definition: a, replace: false },
    ],
    [
      { definition: n, replace: false },
      { definition: n, replace: true },
    ],
  ])
    await expect(workspaces.import(refused)).rejects.toMatchObject({ code: 'name-taken' });
  expect(workspaces.info).toMatchObject({ trusted: true, functions: [{ name: 'a' }, { name: 'b' }] });
  const items = [
    { definition: a, replace: true },
    { definition: n, replace: false },
  ];
  expect(await workspaces.import(items)).toMatchObject({
    functions: [a, define('b'), n],
    trusted: false,
    difference: { added: [{ name: 'n' }], changed: [{ now: { command: { line: 'theirs' } } }], gone: [] },
  });
  expect(() => workspaces.runnable('n')).toThrow(expect.objectContaining({ code: 'not-trusted' }));
  expect((await readWorkspace(path)).functions).toEqual([a, define('b'), n]);
  expect(onReplaced.mock.calls).toEqual([[[define('a'), define('b')]]]);
});

test('functions from elsewhere have to be allowed where changes wait to be saved, too', async () => {
  const { folder, session } = await setting();
  const workspaces = session(false);
  await workspaces.create(join(folder, 'own'));
  await workspaces.import([{ definition: define('n'), replace: false }]);
  expect([workspaces.info.trusted, workspaces.info.unsaved]).toEqual([false, true]);
  await workspaces.save();
  expect(workspaces.info.trusted).toBe(false);
});

test('functions are exported into a file of their own, never over the open one', async () => {
  const { folder, path, workspaces, session } = await setting();
  await workspaces.open(path);
  const other = join(folder, 'part.gearbench.json');
  expect(await workspaces.export(['b'], join(folder, 'part'))).toBe(other);
  expect((await readWorkspace(other)).functions).toEqual([define('b')]);
  expect((await session().open(other)).trusted).toBe(false);
  await workspaces.grant(workspaces.info.fingerprint);
  await workspaces.export(['a'], other);
  expect(await session().open(other)).toMatchObject({ trusted: true, functions: [{ name: 'a' }] });
  const link = join(folder, 'link.gearbench.json');
  await symlink(path, link);
  for (const same of [path, link])
    await expect(workspaces.export(['a'], same)).rejects.toMatchObject({ code: 'file-exists' });
  await expect(workspaces.export(['none'], other)).rejects.toMatchObject({ code: 'unknown-function' });
  expect((await readWorkspace(path)).functions.length).toBe(2);
});

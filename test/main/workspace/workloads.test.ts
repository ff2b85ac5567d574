import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SavedWorkload } from '../../../main/contract/workspace.ts';
import { EMPTY, readWorkspace, writeWorkspace } from '../../../main/workspace/file.ts';
import { Trust } from '../../../main/workspace/trust.ts';
import { Workspaces } from '../../../main/workspace/workspaces.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const saved = (name: string, folder = '') => SavedWorkload.parse({ name, folder, content: name });

/** An own workspace with these workloads in it. */
async function keeping(...names: string[]) {
  const folder = await temporaryFolder();
  const workspaces = new Workspaces({ trust: new Trust(join(folder, 'trust.json')), onChange: () => {} });
  const path = join(folder, 'mine.gearbench.json');
  await workspaces.create(path);
  for (const name of names) await workspaces.saveWorkload(saved(name), null, null);
  const order = () =>
    workspaces.info.workloads.map(({ folder: inside, name }) => (inside === '' ? name : `${inside}/${name}`));
  return { workspaces, path, order };
}

test('workloads stay in the order in which they were put', async () => {
  const { workspaces, order, path } = await keeping('b', 'a', 'c');
  await workspaces.moveWorkload({ name: 'c', folder: '' }, '', 0);
  expect(order()).toEqual(['c', 'b', 'a']);
  await workspaces.moveWorkload({ name: 'c', folder: '' }, 'mail', 3);
  expect(order()).toEqual(['b', 'a', 'mail/c']);
  expect(JSON.parse(await readFile(path, 'utf8')).workloads.map(({ name }: { name: string }) => name)).toEqual([
    'b',
    'a',
    'c',
  ]);
});

test('one is replaced where it stands, and brought back to where it stood', async () => {
  const { workspaces, order } = await keeping('a', 'b', 'c');
  await workspaces.saveWorkload({ ...saved('b'), content: 'new' }, { name: 'b', folder: '' }, null);
  expect([order(), workspaces.info.workloads[1]?.content]).toEqual([['a', 'b', 'c'], 'new']);
  const { workload, at } = await workspaces.removeWorkload({ name: 'b', folder: '' });
  expect(order()).toEqual(['a', 'c']);
  await workspaces.saveWorkload(workload, null, at);
  expect(order()).toEqual(['a', 'b', 'c']);
});

test('a name is there once in a folder; what is not there cannot be moved', async () => {
  const { workspaces } = await keeping('a', 'b');
  await expect(workspaces.saveWorkload(saved('a'), null, null)).rejects.toMatchObject({ code: 'workload-taken' });
  await workspaces.saveWorkload(saved('a', 'mail'), null, null);
  await expect(workspaces.moveWorkload({ name: 'a', folder: '' }, 'mail', 0)).rejects.toMatchObject({
    code: 'workload-taken',
  });
  await expect(workspaces.removeWorkload({ name: 'x', folder: '' })).rejects.toMatchObject({
    code: 'workload-unknown',
    details: { name: 'x' },
  });
});

test('a slash in a name is no folder', async () => {
  const { workspaces, path } = await keeping();
  await workspaces.saveWorkload(saved('b/c', 'a'), null, null);
  await workspaces.saveWorkload(saved('c', 'a/b'), null, null);
  expect((await readWorkspace(path)).workloads).toHaveLength(2);
});

test.each([
  ['1001 workloads', 'file-invalid', () => Array.from({ length: 1001 }, (_, index) => saved(String(index)))],
  [
    '16 MiB of them',
    'file-too-large',
    () => Array.from({ length: 16 }, (_, index) => ({ ...saved(String(index)), content: 'x'.repeat(2 ** 20) })),
  ],
])('%s are not written: no file would be read with them', async (_what, code, workloads) => {
  const { path } = await keeping('a');
  await expect(writeWorkspace(path, { ...EMPTY, workloads: workloads() })).rejects.toMatchObject({ code });
  expect((await readWorkspace(path)).workloads).toHaveLength(1);
});

test('a workload in a file of somebody else asks for no trust, and takes none away', async () => {
  const { workspaces, path } = await keeping();
  const content = { gearbench: 2, functions: [], workloads: [saved('a')] };
  await writeFile(path, JSON.stringify(content));
  await workspaces.look();
  expect(workspaces.info).toMatchObject({ trusted: true, workloads: [{ name: 'a' }] });
});

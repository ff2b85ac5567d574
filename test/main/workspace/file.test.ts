import { execFileSync } from 'node:child_process';
import { mkdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { FunctionDefinition } from '../../../main/contract/functions.ts';
import { SavedWorkload, type Workspace } from '../../../main/contract/workspace.ts';
import { LARGEST } from '../../../main/util/json-file.ts';
import { EMPTY, readWorkspace, writeWorkspace } from '../../../main/workspace/file.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const wc = FunctionDefinition.parse({ name: 'wc', command: { kind: 'argv', argv: ['wc', '-l'] } });
const resize = FunctionDefinition.parse({
  name: 'bild-größe',
  description: 'Makes it smaller',
  command: { kind: 'shell', line: 'convert - -resize 50% - | cat' },
  folder: 'images',
  workers: 3,
  environment: { TZ: 'UTC' },
  output: 'lines',
  timeLimit: 2.5,
});

const workspacePath = async () => join(await temporaryFolder(), 'shop.gearbench.json');

async function fileOf(content: unknown): Promise<string> {
  const path = await workspacePath();
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

test('a workspace is written by name, without defaults, and read again as it was', async () => {
  const path = await workspacePath();
  const workspace: Workspace = { gearbench: 2, description: 'The shop', functions: [wc, resize], workloads: [] };
  await writeWorkspace(path, workspace);
  expect(await readWorkspace(path)).toEqual({ ...workspace, functions: [resize, wc] });
  expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({
    gearbench: 1,
    description: 'The shop',
    functions: [
      {
        name: 'bild-größe',
        description: 'Makes it smaller',
        command: { kind: 'shell', line: 'convert - -resize 50% - | cat' },
        folder: 'images',
        workers: 3,
        environment: { TZ: 'UTC' },
        output: 'lines',
        timeLimit: 2.5,
      },
      { name: 'wc', command: { kind: 'argv', argv: ['wc', '-l'] } },
    ],
  });
});

test('one value a line, so that versions compare well', async () => {
  const path = await workspacePath();
  await writeWorkspace(path, EMPTY);
  expect(await readFile(path, 'utf8')).toBe('{\n  "gearbench": 1,\n  "functions": []\n}\n');
});

test('a file of a newer version is refused as such', async () => {
  const path = await fileOf({ gearbench: 3, functions: 'in another form' });
  await expect(readWorkspace(path)).rejects.toMatchObject({
    code: 'file-newer',
    message: `${path} was written by a newer Gearbench (version 3 of the file; this one reads 2).`,
    details: { path, version: 3, known: 2 },
  });
});

const named = (name: string, more: object = {}) => ({ name, command: { kind: 'argv', argv: ['true'] }, ...more });

test.each([
  ['no version', { functions: [] }, 'gearbench'],
  ['a version that is no number', { gearbench: '1', functions: [] }, 'gearbench'],
  ['no functions', { gearbench: 1 }, 'functions'],
  ['a name with a blank', { gearbench: 1, functions: [named('a'), named('b c')] }, 'functions.1.name'],
  ['a name twice', { gearbench: 1, functions: [named('a'), named('a')] }, 'functions'],
  ['no workers', { gearbench: 1, functions: [named('a', { workers: 0 })] }, 'functions.0.workers'],
  [
    'an unknown kind of command',
    { gearbench: 1, functions: [named('a', { command: { kind: 'exec' } })] },
    'functions.0.command.kind',
  ],
  [
    'no program',
    { gearbench: 1, functions: [named('a', { command: { kind: 'argv', argv: [''] } })] },
    'functions.0.command.argv',
  ],
  ['something else', [], 'JSON'],
])('a file with %s is refused with the field', async (_what, content, field) => {
  const path = await fileOf(content);
  await expect(readWorkspace(path)).rejects.toMatchObject({
    code: 'file-invalid',
    message: expect.stringContaining(`${path} cannot be used: ${field}: `),
    details: { path, field },
  });
});

test('a file that is no JSON is refused with its place', async () => {
  const path = await fileOf('{\n  "gearbench": 1,\n  "functions": [\n}');
  await expect(readWorkspace(path)).rejects.toMatchObject({ code: 'file-not-json', details: { line: 4, column: 1 } });
});

test('a file that is far too large is not read', async () => {
  const path = await fileOf('');
  await truncate(path, LARGEST + 1);
  await expect(readWorkspace(path)).rejects.toMatchObject({
    code: 'file-too-large',
    details: { path, size: LARGEST + 1, limit: 16 * 1024 * 1024 },
  });
});

test.each(['[', '{"gearbench":'])('a file that is nothing but depth (%s) is refused with a place', async (text) => {
  const path = await fileOf(text.repeat(1_000_000));
  await expect(readWorkspace(path)).rejects.toMatchObject({
    code: 'file-not-json',
    details: { path, line: 1, column: expect.any(Number) },
  });
});

test.runIf(process.platform !== 'win32').each(['/dev/zero', 'pipe', 'folder'])(
  'what is no file, %s, is refused and not read',
  async (what) => {
    const folder = await temporaryFolder();
    const path = what.startsWith('/') ? what : join(folder, what);
    if (what === 'pipe') execFileSync('mkfifo', [path]);
    if (what === 'folder') await mkdir(path);
    await expect(readWorkspace(path)).rejects.toMatchObject({
      code: 'file-unreadable',
      details: { path, why: 'not-a-file' },
    });
  },
);

test('workloads are kept in their order, without defaults, in a file that only a newer version reads', async () => {
  const path = await workspacePath();
  const saved = (name: string, more: object = {}) => SavedWorkload.parse({ name, ...more });
  const workloads = [
    saved('z', { function: 'wc', content: 'a\n' }),
    saved('a', { folder: 'mail/new', source: 'json' }),
  ];
  await writeWorkspace(path, { ...EMPTY, workloads });
  expect((await readWorkspace(path)).workloads).toEqual(workloads);
  expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({
    gearbench: 2,
    functions: [],
    workloads: [
      { name: 'z', function: 'wc', content: 'a\n' },
      { name: 'a', folder: 'mail/new', source: 'json' },
    ],
  });
});

test('a workspace of version 1 is read as one without workloads', async () => {
  const path = await fileOf({ gearbench: 1, functions: [] });
  expect(await readWorkspace(path)).toEqual(EMPTY);
});

import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const BIOME = createRequire(import.meta.url).resolve('@biomejs/biome/bin/biome');

/** What each folder of the engine may import of ours, besides itself. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  contract: [],
  protocol: [],
  util: ['contract'],
  net: ['contract', 'util', 'protocol'],
  client: ['contract', 'util', 'protocol', 'net'],
  server: ['contract', 'util', 'protocol', 'net', 'client'],
  workers: ['contract', 'util', 'protocol', 'net', 'client'],
  workload: ['contract', 'util', 'protocol', 'net', 'client'],
  capture: ['contract', 'util', 'protocol', 'net', 'client'],
  'capture-files': ['contract', 'util', 'protocol', 'capture'],
  filter: ['contract', 'util', 'protocol'],
  decode: ['contract', 'util'],
  expert: ['contract', 'util', 'protocol'],
  imports: ['contract', 'util'],
  exporter: ['contract', 'util', 'protocol', 'net', 'client'],
  journal: ['contract', 'util', 'protocol', 'net', 'client'],
  insight: ['contract', 'util', 'protocol', 'net', 'client'],
  workspace: ['contract', 'util', 'protocol', 'net', 'client'],
  doctor: ['contract', 'util', 'protocol', 'net', 'client'],
  upstream: ['contract', 'util', 'protocol', 'net', 'client'],
};
/** What the window asks may need several of them. */
MAY_IMPORT['calls'] = Object.keys(MAY_IMPORT);
const PARTS = Object.keys(MAY_IMPORT);
const SHELL_MAY = ['contract', 'util', 'engine.ts'];

interface Planted {
  /** The file that imports. */
  path: string;
  /** What it imports, as a path from the checkout or as a module. */
  what: string;
  allowed: boolean;
}

const planted: Planted[] = [];
const plant = (path: string, allowed: boolean, ...imports: string[]): void => {
  for (const what of imports) planted.push({ path, what, allowed });
};

/** Folders below one that hold code, itself included. */
const foldersOf = (folder: string): string[] => {
  const entries = readdirSync(join(ROOT, folder), { withFileTypes: true });
  const below = entries.filter((entry) => entry.isDirectory()).flatMap(({ name }) => foldersOf(`${folder}/${name}`));
  return entries.some(({ name }) => /\.tsx?$/.test(name)) ? [folder, ...below] : below;
};

for (const [part, may] of Object.entries(MAY_IMPORT)) {
  for (const folder of foldersOf(`main/${part}`)) {
    const file = `${folder}/planted.ts`;
    for (const other of PARTS.filter((each) => each !== part))
      plant(file, may.includes(other), `main/${other}/thing.ts`);
    plant(file, true, `main/${part}/thing.ts`, 'node:fs', 'zod');
    plant(file, false, 'electron', 'main/engine.ts', 'main/shell/ipc.ts', 'main/cli/serve.ts', 'renderer/api.ts');
  }
}
for (const other of [...PARTS.map((part) => `${part}/thing.ts`), 'engine.ts']) {
  plant('main/cli/planted.ts', true, `main/${other}`);
  if (other !== 'engine.ts') plant('main/engine.ts', true, `main/${other}`);
  for (const shell of ['main/shell/planted.ts', 'main/index.ts'])
    plant(shell, SHELL_MAY.includes(other.split('/thing')[0] as string), `main/${other}`);
}
plant('main/engine.ts', false, 'electron', 'main/shell/ipc.ts', 'main/cli/serve.ts', 'renderer/api.ts');
plant('main/cli/planted.ts', false, 'electron', 'main/shell/ipc.ts', 'renderer/api.ts');
for (const shell of ['main/shell/planted.ts', 'main/index.ts']) {
  plant(shell, true, 'electron', 'node:fs', 'main/shell/ipc.ts');
  plant(shell, false, 'main/cli/serve.ts', 'renderer/api.ts');
}
for (const folder of foldersOf('renderer')) {
  const file = `${folder}/planted.ts`;
  plant(file, true, 'main/contract/settings.ts', 'renderer/store/index.ts', 'react');
  plant(file, false, 'electron', 'node:fs', 'path', 'main/engine.ts', 'main/shell/ipc.ts');
  plant(file, false, ...PARTS.filter((part) => part !== 'contract').map((part) => `main/${part}/thing.ts`));
}

/** How the import is written in that file. */
function specifier({ path, what }: Planted): string {
  if (!/^(main|renderer)\//.test(what)) return what;
  const way = relative(dirname(path), what);
  return way.startsWith('.') ? way : `./${way}`;
}

/** Files that are not about one import after the other. */
const OTHERS: Record<string, string> = {
  'main/net/ways.ts': [
    "import type { A } from '../server/a.ts';",
    "import '../server/b.ts';",
    "export const c: A = await import('../server/c.ts');",
    '',
  ].join('\n'),
  'renderer/planted.tsx': 'export const Planted = () => <p>Hello</p>;\n',
  'renderer/ui/planted.tsx': 'export const Planted = () => <p>{"Hello"}</p>;\n',
};

/** What Biome says of all planted files at once: `path:line rule`. */
const found = new Set<string>();

beforeAll(async () => {
  const undo: (() => void | Promise<void>)[] = [];
  const folder = await temporaryFolder((each) => void undo.push(each));
  const files = new Map(Object.entries(OTHERS));
  for (const each of planted) {
    files.set(each.path, `${files.get(each.path) ?? ''}export * from '${specifier(each)}';\n`);
  }
  await copyFile(join(ROOT, 'biome.json'), join(folder, 'biome.json'));
  await Promise.all(
    [...new Set([...files.keys()].map(dirname))].map((each) => mkdir(join(folder, each), { recursive: true })),
  );
  await Promise.all([...files].map(([path, content]) => writeFile(join(folder, path), content)));
  const args = [BIOME, 'lint', '--vcs-enabled=false', '--reporter=github', '--max-diagnostics=none', '--colors=off'];
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  const output = await new Promise<string>((resolve) => {
    execFile(process.execPath, args, { cwd: folder, env, maxBuffer: 1 << 26 }, (_error, out) => resolve(out));
  });
  for (const [, rule, file, line] of output.matchAll(/^::error title=lint\/\w+\/(\w+),file=([^,]+),line=(\d+)/gm))
    found.add(`${relative(folder, file as string)}:${line} ${rule}`);
  return async () => {
    for (const each of undo) await each();
  };
});

/** Imports of a file that Biome treats otherwise than they should be. */
function wrong(path: string): string[] {
  const imports = planted.filter((each) => each.path === path);
  return imports.flatMap(({ what, allowed }, index) => {
    const place = `${path}:${index + 1}`;
    const refused = found.has(`${place} noRestrictedImports`) || found.has(`${place} noNodejsModules`);
    return refused === !allowed ? [] : [`${what} is ${refused ? 'refused' : 'let in'}`];
  });
}

test('the table of what may be imported knows each folder of the engine', () => {
  const folders = readdirSync(join(ROOT, 'main'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(folders.map(({ name }) => name).sort()).toEqual([...PARTS, 'cli', 'shell'].sort());
});

test.each([...new Set(planted.map(({ path }) => path))])('%s imports what its folder may, and nothing else', (path) => {
  expect(wrong(path)).toEqual([]);
});

test('no other way to import leads around the rules', () => {
  const lines = [1, 2, 3].filter((line) => found.has(`main/net/ways.ts:${line} noRestrictedImports`));
  expect(lines).toEqual([1, 2, 3]);
});

test('the window’s words are in its catalogs: text that stands in JSX is refused', () => {
  expect([
    found.has('renderer/planted.tsx:1 noJsxLiterals'),
    found.has('renderer/ui/planted.tsx:1 noJsxLiterals'),
  ]).toEqual([true, false]);
});

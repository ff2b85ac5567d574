import { basename } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { FunctionDefinition } from '../contract/functions.ts';
import { SavedWorkload, WORKSPACE_VERSION, Workspace } from '../contract/workspace.ts';
import { checkedAs, readJson, writeJson } from '../util/json-file.ts';
import { type FileVersions, migrate } from '../util/migrate.ts';

export const ENDING = '.gearbench.json';

/** A workspace is called as its file. */
export const nameOf = (path: string): string => basename(path).replace(ENDING, '');

const VERSIONS: FileVersions = { field: 'gearbench', current: WORKSPACE_VERSION, steps: { 1: (content) => content } };

export const EMPTY: Workspace = { gearbench: WORKSPACE_VERSION, description: '', functions: [], workloads: [] };

/** Reads a workspace. Throws an AppError that tells file and place; a file of a newer version is refused as such. */
export const readWorkspace = (path: string): Promise<Workspace> =>
  readJson(path, Workspace, (content) => migrate(content, path, VERSIONS));

/**
 * Writes a workspace whole or not at all: functions by name, workloads in their order, defaults left out, one value a line. It
 * says the least version that knows all that is in it. Returns the file's mark. Throws `file-invalid` and `file-too-large` where
 * it could not be read again.
 */
export async function writeWorkspace(path: string, content: Omit<Workspace, 'gearbench'>): Promise<string> {
  const { description, functions, workloads } = checkedAs(path, Workspace, {
    ...content,
    gearbench: WORKSPACE_VERSION,
  });
  return writeJson(path, {
    gearbench: workloads.length === 0 ? 1 : WORKSPACE_VERSION,
    ...(description !== '' && { description }),
    functions: byName(functions).map((each) => without(DEFAULTS, each)),
    ...(workloads.length > 0 && { workloads: workloads.map((each) => without(WORKLOAD_DEFAULTS, each)) }),
  });
}

/** Whether two workspaces would be the same file. */
export const isSame = (a: Workspace, b: Workspace): boolean =>
  a.description === b.description &&
  isDeepStrictEqual(byName(a.functions), byName(b.functions)) &&
  isDeepStrictEqual(a.workloads, b.workloads);

const byName = (functions: readonly FunctionDefinition[]) => functions.toSorted((a, b) => (a.name < b.name ? -1 : 1));

const {
  name: _,
  command: __,
  ...defaults
} = FunctionDefinition.parse({ name: 'f', command: { kind: 'shell', line: 'f' } });
const DEFAULTS: Record<string, unknown> = defaults;

const { name: ___, ...WORKLOAD_DEFAULTS } = SavedWorkload.parse({ name: 'w' });

const without = (defaults: Readonly<Record<string, unknown>>, content: object) =>
  Object.fromEntries(
    Object.entries(content).filter(([name, value]) => !(name in defaults) || !isDeepStrictEqual(value, defaults[name])),
  );

import { basename } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { FunctionDefinition, WORKSPACE_VERSION, Workspace } from '../contract/model.ts';
import { readJson, writeJson } from '../util/json-file.ts';
import { type FileVersions, migrate } from '../util/migrate.ts';

export const ENDING = '.gearbench.json';

/** A workspace is called as its file. */
export const nameOf = (path: string): string => basename(path).replace(ENDING, '');

const VERSIONS: FileVersions = { field: 'gearbench', current: WORKSPACE_VERSION, steps: {} };

export const EMPTY: Workspace = { gearbench: WORKSPACE_VERSION, description: '', functions: [] };

/** Reads a workspace. Throws an AppError that tells file and place; a file of a newer version is refused as such. */
export const readWorkspace = (path: string): Promise<Workspace> =>
  readJson(path, Workspace, (content) => migrate(content, path, VERSIONS));

/** Writes a workspace whole or not at all: functions by name, defaults left out, one value a line. Returns the file's mark. */
export async function writeWorkspace(path: string, { gearbench, description, functions }: Workspace): Promise<string> {
  return writeJson(path, {
    gearbench,
    ...(description !== '' && { description }),
    functions: byName(functions).map(withoutDefaults),
  });
}

/** Whether two workspaces would be the same file. */
export const isSame = (a: Workspace, b: Workspace): boolean =>
  a.description === b.description && isDeepStrictEqual(byName(a.functions), byName(b.functions));

const byName = (functions: readonly FunctionDefinition[]) => functions.toSorted((a, b) => (a.name < b.name ? -1 : 1));

const {
  name: _,
  command: __,
  ...defaults
} = FunctionDefinition.parse({ name: 'f', command: { kind: 'shell', line: 'f' } });
const DEFAULTS: Record<string, unknown> = defaults;

const withoutDefaults = (definition: FunctionDefinition) =>
  Object.fromEntries(
    Object.entries(FunctionDefinition.parse(definition)).filter(
      ([name, value]) => !(name in DEFAULTS) || !isDeepStrictEqual(value, DEFAULTS[name]),
    ),
  );

import { createHash } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { Executable, type TrustDifference } from '../contract/workspace.ts';
import { exists, readJson, writeJson } from '../util/json-file.ts';
import { type FileVersions, migrate } from '../util/migrate.ts';

/** Version 1 had the hash alone. */
const VERSIONS: FileVersions = {
  field: 'version',
  current: 2,
  steps: {
    1: ({ trusted, ...rest }) => ({
      ...rest,
      trusted: Object.fromEntries(
        Object.entries(trusted ?? {}).map(([path, hash]) => [path, { hash, functions: null }]),
      ),
    }),
  },
};

const TrustFile = z.object({
  version: z.literal(2),
  trusted: z.record(z.string(), z.object({ hash: z.string(), functions: z.array(Executable).nullable() })),
});
type TrustFile = z.output<typeof TrustFile>;

/** Characters of what a workspace executes that are kept to tell a difference by; of more only the hash is. */
const KEPT = 256 * 1024;

/**
 * Which workspace files may run their commands: kept in the profile, never in the file, by the file's real path, with a hash
 * of what it would execute and what that was. A changed command is a changed hash, and the person is asked again, with the
 * difference.
 */
export class Trust {
  /** Undefined where nothing is kept. */
  readonly #path: string | undefined;

  constructor(path: string | undefined) {
    this.#path = path;
  }

  /** Whether these functions of the workspace may run; if not, what has changed since some might. */
  async judge(
    workspace: string,
    functions: readonly Executable[],
  ): Promise<{ trusted: boolean; difference: TrustDifference | null }> {
    const known = (await this.#read()).trusted[await identity(workspace)];
    if (known?.hash === hashOf(functions)) return { trusted: true, difference: null };
    if (known?.functions == null) return { trusted: false, difference: null };
    const difference = differenceOf(known.functions, functions.map(executableOf));
    // The order of variables is in the hash and changes nothing.
    const trusted = Object.values(difference).every((part) => part.length === 0);
    return { trusted, difference: trusted ? null : difference };
  }

  async grant(workspace: string, functions: readonly Executable[]): Promise<void> {
    if (this.#path === undefined) return;
    const file = await this.#read();
    const executed = functions.map(executableOf);
    file.trusted[await identity(workspace)] = {
      hash: hashOf(functions),
      functions: JSON.stringify(executed).length > KEPT ? null : executed,
    };
    await writeJson(this.#path, file);
  }

  /** A broken file trusts nothing. */
  async #read(): Promise<TrustFile> {
    const path = this.#path;
    const nothing: TrustFile = { version: 2, trusted: {} };
    return path !== undefined && (await exists(path))
      ? readJson(path, TrustFile, (content) => migrate(content, path, VERSIONS)).catch(() => nothing)
      : nothing;
  }
}

/** A hash of the parts of the functions that decide what is executed and where. */
export function hashOf(functions: readonly Executable[]): string {
  const parts = functions
    .map(({ name, command, speaks, folder, servers, environment, secrets }) => ({
      name,
      command: command.kind === 'argv' ? command.argv : command.line,
      folder,
      ...(speaks !== 'stdio' && { speaks }),
      ...(servers.length > 0 && { servers }),
      ...(Object.keys(environment).length > 0 && { environment }),
      ...(secrets.length > 0 && { secrets: secrets.toSorted() }),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/** The same parts, as they are kept. */
const executableOf = (definition: Executable): Executable => Executable.parse(definition);

function differenceOf(before: readonly Executable[], now: readonly Executable[]): TrustDifference {
  const known = new Map(before.map((each) => [each.name, each]));
  const names = new Set(now.map(({ name }) => name));
  return {
    added: now.filter(({ name }) => !known.has(name)),
    changed: now.flatMap((each) => {
      const old = known.get(each.name);
      return old === undefined || isDeepStrictEqual(old, each) ? [] : [{ before: old, now: each }];
    }),
    gone: before.filter(({ name }) => !names.has(name)),
  };
}

/** What a workspace is known by outside of its file: where it really lies. */
export const identity = (path: string): Promise<string> => realpath(path).catch(() => path);

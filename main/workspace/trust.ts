import { createHash } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { z } from 'zod';
import type { FunctionDefinition } from '../contract/model.ts';
import { exists, readJson, writeJson } from '../util/json-file.ts';

const TrustFile = z.object({ version: z.literal(1), trusted: z.record(z.string(), z.string()) });

/**
 * Which workspace files may run their commands: kept in the profile, never in the file, by the file's real path and a hash
 * of what it would execute. A changed command is a changed hash, and the person is asked again.
 */
export class Trust {
  /** Undefined where nothing is kept: then nothing is trusted for longer than the session. */
  readonly #path: string | undefined;

  constructor(path: string | undefined) {
    this.#path = path;
  }

  async has(workspace: string, functions: readonly FunctionDefinition[]): Promise<boolean> {
    const { trusted } = await this.#read();
    return trusted[await identity(workspace)] === hashOf(functions);
  }

  async grant(workspace: string, functions: readonly FunctionDefinition[]): Promise<void> {
    if (this.#path === undefined) return;
    const file = await this.#read();
    file.trusted[await identity(workspace)] = hashOf(functions);
    await writeJson(this.#path, file);
  }

  /** A broken file trusts nothing. */
  async #read(): Promise<z.output<typeof TrustFile>> {
    const nothing = { version: 1 as const, trusted: {} };
    return this.#path !== undefined && (await exists(this.#path))
      ? readJson(this.#path, TrustFile).catch(() => nothing)
      : nothing;
  }
}

/** A hash of the parts of the functions that decide what is executed and where. */
export function hashOf(functions: readonly FunctionDefinition[]): string {
  const parts = functions
    .map(({ name, command, folder, environment }) => ({
      name,
      command: command.kind === 'argv' ? command.argv : command.line,
      folder,
      ...(Object.keys(environment).length > 0 && { environment }),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

const identity = (path: string): Promise<string> => realpath(path).catch(() => path);

import { AppError } from '../contract/errors.ts';
import type { FunctionDefinition } from '../contract/functions.ts';
import type { SecretStore } from '../util/secret-store.ts';
import type { Environment } from '../workers/environment.ts';
import { identity } from '../workspace/trust.ts';
import type { Workspaces } from '../workspace/workspaces.ts';

/** The values of the open workspace's secrets. */
export class SecretValues {
  readonly #store: SecretStore;
  readonly #workspaces: Workspaces;

  constructor(store: SecretStore, workspaces: Workspaces) {
    this.#store = store;
    this.#workspaces = workspaces;
  }

  notKept(): ReturnType<SecretStore['notKept']> {
    return this.#store.notKept();
  }

  /** Those of these that have a value. */
  async of(names: readonly string[], path = this.#workspaces.info.path): Promise<Environment> {
    const workspace = await identity(path);
    const found = await Promise.all(names.map(async (name) => [name, await this.#store.get(workspace, name)] as const));
    return Object.fromEntries(found.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
  }

  /** All of a function; those that are given go before those that are kept. Throws `secret-missing`. */
  async allOf({ name, secrets: names }: FunctionDefinition, given: Environment = {}): Promise<Environment> {
    const known = { ...(await this.of(names)), ...given };
    const missing = names.filter((each) => !Object.hasOwn(known, each)).join(', ');
    if (missing !== '')
      throw new AppError('secret-missing', `The function “${name}” needs a value for ${missing}.`, {
        function: name,
        secret: missing,
      });
    return Object.fromEntries(names.map((each) => [each, known[each] as string]));
  }

  async set(name: string, value: string): Promise<void> {
    await this.#store.set(await identity(this.#workspaces.info.path), name, value);
  }

  async remove(name: string): Promise<void> {
    await this.#store.remove(await identity(this.#workspaces.info.path), name);
  }

  /** The open workspace, which was saved under another name, goes on with the values that it had under the one before. */
  async follow(before: string): Promise<void> {
    const names = new Set(this.#workspaces.functions.flatMap(({ secrets }) => secrets));
    for (const [name, value] of Object.entries(await this.of([...names], before))) await this.set(name, value);
  }
}

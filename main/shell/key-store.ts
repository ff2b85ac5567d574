import type { SafeStorage } from 'electron';
import { z } from 'zod';
import type { NotKept } from '../contract/functions.ts';
import { inTurn } from '../util/in-turn.ts';
import { exists, readJson, writeJson } from '../util/json-file.ts';
import { type Log, told } from '../util/log.ts';
import { type SecretStore, secretsInMemory } from '../util/secret-store.ts';

/** Encrypted values in base64, by workspace and name. */
const KeyFile = z.object({
  version: z.literal(1),
  secrets: z.record(z.string(), z.record(z.string(), z.base64())),
});
type KeyFile = z.output<typeof KeyFile>;

type Crypt = Pick<
  SafeStorage,
  'isAsyncEncryptionAvailable' | 'getSelectedStorageBackend' | 'encryptStringAsync' | 'decryptStringAsync'
>;

export interface KeyStoreParts {
  /** The file of encrypted values, for its owner alone. */
  path: string;
  crypt: Crypt;
  platform: NodeJS.Platform;
  log: Log;
}

/**
 * Keeps secrets in a file of the profile, encrypted with a key that the system's key store holds. Where the system has none,
 * or only one that anybody can read (`basic_text` on Linux), or does not let us use it, nothing is written: values last as long
 * as the program.
 */
export function systemSecrets({ path, crypt, platform, log }: KeyStoreParts): SecretStore {
  const inMemory = secretsInMemory();
  const oneByOne = inTurn();
  let refused = false;
  let available: Promise<boolean> | undefined;

  /** Asked when it is needed first: the system may ask the person for a password then. */
  function isAvailable(): Promise<boolean> {
    available ??= askAvailable().catch(() => false);
    return available;
  }

  async function askAvailable(): Promise<boolean> {
    const can = await crypt.isAsyncEncryptionAvailable(); // Electron 42 answers at once, later ones with a promise
    return can && !(platform === 'linux' && crypt.getSelectedStorageBackend() === 'basic_text');
  }

  async function notKept(): Promise<NotKept | null> {
    // Encrypting where it is not available would end the program.
    if (!(await isAvailable())) return 'no-key-store';
    return refused ? 'refused' : null;
  }

  async function read(): Promise<KeyFile> {
    const nothing: KeyFile = { version: 1, secrets: {} };
    if (!(await exists(path))) return nothing;
    return readJson(path, KeyFile).catch((error: Error) => {
      log.warn(told`${error} The secrets in it have to be given again.`);
      return nothing;
    });
  }

  async function found(workspace: string, name: string): Promise<string | undefined> {
    return own(own((await read()).secrets, workspace) ?? {}, name);
  }

  /** What is encrypted can be forgotten without the key. */
  async function forget(workspace: string, name: string): Promise<void> {
    if ((await found(workspace, name)) !== undefined) await change(workspace, name, undefined);
  }

  async function change(workspace: string, name: string, value: string | undefined): Promise<void> {
    const file = await read();
    const { [name]: _, ...others } = own(file.secrets, workspace) ?? {};
    const { [workspace]: __, ...elsewhere } = file.secrets;
    const here = value === undefined ? others : { ...others, [name]: value };
    const secrets = Object.keys(here).length === 0 ? elsewhere : { ...elsewhere, [workspace]: here };
    await writeJson(path, { version: 1, secrets }, 0o600);
  }

  /** Undefined where the system refuses. */
  async function encrypted(value: string): Promise<string | undefined> {
    try {
      const bytes = await crypt.encryptStringAsync(value);
      refused = false;
      return bytes.toString('base64');
    } catch {
      refused = true;
      log.warn(told`The system’s key store refused to keep a secret. It lasts until Gearbench ends.`);
      return undefined;
    }
  }

  async function kept(workspace: string, name: string): Promise<string | undefined> {
    const value = await found(workspace, name);
    if (value === undefined) return undefined;
    try {
      const { result, shouldReEncrypt } = await crypt.decryptStringAsync(Buffer.from(value, 'base64'));
      if (shouldReEncrypt) await change(workspace, name, await encrypted(result).then((again) => again ?? value));
      return result;
    } catch {
      log.warn(
        told`The system’s key store does not open the secret ${name} of ${workspace}. It has to be given again.`,
      );
      return undefined;
    }
  }

  return {
    notKept,
    get: async (workspace, name) => {
      const value = await inMemory.get(workspace, name);
      if (value !== undefined || !(await isAvailable())) return value;
      return oneByOne(() => kept(workspace, name));
    },
    set: (workspace, name, value) =>
      oneByOne(async () => {
        const kept = (await isAvailable()) ? await encrypted(value) : undefined;
        if (kept === undefined) {
          await inMemory.set(workspace, name, value);
          await forget(workspace, name); // what was kept before must not come back
        } else {
          await change(workspace, name, kept);
          await inMemory.remove(workspace, name);
        }
      }),
    remove: (workspace, name) =>
      oneByOne(async () => {
        await inMemory.remove(workspace, name);
        await forget(workspace, name);
      }),
  };
}

const own = <T>(record: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;

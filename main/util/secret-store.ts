import type { NotKept } from '../contract/functions.ts';

/** Keeps the values of secrets, known by the workspace's real path and the variable's name. */
export interface SecretStore {
  /** Why values last no longer than the program runs; null where they are kept. */
  notKept(): Promise<NotKept | null>;
  /** Undefined where there is none. */
  get(workspace: string, name: string): Promise<string | undefined>;
  set(workspace: string, name: string, value: string): Promise<void>;
  remove(workspace: string, name: string): Promise<void>;
}

/** One that forgets everything when the program ends. */
export function secretsInMemory(why: NotKept = 'no-key-store'): SecretStore {
  const values = new Map<string, string>();
  const key = (workspace: string, name: string) => `${workspace}\0${name}`;
  return {
    notKept: () => Promise.resolve(why),
    get: (workspace, name) => Promise.resolve(values.get(key(workspace, name))),
    set: async (workspace, name, value) => void values.set(key(workspace, name), value),
    remove: async (workspace, name) => void values.delete(key(workspace, name)),
  };
}

import type { StateCreator } from 'zustand';
import { SecretName, type SecretState } from '../../main/contract/functions.ts';
import { call } from '../api.ts';
import { variablesOf } from './functions.ts';
import type { Store } from './index.ts';

export interface SecretsSlice {
  secrets: {
    /** What the engine last said of those of the draft. */
    known: SecretState | null;
    /** The function that starts when its missing secrets have been given. */
    asked: { function: string; names: readonly string[]; notKept: SecretState['notKept'] } | null;
  };
  pullSecrets(): Promise<void>;
  /** Adds a secret to the draft; a variable of that name moves out of the file with its value. */
  addSecret(name: string): Promise<void>;
  removeSecret(name: string): void;
  typeSecret(name: string, value: string): void;
  forgetSecret(name: string): Promise<void>;
  askForSecrets(name: string, names: readonly string[]): Promise<void>;
  /** Gives the values that were asked for and starts the function. */
  giveSecrets(values: Readonly<Record<string, string>>): Promise<void>;
  keepSecrets(): void;
}

export const createSecretsSlice: StateCreator<Store, [], [], SecretsSlice> = (set, get) => {
  const patch = (change: Partial<SecretsSlice['secrets']>) =>
    set(({ secrets }) => ({ secrets: { ...secrets, ...change } }));
  return {
    secrets: { known: null, asked: null },
    pullSecrets: async () => {
      const names = get().functions.draft?.content.secrets ?? [];
      // Where there are none, the system's key store, which may ask the person something, is left alone.
      if (names.length === 0) return patch({ known: null });
      patch({
        known: await call('secrets.state', { names: names.filter((name) => SecretName.safeParse(name).success) }),
      });
    },
    addSecret: async (name) => {
      const content = get().functions.draft?.content;
      if (content === undefined || content.secrets.includes(name)) return;
      const lines = content.environment.split('\n');
      const isIt = (line: string) => variablesOf(line)[0]?.[0] === name;
      const value = lines.filter(isIt).flatMap(variablesOf).at(-1)?.[1] ?? '';
      get().editFunction({
        secrets: [...content.secrets, name],
        environment: lines.filter((line) => !isIt(line)).join('\n'),
        values: { ...content.values, ...(value !== '' && { [name]: value }) },
      });
      await get().pullSecrets();
    },
    removeSecret: (name) => {
      const content = get().functions.draft?.content;
      if (content === undefined) return;
      const { [name]: _, ...values } = content.values;
      get().editFunction({ secrets: content.secrets.filter((each) => each !== name), values });
    },
    typeSecret: (name, value) => {
      const values = get().functions.draft?.content.values;
      get().editFunction({ values: { ...values, [name]: value } });
    },
    forgetSecret: async (name) => {
      await get().attempt(() => call('secrets.clear', { name }));
      await get().pullSecrets();
    },
    askForSecrets: async (name, names) => {
      const state = await get().attempt(() => call('secrets.state', { names: [...names] }));
      if (state !== undefined) patch({ asked: { function: name, names, notKept: state.notKept } });
    },
    giveSecrets: async (values) => {
      const { asked } = get().secrets;
      if (asked === null) return;
      const given = await get().attempt(async () => {
        for (const [name, value] of Object.entries(values)) await call('secrets.set', { name, value });
        return true;
      });
      patch({ asked: null });
      if (given) await get().startWorkers(asked.function);
    },
    keepSecrets: () => patch({ asked: null }),
  };
};

import type { StateCreator } from 'zustand';
import type { ServerAction } from '../../main/contract/servers.ts';
import { call } from '../api.ts';
import { wireOf } from '../lib/bytes.ts';
import { type Problem, problemOf } from './app.ts';
import type { Store } from './index.ts';

/** Something that is to be done to an attached server, before the person has agreed to it. */
export interface AskedOfServer {
  server: string;
  kind: ServerAction['kind'];
  /** The function or the job; null where it is still to be named. */
  name: string | null;
  /** Jobs that wait for the function, as far as it was told. */
  queued: number;
  /** What is typed: the name of a new function, a bound, or a name to confirm by. */
  text: string;
  doing: boolean;
  problem: Problem | null;
}

export interface ServerActsSlice {
  askedOfServer: AskedOfServer | null;
  askServer(asked: Pick<AskedOfServer, 'server' | 'kind'> & Partial<Pick<AskedOfServer, 'name' | 'queued'>>): void;
  typeForServer(text: string): void;
  /** Does it, or lets it be. */
  answerServer(yes: boolean): Promise<void>;
}

/** The action with what was typed; null where that is not complete. */
export function actionOf({ kind, name, text }: AskedOfServer): ServerAction | null {
  const typed = text.trim();
  switch (kind) {
    case 'create':
      return typed === '' ? null : { kind, function: wireOf(typed) };
    case 'drop':
      return name === null ? null : { kind, function: name };
    case 'maxqueue': {
      const most = Number(typed);
      if (name === null) return null;
      if (typed === '') return { kind, function: name, most: null };
      return /^\d{1,10}$/.test(typed) && most >= 1 && most <= 4_294_967_295 ? { kind, function: name, most } : null;
    }
    case 'cancel':
      return name === null ? null : { kind, handle: name };
  }
}

export const createServerActsSlice: StateCreator<Store, [], [], ServerActsSlice> = (set, get) => {
  const patch = (change: Partial<AskedOfServer>) =>
    set(({ askedOfServer }) => ({ askedOfServer: askedOfServer && { ...askedOfServer, ...change } }));
  return {
    askedOfServer: null,
    askServer: (asked) =>
      set({ askedOfServer: { name: null, queued: 0, ...asked, text: '', doing: false, problem: null } }),
    typeForServer: (text) => patch({ text, problem: null }),
    answerServer: async (yes) => {
      const asked = get().askedOfServer;
      if (asked === null || asked.doing) return;
      if (!yes) return set({ askedOfServer: null });
      const action = actionOf(asked);
      if (action === null) return;
      patch({ doing: true, problem: null });
      try {
        const { said } = await call('servers.act', { id: asked.server, action });
        set({ askedOfServer: null });
        get().tell({
          kind: `server-${asked.kind}`,
          name: 'function' in action ? action.function : action.handle,
          said,
        });
      } catch (error) {
        patch({ doing: false, problem: problemOf(error) });
      }
      get().pullServerRows();
    },
  };
};

import type { StateCreator } from 'zustand';
import type { PortHolder } from '../../main/contract/server.ts';
import { call } from '../api.ts';
import { type Problem, problemOf } from './app.ts';
import type { Store } from './index.ts';

export interface TakePortSlice {
  /** A port that a gearmand of this person has, while it is asked whether that shall end for it. */
  takePort: {
    port: number;
    /** Null while it is asked what it has. */
    holder: PortHolder | null;
    /** It was told to end. */
    doing: boolean;
    problem: Problem | null;
  } | null;
  /** Asks whether it shall end; where it has ended by itself, the server is started. */
  askTakePort(port: number): Promise<void>;
  /** Ends it and starts the server there; or lets it be. */
  answerTakePort(yes: boolean): Promise<void>;
}

export const createTakePortSlice: StateCreator<Store, [], [], TakePortSlice> = (set, get) => {
  const patch = (change: Partial<NonNullable<TakePortSlice['takePort']>>) =>
    set(({ takePort }) => ({ takePort: takePort && { ...takePort, ...change } }));
  return {
    takePort: null,
    askTakePort: async (port) => {
      set({ takePort: { port, holder: null, doing: false, problem: null } });
      const holder = await get().attempt(() => call('server.holder', { port }));
      if (get().takePort?.port !== port) return;
      if (holder) return patch({ holder });
      set({ takePort: null });
      if (holder === null) await get().startServer(port);
    },
    answerTakePort: async (yes) => {
      const { takePort } = get();
      if (takePort === null || (yes && takePort.doing)) return;
      const { port, holder } = takePort;
      if (!yes || holder === null) return set({ takePort: null }); // what was told to end ends all the same
      if (holder.keeper !== null) {
        set({ takePort: null });
        return get().startServer(port);
      }
      patch({ doing: true, problem: null });
      try {
        set({ server: await call('server.takePort', { port, pid: holder.pid }), takePort: null });
      } catch (error) {
        patch({ doing: false, problem: problemOf(error) });
      }
    },
  };
};

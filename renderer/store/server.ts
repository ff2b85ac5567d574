import type { StateCreator } from 'zustand';
import type { ServerStatus } from '../../main/contract/server.ts';
import { call } from '../api.ts';
import type { Store } from './index.ts';

export interface ServerSlice {
  server: ServerStatus | null;
  pullServer(): Promise<void>;
  /** Starts on the port of the settings, or on the one that is given. */
  startServer(port?: number): Promise<void>;
  stopServer(): Promise<void>;
  /** Stops it and starts it again, on the port of the settings or the one that is given. */
  restartServer(port?: number): Promise<void>;
}

/** The address that a client uses, as `127.0.0.1:4730`; empty until it is known. */
export const serverAddress = ({ server }: Pick<Store, 'server'>): string =>
  server?.addresses[0] ?? (server === null ? '' : `127.0.0.1:${server.port}`);

export const createServerSlice: StateCreator<Store, [], [], ServerSlice> = (set, get) => ({
  server: null,
  pullServer: async () => set({ server: await call('server.status', undefined) }),
  startServer: async (port) => {
    const server = await get().attempt(() => call('server.start', port === undefined ? {} : { port }));
    if (server !== undefined) set({ server });
  },
  stopServer: async () => {
    const server = await get().attempt(() => call('server.stop', undefined));
    if (server !== undefined) set({ server });
  },
  restartServer: async (port) => {
    await get().stopServer();
    await get().startServer(port);
  },
});

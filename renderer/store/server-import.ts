import type { StateCreator } from 'zustand';
import { SERVER_LABEL_MOST, type ServerImport, type ServerOffer } from '../../main/contract/servers.ts';
import { call } from '../api.ts';
import { type Problem, problemOf } from './app.ts';
import type { Store } from './index.ts';
import { ATTACHED } from './servers.ts';

export interface ServerImportSlice {
  serverImport: {
    offer: ServerImport;
    /** Addresses of those that are to be added. */
    chosen: ReadonlySet<string>;
    sending: boolean;
    problem: Problem | null;
  } | null;
  /** Asks for a file that names servers and shows what it names. */
  readServers(): Promise<void>;
  /** The same of a text that was pasted. False where it names none. */
  readServersIn(text: string): Promise<boolean>;
  chooseServerOffer(address: string, chosen: boolean): void;
  closeServerImport(): void;
  /** Attaches to those that are chosen. */
  importServers(): Promise<void>;
}

/** Whether a server of the list is at that address already. */
export const isListed = ({ servers }: Pick<Store, 'servers'>, address: string): boolean =>
  servers.list.some((info) => info.address === address);

export const createServerImportSlice: StateCreator<Store, [], [], ServerImportSlice> = (set, get) => {
  type Open = NonNullable<ServerImportSlice['serverImport']>;
  const patch = (change: Partial<Open>) =>
    set(({ serverImport }) => ({ serverImport: serverImport && { ...serverImport, ...change } }));
  const add = ({ label, address, tls }: ServerOffer) =>
    call('servers.add', {
      server: {
        ...ATTACHED,
        label: label.slice(0, SERVER_LABEL_MOST),
        address,
        tls: tls ? { ca: null, certificate: null, key: null } : null,
      },
    });
  const show = (offer: ServerImport) => {
    const chosen = new Set(offer.offers.map(({ address }) => address).filter((each) => !isListed(get(), each)));
    set({ serverSheet: null, serverImport: { offer, chosen, sending: false, problem: null } });
  };
  return {
    serverImport: null,
    readServers: async () => {
      const offer = await get().attempt(() => call('servers.readImport', undefined));
      if (offer != null) show(offer);
    },
    readServersIn: async (text) => {
      const offer = await get().attempt(() => call('servers.readText', { text, file: null }));
      if (offer === undefined || offer.offers.length === 0) return false;
      show(offer);
      return true;
    },
    chooseServerOffer: (address, isChosen) => {
      const chosen = new Set(get().serverImport?.chosen);
      if (isChosen) chosen.add(address);
      else chosen.delete(address);
      patch({ chosen });
    },
    closeServerImport: () => set({ serverImport: null }),
    importServers: async () => {
      const open = get().serverImport;
      if (open === null || open.sending) return;
      const wanted = open.offer.offers.filter(({ address }) => open.chosen.has(address));
      patch({ sending: true, problem: null });
      try {
        for (const offer of wanted) await add(offer);
        set({ serverImport: null });
        get().go('servers');
        get().tell({ kind: 'servers-added', name: '', count: wanted.length });
      } catch (error) {
        patch({ sending: false, problem: problemOf(error) });
      }
      get().pullServers();
    },
  };
};

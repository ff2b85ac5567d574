import type { StateCreator } from 'zustand';
import type { Failure } from '../../main/contract/errors.ts';
import type { PacketDetail, PacketWindow } from '../../main/contract/model.ts';
import { call } from '../api.ts';
import { framePuller } from '../lib/frame-puller.ts';
import { sameView, type View } from '../ui/FixedRows.tsx';
import { problemOf } from './app.ts';
import type { Store } from './index.ts';

export interface TrafficSlice {
  traffic: {
    window: PacketWindow | null;
    view: View;
    follow: boolean;
    /** The view ends before this packet while it is paused; the capture goes on. */
    pausedAt: number | null;
    /** What was typed, and the last of it that is a filter: that one is applied. */
    filter: string;
    accepted: string;
    /** What is wrong with what was typed. */
    problem: Failure | null;
    probes: boolean;
    selected: number | null;
    detail: PacketDetail | null;
    /** The field of the selected packet that is marked in its bytes. */
    field: string | null;
  };
  pullTraffic(): void;
  viewTraffic(view: View): void;
  followTraffic(follow: boolean): void;
  pauseTraffic(): void;
  resumeTraffic(): void;
  clearTraffic(): Promise<void>;
  filterTraffic(filter: string): void;
  showProbes(probes: boolean): void;
  selectPacket(seq: number): void;
  closePacket(): void;
  markField(field: string | null): void;
  /** Shows the packets that a text is found in, whatever is shown now. */
  openTraffic(filter: string): void;
}

export const createTrafficSlice: StateCreator<Store, [], [], TrafficSlice> = (set, get) => {
  const patch = (change: Partial<TrafficSlice['traffic']>) =>
    set(({ traffic }) => ({ traffic: { ...traffic, ...change } }));
  const puller = framePuller(async () => {
    const { view, filter, accepted, probes, pausedAt } = get().traffic;
    const windowOf = (text: string) => call('packets.window', { ...view, filter: text, probes, until: pausedAt });
    try {
      patch({ window: await windowOf(filter), accepted: filter, problem: null });
    } catch (error) {
      const problem = problemOf(error);
      if (!problem.code.startsWith('filter-')) throw error;
      patch({ window: await windowOf(accepted), problem });
    }
  });
  const change = (next: Partial<TrafficSlice['traffic']>) => {
    patch(next);
    puller.poke();
  };
  return {
    traffic: {
      window: null,
      view: { from: 'end', rows: 60 },
      follow: true,
      pausedAt: null,
      filter: '',
      accepted: '',
      problem: null,
      probes: false,
      selected: null,
      detail: null,
      field: null,
    },
    pullTraffic: () => puller.poke(),
    viewTraffic: (view) => {
      if (!sameView(view, get().traffic.view)) change({ view });
    },
    followTraffic: (follow) => change({ follow, ...(follow && { view: { ...get().traffic.view, from: 'end' } }) }),
    pauseTraffic: () => change({ pausedAt: get().traffic.window?.next ?? null }),
    resumeTraffic: () => change({ pausedAt: null, follow: true, view: { ...get().traffic.view, from: 'end' } }),
    clearTraffic: async () => {
      await get().attempt(() => call('packets.clear', undefined));
      change({ selected: null, detail: null, pausedAt: null, follow: true });
    },
    filterTraffic: (filter) => change({ filter, follow: true, view: { ...get().traffic.view, from: 'end' } }),
    showProbes: (probes) => change({ probes }),
    selectPacket: (seq) => {
      // Choosing a row ends the following: what is read must not move away.
      patch({ selected: seq, field: null, follow: false });
      void get()
        .attempt(() => call('packets.get', { seq }))
        .then((detail) => {
          if (get().traffic.selected === seq) patch({ detail: detail ?? null });
        });
    },
    closePacket: () => patch({ selected: null, detail: null, field: null }),
    markField: (field) => patch({ field }),
    openTraffic: (filter) => {
      get().go('traffic');
      get().filterTraffic(filter);
    },
  };
};

import type { StateCreator } from 'zustand';
import type { CaptureFormat, CaptureState, PacketExport } from '../../main/contract/captures.ts';
import { call } from '../api.ts';
import { framePuller } from '../lib/frame-puller.ts';
import type { Store } from './index.ts';
import { packetScope } from './scope.ts';
import { EVERYTHING } from './traffic.ts';

/** Which packets are exported. */
export type Exported = 'all' | 'shown' | 'selected';

export interface CapturesSlice {
  captures: {
    state: CaptureState;
    /** The person is asked what to export, and as what. */
    exporting: boolean;
    /** What was looked at in the file that was left. */
    before: Pick<Store['traffic'], 'filter' | 'scope' | 'probes' | 'view' | 'selected'> | null;
  };
  pullCaptures(): void;
  openCapture(): Promise<void>;
  stopReadingCapture(): Promise<void>;
  closeCapture(): Promise<void>;
  /** Shows the live packets, where a file is shown; the file is kept, to be gone back to. */
  leaveCapture(): Promise<void>;
  /** Goes back to the file that was left, and to what was looked at there. */
  returnToCapture(): Promise<void>;
  askExport(asking: boolean): void;
  exportPackets(which: Exported, format: CaptureFormat): Promise<void>;
  cancelExport(): Promise<void>;
  recordPackets(): Promise<void>;
  endRecording(): Promise<void>;
}

const NOTHING: CaptureState = { open: null, left: null, exporting: null, recording: null };

export const createCapturesSlice: StateCreator<Store, [], [], CapturesSlice> = (set, get) => {
  const patch = (change: Partial<CapturesSlice['captures']>) =>
    set(({ captures }) => ({ captures: { ...captures, ...change } }));
  const puller = framePuller(async () => patch({ state: await call('captures.state', undefined) }));
  /** What is shown has become another capture: of the one before nothing is selected or followed any more. */
  const showFrom = (from: 'beginning' | 'end', more: Partial<Store['traffic']> = {}) => {
    const follow = from === 'end';
    get().closePacket();
    set(({ traffic }) => ({
      traffic: {
        ...traffic,
        ...{ pausedAt: null, pausedSince: null, scope: EVERYTHING, reference: null, goTo: null, follow },
        view: { ...traffic.view, from: follow ? 'end' : 0 },
        ...more,
      },
    }));
    get().pullTraffic();
    puller.poke();
  };
  const chosen = (which: Exported): PacketExport['packets'] => {
    const { selected, accepted, probes } = get().traffic;
    if (which === 'selected' && selected !== null) return { which: 'some', seqs: [selected] };
    return which === 'all'
      ? { which }
      : { which: 'shown', filter: { filter: accepted, probes, scope: packetScope(get()) } };
  };
  return {
    captures: { state: NOTHING, exporting: false, before: null },
    pullCaptures: () => puller.poke(),
    openCapture: async () => {
      const name = await get().attempt(() => call('captures.open', undefined));
      if (name == null) return;
      get().go('traffic');
      showFrom('beginning');
    },
    stopReadingCapture: async () => {
      await get().attempt(() => call('captures.stopReading', undefined));
    },
    closeCapture: async () => {
      await get().attempt(() => call('captures.close', undefined));
      showFrom('end');
    },
    leaveCapture: async () => {
      const { filter, scope, probes, view, selected } = get().traffic;
      if ((await get().attempt(() => call('captures.leave', undefined))) !== true) return;
      patch({ before: { filter, scope, probes, view, selected } });
      showFrom('end');
    },
    returnToCapture: async () => {
      if ((await get().attempt(() => call('captures.back', undefined))) !== true) return;
      const { before } = get().captures;
      patch({ before: null });
      get().go('traffic');
      const { selected = null, ...looked } = before ?? {};
      showFrom('beginning', looked);
      if (selected !== null) await get().revealPacket(selected);
    },
    askExport: (exporting) => {
      if (exporting) get().go('traffic');
      patch({ exporting });
    },
    exportPackets: async (which, format) => {
      patch({ exporting: false });
      const name = await get().attempt(() => call('captures.export', { format, packets: chosen(which) }));
      if (name != null) get().tell({ kind: 'exported', name });
    },
    cancelExport: async () => {
      await get().attempt(() => call('captures.cancelExport', undefined));
    },
    recordPackets: async () => {
      if ((await get().attempt(() => call('captures.record', {}))) != null) get().go('traffic');
    },
    endRecording: async () => {
      await get().attempt(() => call('captures.endRecording', undefined));
    },
  };
};

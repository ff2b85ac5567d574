import type { StateCreator } from 'zustand';
import type { PacketMarks, PacketRow } from '../../main/contract/packets.ts';
import { call } from '../api.ts';
import type { Store } from './index.ts';
import { selectedRow } from './traffic.ts';

export interface MarksSlice {
  marks: {
    /** The list, while it is open. */
    list: PacketMarks | null;
    /** The packet whose comment is written. */
    commenting: PacketRow | null;
    /** The sheet that asks for a packet's number. */
    asking: boolean;
  };
  /** Marks the selected packet, or takes its mark away. */
  toggleMark(): Promise<void>;
  /** Marks a packet with a comment, or takes the mark away; that can be undone. */
  markPacket(row: PacketRow, comment: string | null): Promise<void>;
  openMarks(): Promise<void>;
  closeMarks(): void;
  commentPacket(): void;
  askForPacket(): void;
  closeMarkSheet(): void;
}

export const createMarksSlice: StateCreator<Store, [], [], MarksSlice> = (set, get) => {
  const patch = (change: Partial<MarksSlice['marks']>) => set(({ marks }) => ({ marks: { ...marks, ...change } }));
  return {
    marks: { list: null, commenting: null, asking: false },
    toggleMark: async () => {
      const row = selectedRow(get());
      if (row !== undefined) await get().markPacket(row, row.mark === null ? '' : null);
    },
    markPacket: async (row, comment) => {
      const done = await get().attempt(() => call('packets.mark', { seq: row.seq, comment }));
      if (done === undefined) return;
      const { detail } = get().traffic;
      if (done && detail?.row.seq === row.seq)
        set(({ traffic }) => ({
          traffic: { ...traffic, detail: { ...detail, row: { ...detail.row, mark: comment } } },
        }));
      if (!done) get().tell({ kind: 'mark-refused', name: String(row.seq) });
      else if (comment === null && row.mark !== null)
        get().tell({
          kind: 'mark-removed',
          name: String(row.seq),
          undo: () => void get().markPacket({ ...row, mark: null }, row.mark),
        });
      if (get().marks.list !== null) await get().openMarks();
      get().pullTraffic();
    },
    openMarks: async () => {
      const list = await get().attempt(() => call('packets.marks', undefined));
      if (list !== undefined) patch({ list });
    },
    closeMarks: () => patch({ list: null }),
    commentPacket: () => patch({ commenting: selectedRow(get()) ?? null }),
    askForPacket: () => patch({ asking: true }),
    closeMarkSheet: () => patch({ commenting: null, asking: false }),
  };
};

import type { StateCreator } from 'zustand';
import type { PacketLanes, PacketPicture, PacketRates } from '../../main/contract/packets.ts';
import { call } from '../api.ts';
import { framePuller } from '../lib/frame-puller.ts';
import type { Store } from './index.ts';
import { packetScope } from './scope.ts';

/** Time between two pictures, ms: they are looked at, not read. */
const EVERY = 500;

/** Seconds that the graph goes back. */
const SECONDS = 120;

export interface PictureSlice {
  picture: {
    lanes: PacketLanes | null;
    rates: PacketRates | null;
    /** How far back the lanes go, ms. */
    span: number;
    columns: number;
    /** The story of the job that is followed is told instead of its packets listed. */
    told: boolean;
  };
  pullPicture(): void;
  showPicture(kind: PacketPicture): void;
  /** So many columns have room. */
  drawLanes(columns: number): void;
  spanLanes(span: number): void;
  tellStory(told: boolean): void;
}

export const createPictureSlice: StateCreator<Store, [], [], PictureSlice> = (set, get) => {
  const patch = (change: Partial<PictureSlice['picture']>) =>
    set(({ picture }) => ({ picture: { ...picture, ...change } }));
  const pull = async () => {
    const { probes, pausedAt } = get().traffic;
    const { span, columns } = get().picture;
    const kind = get().app.settings?.packetPicture;
    const { servers } = packetScope(get());
    if (kind === 'lanes' && columns > 0)
      patch({ lanes: await call('packets.lanes', { probes, servers, span, columns, until: pausedAt }) });
    if (kind === 'rates') patch({ rates: await call('packets.rates', { probes, servers, seconds: SECONDS }) });
  };
  const now = framePuller(pull);
  const later = framePuller(pull, (run) => setTimeout(run, EVERY));
  const change = (next: Partial<PictureSlice['picture']>) => {
    patch(next);
    now.poke();
  };
  return {
    picture: { lanes: null, rates: null, span: 10_000, columns: 0, told: false },
    pullPicture: () => later.poke(),
    showPicture: (packetPicture) => {
      void get()
        .changeSettings({ packetPicture })
        .then(() => now.poke());
    },
    drawLanes: (columns) => {
      if (columns !== get().picture.columns) change({ columns });
    },
    spanLanes: (span) => change({ span }),
    tellStory: (told) => patch({ told }),
  };
};

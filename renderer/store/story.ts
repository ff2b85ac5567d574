import type { StateCreator } from 'zustand';
import type { JobKey } from '../../main/contract/keys.ts';
import type { Story, StoryFormat } from '../../main/contract/packets.ts';
import { call } from '../api.ts';
import { framePuller } from '../lib/frame-puller.ts';
import type { Store } from './index.ts';
import { textOfKey } from './jobs.ts';

/** Time between two looks at a job that goes on, ms. */
const EVERY = 500;

export interface StorySlice {
  story: {
    of: JobKey | null;
    /** Null until it is told. */
    told: Story | null;
  };
  pullStory(): void;
  /** The job whose story is shown from now on. */
  tellStoryOf(key: JobKey | null): void;
  /** Shows a packet of the job among all of its packets, in the live traffic. */
  openStoryPacket(seq: number | null): Promise<void>;
  /** Asks where to. */
  saveStory(format: StoryFormat, text: string): Promise<void>;
}

export const createStorySlice: StateCreator<Store, [], [], StorySlice> = (set, get) => {
  const pull = async () => {
    const { of } = get().story;
    if (of === null) return;
    const told = await call('packets.story', of);
    if (get().story.of === of) set({ story: { of, told } });
  };
  const now = framePuller(pull);
  const later = framePuller(pull, (run) => setTimeout(run, EVERY));
  return {
    story: { of: null, told: null },
    pullStory: () => (get().story.told === null ? now : later).poke(),
    tellStoryOf: (of) => {
      const before = get().story.of;
      const isSame = before !== null && of !== null && textOfKey(before) === textOfKey(of);
      if (!isSame) set({ story: { of, told: null } });
      now.poke();
    },
    openStoryPacket: async (seq) => {
      const job = get().story.of;
      if (job === null) return;
      if (get().captures.state.open !== null && job.server !== 'file') await get().leaveCapture();
      get().go('traffic');
      get().tellStory(false);
      get().filterTraffic('');
      get().narrowTraffic({ job });
      if (seq !== null) await get().revealPacket(seq);
    },
    saveStory: async (format, text) => {
      const { of } = get().story;
      if (of === null) return;
      const name = await get().attempt(() => call('jobs.saveStory', { handle: of.handle, format, text }));
      if (name != null) get().tell({ kind: 'story-saved', name });
    },
  };
};

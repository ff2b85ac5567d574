import type { StateCreator } from 'zustand';
import type { JobKey } from '../../main/contract/keys.ts';
import type { Why } from '../../main/contract/why.ts';
import { call } from '../api.ts';
import { framePuller } from '../lib/frame-puller.ts';
import type { Store } from './index.ts';
import { textOfKey } from './jobs.ts';

export interface WhySlice {
  /** Why a job waits, of the one that was asked for last. */
  why: { of: string; answer: Why | null };
  pullWhy(key: JobKey): void;
}

export const createWhySlice: StateCreator<Store, [], [], WhySlice> = (set) => {
  let asked: JobKey | undefined;
  const puller = framePuller(async () => {
    if (asked === undefined) return;
    const of = textOfKey(asked);
    const answer = await call('jobs.why', asked);
    if (textOfKey(asked) === of) set({ why: { of, answer } });
  });
  return {
    why: { of: '', answer: null },
    pullWhy: (key) => {
      asked = key;
      puller.poke();
    },
  };
};

/** What is said between the thread that sends many jobs and the one that has the sockets of the server. */
import type { RunInfo } from '../contract/runs.ts';
import type { Making } from './jobs-of.ts';
import type { LoadPlaces, LoadPlan } from './load.ts';

export interface LoadOrder {
  plan: LoadPlan;
  making: Making;
  places: LoadPlaces;
  /** Bytes of the file of rows. */
  size: number;
}

/** How far it has come. */
export type LoadNews = Pick<
  RunInfo,
  'state' | 'checked' | 'total' | 'counts' | 'servers' | 'duration' | 'stages' | 'late' | 'problem' | 'firstFailure'
>;

/** What the thread says: where an end of a connection of its is, which it uses once that is `claimed`; or how far it has come. */
export type LoadSays = { claim: string } | { news: LoadNews };

/** Facts are two times for each handle: assigned, ended. */
export type LoadWish =
  | { do: 'cancel' }
  | { do: 'claimed'; address: string }
  | { do: 'tell'; handles: string[]; times: Float64Array };

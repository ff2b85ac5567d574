import { GLANCE_QUEUES, type Glance } from '../contract/glance.ts';
import type { Wire } from '../contract/keys.ts';

/** A function with jobs that have not ended. */
export interface BusyFunction {
  name: Wire;
  queued: number;
  running: number;
}

export interface GlanceFacts extends Pick<Glance, 'server' | 'address' | 'last'> {
  functions: readonly BusyFunction[];
  /** Whether its next job waits and does not go on by itself. */
  isStuck: (name: Wire) => boolean;
}

/** What the tray shows, from all functions that have jobs. */
export function glanceOf({ functions, isStuck, ...rest }: GlanceFacts): Glance {
  const waiting = functions.filter(({ queued }) => queued > 0);
  return {
    ...rest,
    queued: waiting.reduce((sum, { queued }) => sum + queued, 0),
    running: functions.reduce((sum, { running }) => sum + running, 0),
    queues: functions
      .toSorted((a, b) => b.queued - a.queued || b.running - a.running || (a.name < b.name ? -1 : 1))
      .slice(0, GLANCE_QUEUES),
    stuck: waiting.filter(({ name }) => isStuck(name)).map(({ name, queued }) => ({ name, queued })),
  };
}

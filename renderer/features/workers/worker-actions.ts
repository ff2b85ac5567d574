import { CircleStop, type LucideIcon, OctagonX, Pause, Play, RotateCcw, Square } from 'lucide-react';
import type { WorkerAction, WorkerInfo } from '../../../main/contract/model.ts';
import type { Text } from '../../i18n/text.tsx';
import type { MenuEntry } from '../../ui/Menu.tsx';

interface Doing {
  icon: LucideIcon;
  /** Whether it means anything for a worker as it is. */
  fits: (worker: WorkerInfo) => boolean;
}

const over = ({ state }: WorkerInfo): boolean => state === 'stopping' || state === 'stopped';

/** What can be done to workers, mildest first; its words are `action.` and its name. */
export const DOINGS: Record<WorkerAction, Doing> = {
  start: { icon: Play, fits: ({ state }) => ['quiet', 'back-off', 'failed', 'stopped'].includes(state) },
  quiet: { icon: Pause, fits: (worker) => !over(worker) && worker.state !== 'quiet' && worker.state !== 'failed' },
  restart: { icon: RotateCcw, fits: ({ state }) => state !== 'stopping' },
  stop: { icon: Square, fits: (worker) => !over(worker) },
  kill: { icon: OctagonX, fits: ({ state }) => state !== 'stopped' },
  'kill-job': { icon: CircleStop, fits: (worker) => worker.handle !== null && worker.speaks === 'stdio' },
};

/** The actions that mean something for one of these workers. Of a function without workers it is to start them. */
export const doingsFor = (workers: readonly WorkerInfo[]): WorkerAction[] =>
  workers.length === 0
    ? ['start']
    : (Object.keys(DOINGS) as WorkerAction[]).filter((action) => workers.some(DOINGS[action].fits));

/** The same as a menu; each says what becomes of a job. */
export const doingEntries = (
  workers: readonly WorkerInfo[],
  t: Text['t'],
  act: (action: WorkerAction) => void,
): MenuEntry[] =>
  doingsFor(workers).map((action) => ({
    label: t(`workers.act.${action}`),
    note: t(`workers.act.${action}.note`),
    run: () => act(action),
  }));

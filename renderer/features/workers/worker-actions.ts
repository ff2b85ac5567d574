import { CircleStop, type LucideIcon, OctagonX, Pause, Play, RotateCcw, Square } from 'lucide-react';
import { WORKERS_MOST } from '../../../main/contract/functions.ts';
import type { WorkerAction, WorkerInfo } from '../../../main/contract/workers.ts';
import type { Text } from '../../i18n/text.tsx';
import { shortcutIn } from '../../lib/shortcuts.ts';
import type { Store } from '../../store/index.ts';
import type { CrewTarget } from '../../store/workers.ts';
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

/** What a command does to the workers that are chosen. */
export type CrewAction = WorkerAction | 'more' | 'fewer';

/** Whether each can be done to these workers, and how. */
export function crewActs(
  { crew, worker }: CrewTarget,
  store: Store,
): Record<CrewAction, { can: boolean; run: () => unknown }> {
  const { function: name, workers } = crew;
  const fitting = doingsFor(worker === null ? workers : [worker]);
  const act = (action: WorkerAction) => ({
    can: fitting.includes(action),
    run: () => store.actOnWorkers(action, name, worker?.name ?? null),
  });
  const count = workers.length;
  return {
    // Of workers that do not run, it is the workspace that has to let them.
    start: count === 0 ? { can: true, run: () => store.startWorkers(name) } : act('start'),
    quiet: act('quiet'),
    restart: act('restart'),
    stop: act('stop'),
    kill: act('kill'),
    'kill-job': act('kill-job'),
    more: { can: count > 0 && count < WORKERS_MOST, run: () => store.scaleWorkers(name, count + 1) },
    fewer: { can: count > 1, run: () => store.scaleWorkers(name, count - 1) },
  };
}

/** The same as a menu, of what means something now; each says what becomes of a job, and to how many it happens. */
export function crewEntries(target: CrewTarget, store: Store, { t }: Pick<Text, 't'>): MenuEntry[][] {
  const { crew, worker } = target;
  const acts = crewActs(target, store);
  const workers = worker === null ? crew.workers : [worker];
  const entry = (action: CrewAction, label: string): MenuEntry => ({
    label,
    shortcut: shortcutIn(store, `worker.${action}`),
    disabled: !acts[action].can,
    run: () => void acts[action].run(),
  });
  const doing = doingsFor(workers).map((action) => ({
    ...entry(action, t(`workers.do.${action}`, { count: workers.filter(DOINGS[action].fits).length || crew.defined })),
    note: t(`workers.act.${action}.note`),
  }));
  const scaling = (['more', 'fewer'] as const).map((action) => entry(action, t(`command.worker.${action}`)));
  return [doing, worker === null && workers.length > 0 ? scaling : []];
}

import type { Why, WhyKind } from '../../../main/contract/why.ts';
import { useText } from '../../i18n/text.tsx';
import { shown } from '../../lib/bytes.ts';
import { useStore } from '../../store/index.ts';

type Action = 'start' | 'create' | 'other' | 'function' | 'workers' | 'settings';

/** What can be done about it. */
const ACTIONS: Partial<Record<WhyKind, readonly Action[]>> = {
  similar: ['other', 'create'],
  elsewhere: ['function'],
  nobody: ['create'],
  'not-started': ['start'],
  stopped: ['workers'],
  paused: ['workers'],
  'back-off': ['workers'],
  'gave-up': ['workers'],
  away: ['workers'],
  room: ['settings'],
  rate: ['function'],
  busy: ['workers'],
  behind: ['workers'],
  after: ['other', 'workers'],
  woken: ['workers'],
  silent: ['workers'],
};

/** Buttons for what can be done about a job that waits. */
export function WhyActions({ why }: { why: Why }) {
  const { t } = useText();
  const store = useStore.getState();
  const name = shown(why.function);
  const run: Record<Action, () => void> = {
    start: () => void store.startWorkers(name),
    create: () => store.createFunction(name),
    other: () => void store.openFunction(why.other ?? ''),
    function: () => void store.openFunction(why.function),
    workers: () => store.openWorkers(name),
    settings: () => store.go('settings'),
  };
  return (ACTIONS[why.kind] ?? []).map((action) => (
    <button key={action} type="button" className="link-button" onClick={run[action]}>
      {t(`why.do.${action}`, { other: shown(why.other ?? '') })}
    </button>
  ));
}

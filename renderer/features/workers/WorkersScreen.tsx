import { Cpu, Plus, Search } from 'lucide-react';
import { useEffect } from 'react';
import type { ManagedCrew, OutsideWorkerRow, WorkersView } from '../../../main/contract/workers.ts';
import { type Text, useText } from '../../i18n/text.tsx';
import { shown } from '../../lib/bytes.ts';
import { FIGURES_EVERY, useLive } from '../../lib/live.ts';
import { useStore } from '../../store/index.ts';
import { isFirstAlone } from '../../store/scope.ts';
import { crewOf } from '../../store/workers.ts';
import { Button } from '../../ui/Button.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { SearchField } from '../../ui/SearchField.tsx';
import { LearnMore } from '../help/LearnMore.tsx';
import { CountedOnce } from '../scope/CountedOnce.tsx';
import { ScopeSelect, useScoped } from '../scope/ScopeSelect.tsx';
import { ManagedTable } from './ManagedTable.tsx';
import { OutputPane } from './OutputPane.tsx';
import { OutsideTable } from './OutsideTable.tsx';
import { RegisteredTable } from './RegisteredTable.tsx';
import { WorkerInspector } from './WorkerInspector.tsx';
import styles from './Workers.module.css';

const TOPICS = ['functions', 'workspace'] as const;
const REGISTERED_TOPICS = ['servers', 'server', 'functions'] as const;

/** Who does jobs: the workers that run here by function, and every other connection that is registered for something. */
export function WorkersScreen() {
  const { t } = useText();
  const { view, filter, selected } = useStore((store) => store.workers);
  const functions = useStore((store) => store.workspace?.functions);
  const { pullWorkers, filterWorkers, createFunction } = useStore.getState();
  useLive(TOPICS, pullWorkers);
  const firstAlone = useStore(isFirstAlone);
  const registered = useStore((store) => (firstAlone ? 0 : (store.registered.window?.total ?? 0)));
  const described = view === null ? null : withStopped(view, functions ?? []);
  // Of other servers it is known who is registered, ours and others.
  const all = described && (firstAlone ? described : { ...described, outside: [] });
  const found = all && matching(all, filter);
  const total = all === null ? 0 : all.managed.length + all.outside.length + registered;
  const none = found !== null && found.managed.length + found.outside.length + registered === 0;
  const of = selected === null || selected.kind === 'outside' ? null : selected;
  return (
    <>
      <section className={`screen__main ${styles.screen}`} aria-label={t('screen.workers')}>
        <div className="screenbar">
          <ScopeSelect />
          <span className="muted truncate">{all !== null && summary(all, firstAlone ? null : registered, t)}</span>
          <CountedOnce />
          <span className="grow" />
          <SearchField
            className={styles.filter}
            label={t('workers.filter.label')}
            placeholder={t('functions.filter')}
            value={filter}
            onChange={filterWorkers}
          />
        </div>
        {none && total === 0 && (
          <Empty
            icon={Cpu}
            title={t('workers.empty')}
            text={t('workers.empty.text')}
            actions={
              <>
                <Button variant="primary" large icon={Plus} onClick={() => createFunction()}>
                  {t('functions.new')}
                </Button>
                <LearnMore />
              </>
            }
          />
        )}
        {none && total > 0 && (
          <Empty
            icon={Search}
            title={t('workers.noMatch')}
            text={t('functions.noMatch.text', { count: total })}
            actions={<Button onClick={() => filterWorkers('')}>{t('action.clearFilter')}</Button>}
          />
        )}
        {found !== null && !none && (
          <div className={styles.lists}>
            {found.managed.length > 0 && <ManagedTable crews={found.managed} />}
            {found.outside.length > 0 && <OutsideTable workers={found.outside} />}
            {registered > 0 && <RegisteredTable />}
          </div>
        )}
        {of !== null && (
          <OutputPane name={of.name} worker={of.kind === 'worker' ? of.worker : null} className={styles.output} />
        )}
      </section>
      {!firstAlone && <Registered />}
      <WorkerInspector view={all} />
    </>
  );
}

/** Asks who is registered with servers beside the first one. */
function Registered() {
  const pull = useStore((store) => store.pullRegistered);
  const filter = useStore((store) => store.workers.filter);
  useLive(REGISTERED_TOPICS, pull, FIGURES_EVERY);
  useScoped(pull);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each change of the filter pulls
  useEffect(() => pull(), [filter, pull]);
  return null;
}

function summary({ managed, outside }: WorkersView, registered: number | null, t: Text['t']): string {
  const ours = managed.reduce((sum, { workers }) => sum + workers.length, 0);
  const others =
    registered === null
      ? t('workers.summary.others', { count: outside.length })
      : t('workers.summary.registered', { count: registered });
  return [t('workers.summary.ours', { count: ours }), others].join(' · ');
}

/** Functions whose workers do not run stand beside the others, so that they can be started. */
function withStopped(
  view: WorkersView,
  functions: readonly { name: string; workers: number; speaks: ManagedCrew['speaks'] }[],
): WorkersView {
  const running = new Set(view.managed.map((crew) => crew.function));
  const stopped = functions.filter(({ name }) => !running.has(name)).map((definition) => crewOf(definition));
  const managed = [...view.managed, ...stopped].sort((a, b) => (a.function < b.function ? -1 : 1));
  return { ...view, managed };
}

function matching({ managed, outside }: WorkersView, filter: string): WorkersView {
  const needle = filter.trim().toLowerCase();
  const has = (...texts: string[]) => texts.some((text) => text.toLowerCase().includes(needle));
  const theirs = ({ connection, clientId, address, functions }: OutsideWorkerRow) =>
    has(`#${connection}`, shown(clientId), address, ...functions.map(shown));
  return {
    managed: managed.filter((crew) => has(crew.function, ...crew.workers.map(({ name }) => name))),
    outside: outside.filter(theirs),
  };
}

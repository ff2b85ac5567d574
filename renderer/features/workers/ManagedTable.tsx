import { Ellipsis, Minus, Plus } from 'lucide-react';
import { memo } from 'react';
import { EMBEDDED } from '../../../main/contract/server.ts';
import type { ManagedCrew, WorkerInfo, WorkerLink } from '../../../main/contract/workers.ts';
import { type Text, useText } from '../../i18n/text.tsx';
import { shown, wireOf } from '../../lib/bytes.ts';
import { alike } from '../../lib/kept-rows.ts';
import { useNow } from '../../lib/live.ts';
import { useStore } from '../../store/index.ts';
import { IconButton } from '../../ui/Button.tsx';
import { State } from '../../ui/glyphs.tsx';
import { useListKeys } from '../../ui/list-keys.ts';
import { ContextMenu, type MenuEntry, openContextMenu } from '../../ui/Menu.tsx';
import { Nothing } from '../../ui/Nothing.tsx';
import { FunctionName } from '../functions/FunctionName.tsx';
import { JobLinks } from './JobLinks.tsx';
import styles from './Workers.module.css';
import { crewActs, crewEntries, DOINGS } from './worker-actions.ts';
import { WORKER_LOOKS } from './worker-look.ts';

type Row = { crew: ManagedCrew; worker: WorkerInfo | null };

/** Our workers by function. A function's own row has what is done to all of its workers. */
export function ManagedTable({ crews }: { crews: readonly ManagedCrew[] }) {
  const { t } = useText();
  const selected = useStore((store) => store.workers.selected);
  const selectWorker = useStore((store) => store.selectWorker);
  const rows = crews.flatMap((crew): Row[] => [
    { crew, worker: null },
    ...crew.workers.map((worker) => ({ crew, worker })),
  ]);
  const places = new Map(rows.map(({ crew, worker }, place) => [worker ?? crew, place]));
  const isChosen = ({ crew, worker }: Row) =>
    selected !== null &&
    selected.kind !== 'outside' &&
    selected.name === crew.function &&
    (selected.kind === 'worker' ? selected.worker : null) === (worker?.name ?? null);
  const choose = ({ crew, worker }: Row) =>
    selectWorker(
      worker === null
        ? { kind: 'function', name: crew.function }
        : { kind: 'worker', name: crew.function, worker: worker.name },
    );
  const at = rows.findIndex(isChosen);
  const list = useListKeys(rows.length, at, (index) => choose(rows[index] as Row));
  const chosen = rows[Math.max(0, at)] as Row; // the menu key may come before a choice
  const entries = useEntries();
  const attributes = (row: Row) => ({
    id: list.idOf(places.get(row.worker ?? row.crew) as number),
    role: 'row',
    tabIndex: -1,
    'aria-selected': isChosen(row),
    'aria-label': row.worker === null ? undefined : labelOf(row.worker, t),
    onClick: () => choose(row),
    onContextMenu: () => choose(row),
  });
  return (
    <ContextMenu
      groups={entries(chosen.crew, chosen.worker)}
      area={
        <div
          className={`table ${styles.table} ${styles.managed}`}
          aria-label={t('workers.managed')}
          role="grid"
          tabIndex={0}
          {...list.grid}
        >
          <div role="rowgroup" className={styles.contents} onContextMenu={(event) => event.stopPropagation()}>
            <div className="table__head" role="row">
              <span role="columnheader">{t('workers.managed')}</span>
              <span role="columnheader">{t('column.state')}</span>
              <span role="columnheader">{t('column.job')}</span>
              <span role="columnheader">{t('column.server')}</span>
              <span role="columnheader" className="number">
                {t('column.done')}
              </span>
              <span role="columnheader" className="number">
                {t('column.failed')}
              </span>
              <span role="columnheader" className="number">
                {t('column.pid')}
              </span>
              <span role="columnheader" className="number">
                {t('column.uptime')}
              </span>
            </div>
          </div>
          {crews.map((crew) => (
            <div role="rowgroup" key={crew.function} aria-label={crew.function}>
              <div className={`table__row ${styles.crew}`} {...attributes({ crew, worker: null })}>
                <CrewCells crew={crew} />
              </div>
              {crew.workers.map((worker) => (
                <div key={worker.name} className={`table__row ${styles.worker}`} {...attributes({ crew, worker })}>
                  <WorkerCells worker={worker} />
                </div>
              ))}
            </div>
          ))}
        </div>
      }
    />
  );
}

/** What can be done to all workers of a function, or to one, and where more of it is to be seen. */
function useEntries() {
  const text = useText();
  const { t } = text;
  const store = useStore.getState();
  const { openFunction, openJob } = store;
  useStore(({ app }) => app.settings); // drawn again when keys are changed
  const run = useStore(({ server }) => server?.run ?? 0);
  return (crew: ManagedCrew, worker: WorkerInfo | null): MenuEntry[][] => {
    const name = crew.function;
    const handle = worker?.server === EMBEDDED ? worker.handle : null;
    return [
      ...crewEntries({ crew, worker }, store, text),
      [
        ...(handle === null
          ? []
          : [
              {
                label: t('jobs.inspector', { handle: shown(handle) }),
                run: () => openJob({ server: 'local', run, handle }),
              },
            ]),
        { label: t('functions.inspector', { name }), run: () => openFunction(wireOf(name)) },
      ],
    ];
  };
}

/** Those that are at hand in a function's row; the others are in its menu. */
const AT_HAND = ['start', 'quiet', 'restart', 'stop'] as const;

/** Of hundreds of functions few have changed when something has. */
const CrewCells = memo(
  function CrewCells({ crew }: { crew: ManagedCrew }) {
    const { t, count } = useText();
    const { function: name, workers, defined } = crew;
    const acts = crewActs({ crew, worker: null }, useStore.getState());
    return (
      <>
        <span role="gridcell" className={styles.name}>
          <b className="truncate">
            <FunctionName name={wireOf(name)} />
          </b>
          {workers.length === 0 ? (
            <State mark="skip" tone="idle">
              {t('workers.stopped')}
            </State>
          ) : (
            <span className="faint">{t('workers.of', { count: count(workers.length), defined: count(defined) })}</span>
          )}
        </span>
        <span role="gridcell" className={styles.actions}>
          {workers.length > 0 && (
            <span className={styles.scale} role="group" aria-label={t('workers.scale', { name })}>
              <IconButton
                icon={Minus}
                label={t('workers.fewer', { name })}
                disabled={!acts.fewer.can}
                onClick={() => void acts.fewer.run()}
              />
              <span className="number">{count(workers.length)}</span>
              <IconButton
                icon={Plus}
                label={t('workers.more', { name })}
                disabled={!acts.more.can}
                onClick={() => void acts.more.run()}
              />
            </span>
          )}
          {AT_HAND.map((action) => (
            <IconButton
              key={action}
              icon={DOINGS[action].icon}
              label={t('workers.act.all', { act: t(`workers.act.${action}`), name })}
              disabled={!acts[action].can}
              onClick={() => void acts[action].run()}
            />
          ))}
          <IconButton
            icon={Ellipsis}
            label={t('workers.actions', { name })}
            aria-haspopup="menu"
            onClick={({ currentTarget }) => openContextMenu(currentTarget)}
          />
        </span>
      </>
    );
  },
  (before, now) => alike(before.crew, now.crew),
);

/** A worker's row for who cannot see it. */
const labelOf = ({ name, state, handle, done, failed }: WorkerInfo, t: Text['t']): string => {
  const values = { name, state: t(`worker.${state}`), done, failed };
  return handle === null ? t('workers.rowLabel', values) : t('workers.rowLabel.job', { ...values, job: shown(handle) });
};

function WorkerCells({ worker }: { worker: WorkerInfo }) {
  const { count, span } = useText();
  const now = useNow(1000);
  const number = (value: number) => <span className={value === 0 ? 'faint' : ''}>{count(value)}</span>;
  return (
    <>
      <span role="gridcell" className="truncate" title={worker.name}>
        {worker.name}
      </span>
      <span role="gridcell">
        <WorkerStateText worker={worker} />
      </span>
      <span role="gridcell">
        <JobLinks handles={worker.handle === null ? [] : [worker.handle]} server={worker.server} />
      </span>
      <span role="gridcell">
        <Servers links={worker.links} />
      </span>
      <span role="gridcell" className="number">
        {number(worker.done)}
      </span>
      <span role="gridcell" className="number">
        {number(worker.failed)}
      </span>
      <span role="gridcell" className="number">
        {worker.pid ?? <Nothing />}
      </span>
      <span role="gridcell" className="number muted">
        {span(now - worker.startedAt)}
      </span>
    </>
  );
}

/** A worker's state, and since when or until when it is so. */
export function WorkerStateText({ worker: { state, since, until } }: { worker: WorkerInfo }) {
  const { t, span } = useText();
  const now = useNow(1000);
  const { mark, tone } = WORKER_LOOKS[state];
  return (
    <State mark={mark} tone={tone}>
      {t(`worker.${state}`)}{' '}
      <span className="faint">
        {until === null ? span(now - since) : t('workers.left', { time: span(Math.max(1000, until - now)) })}
      </span>
    </State>
  );
}

/** The servers that a worker is registered with; those that it has lost say so. */
function Servers({ links }: { links: readonly WorkerLink[] }) {
  const { t, list } = useText();
  if (links.length === 0) return <Nothing />;
  const name = ({ server }: WorkerLink) => (server === EMBEDDED ? t('server.local') : server);
  const lost = links.filter(({ state }) => state === 'lost');
  const title = links.map((link) => `${name(link)}: ${t(`link.${link.state}`)}`).join('\n');
  if (lost.length === 0) return <span title={title}>{list(links.map(name))}</span>;
  return (
    <span title={title}>
      <State mark="warn" tone="warn">
        {t('workers.lost', { servers: list(lost.map(name)) })}
      </State>
    </span>
  );
}

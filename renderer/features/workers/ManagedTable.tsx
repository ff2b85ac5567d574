import { type CSSProperties, type KeyboardEvent, type MouseEvent, useMemo } from 'react';
import { EMBEDDED } from '../../../main/contract/server.ts';
import { LOCAL } from '../../../main/contract/servers.ts';
import type { ManagedCrew, WorkerInfo, WorkerLink } from '../../../main/contract/workers.ts';
import { type Text, useText } from '../../i18n/text.tsx';
import { shown, wireOf } from '../../lib/bytes.ts';
import { useNow } from '../../lib/live.ts';
import { useServerLabels } from '../../lib/server-label.ts';
import { useStore } from '../../store/index.ts';
import { Heads } from '../../ui/columns/Heads.tsx';
import { FixedRows } from '../../ui/FixedRows.tsx';
import { State } from '../../ui/glyphs.tsx';
import { intoInspector } from '../../ui/list-keys.ts';
import { ContextMenu, type MenuEntry } from '../../ui/Menu.tsx';
import { Nothing } from '../../ui/Nothing.tsx';
import { CrewCells } from './CrewCells.tsx';
import { JobLinks } from './JobLinks.tsx';
import { useRowsInSight } from './rows-in-sight.ts';
import styles from './Workers.module.css';
import { crewEntries } from './worker-actions.ts';
import { WORKER_LOOKS } from './worker-look.ts';

type Row = { crew: ManagedCrew; worker: WorkerInfo | null };

/** Our workers by function. A function's own row has what is done to all of its workers. */
export function ManagedTable({ crews }: { crews: readonly ManagedCrew[] }) {
  const text = useText();
  const { t } = text;
  const selected = useStore((store) => store.workers.selected);
  const selectWorker = useStore((store) => store.selectWorker);
  const rows = useMemo(
    () => crews.flatMap((crew): Row[] => [{ crew, worker: null }, ...crew.workers.map((worker) => ({ crew, worker }))]),
    [crews],
  );
  const key =
    selected === null || selected.kind === 'outside'
      ? null
      : keyFor(selected.name, selected.kind === 'worker' ? selected.worker : null);
  const list = useRowsInSight(rows, keyOf, key);
  const choose = ({ crew, worker }: Row) => {
    list.chosen(keyFor(crew.function, worker?.name ?? null));
    selectWorker(
      worker === null
        ? { kind: 'function', name: crew.function }
        : { kind: 'worker', name: crew.function, worker: worker.name },
    );
  };
  const onEnter = ({ key: pressed }: KeyboardEvent) => pressed === 'Enter' && key !== null && intoInspector();
  const entries = useEntries();
  const onContextMenu = (event: MouseEvent) => {
    const element = event.target as Element;
    if (element.closest('[role=columnheader]') !== null) event.stopPropagation();
    const under = element.closest('[data-key]')?.getAttribute('data-key');
    const row = rows.find((each) => keyOf(each) === under);
    if (row !== undefined) choose(row);
  };
  const at = rows.find((row) => keyOf(row) === key) ?? rows[0]; // the menu key may come before a choice
  return (
    <ContextMenu
      groups={at === undefined ? [] : entries(at.crew, at.worker)}
      area={
        <div className={styles.managed} style={{ '--rows': rows.length } as CSSProperties}>
          <div className={styles.around} onContextMenu={onContextMenu}>
            <FixedRows
              label={t('workers.managed')}
              head={
                <Heads
                  texts={['workers.managed', 'column.state', 'column.job', 'column.server']}
                  numbers={['column.done', 'column.failed', 'column.pid', 'column.uptime']}
                />
              }
              {...list.rows}
              keyOf={keyOf}
              selected={key}
              onSelect={choose}
              onKey={onEnter}
              rowClass={({ worker }) => (worker === null ? styles.crew : styles.worker)}
              rowLabel={({ worker }) => (worker === null ? undefined : labelOf(worker, t))}
              cells={cells}
            />
          </div>
        </div>
      }
    />
  );
}

/** What tells rows apart; no function's name has a line end. */
const keyFor = (name: string, worker: string | null): string => (worker === null ? name : `${name}\n${worker}`);
const keyOf = ({ crew, worker }: Row): string => keyFor(crew.function, worker?.name ?? null);

const cells = (row: Row) =>
  row.worker === null ? (
    <CrewCells key={keyOf(row)} crew={row.crew} />
  ) : (
    <WorkerCells key={keyOf(row)} worker={row.worker} />
  );

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
                run: () => openJob({ server: LOCAL, run, handle }),
              },
            ]),
        { label: t('functions.inspector', { name }), run: () => openFunction(wireOf(name)) },
      ],
    ];
  };
}

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
  const { label: labelOf } = useServerLabels();
  if (links.length === 0) return <Nothing />;
  const name = ({ server }: WorkerLink) => labelOf(server);
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

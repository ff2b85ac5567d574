import { ChevronDown, ChevronRight } from 'lucide-react';
import { type KeyboardEvent, useCallback, useMemo, useState } from 'react';
import type { ServerFunctionRow } from '../../../main/contract/servers.ts';
import { type Text, useText } from '../../i18n/text.tsx';
import { shown } from '../../lib/bytes.ts';
import { type ServerLabels, useServerLabels } from '../../lib/server-label.ts';
import { useStore } from '../../store/index.ts';
import { ColumnHead } from '../../ui/columns/ColumnHead.tsx';
import { FixedRows } from '../../ui/FixedRows.tsx';
import { State } from '../../ui/glyphs.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { FunctionName } from '../functions/FunctionName.tsx';
import { useRepeated } from '../scope/CountedOnce.tsx';
import { serverName } from '../scope/server-name.tsx';
import styles from './Overview.module.css';
import { openFunctionOf } from './open-function.ts';

/** Functions of several servers, some rows at a time: under their servers with sums, or as sums over these. */
export function ServersBoard() {
  const text = useText();
  const labels = useServerLabels();
  const { window, from, list, by, open } = useStore((store) => store.board);
  const viewBoard = useStore((store) => store.viewBoard);
  const repeated = useRepeated();
  const [selected, setSelected] = useState<string | null>(null);
  const head = useMemo(() => <BoardHead />, []);
  const cells = useCallback(
    (row: ServerFunctionRow) => cellsOf(row, text, labels, repeated, by === 'function' && open.includes(row.name)),
    [text, labels, repeated, by, open],
  );
  const label = useCallback(
    (row: ServerFunctionRow) =>
      text.t(row.stuck > 0 ? 'board.rowLabel.stuck' : 'board.rowLabel', {
        name: row.is === 'server' ? labels.label(row.servers[0] ?? '') : shown(row.name),
        // A row says it again with each drawing: not each of fifty.
        server:
          row.servers.length > 1
            ? text.t('board.servers', { count: row.servers.length })
            : labels.label(row.servers[0] ?? ''),
        queued: row.queued,
        running: row.running,
        workers: row.workers,
      }),
    [text, labels],
  );
  const onKey = ({ key }: KeyboardEvent): boolean => {
    const row = window?.rows.find((each) => keyOf(each) === selected);
    if (row === undefined || row.is !== 'function' || row.servers.length < 2) return false;
    const isOpen = open.includes(row.name);
    if (key !== (isOpen ? 'ArrowLeft' : 'ArrowRight')) return false;
    useStore.getState().openOnBoard(row.name);
    return true;
  };
  return (
    <div className={`${styles.functions} ${styles.servers}`}>
      <FixedRows
        label={text.t('screen.functions')}
        head={head}
        first={0}
        end={window?.total ?? 0}
        list={list}
        from={from}
        rows={window?.rows ?? []}
        keyOf={keyOf}
        selected={selected}
        onSelect={(row) => setSelected(keyOf(row))}
        onOpen={(row) => openFunctionOf(row, useStore.getState())}
        onKey={onKey}
        onView={viewBoard}
        rowClass={({ is }) => (is === 'server' ? styles.heading : undefined)}
        rowLabel={label}
        cells={cells}
        empty={window !== null && <p className={`${styles.nothing} faint`}>{text.t('board.empty')}</p>}
      />
    </div>
  );
}

/** No function's name has a line end. */
const keyOf = ({ is, servers, name }: ServerFunctionRow): string =>
  is === 'function' && servers.length > 1 ? name : `${name}\n${servers[0]} ${is}`;

const HEADS = [
  { id: 'name', label: 'column.function', number: false },
  { id: 'server', label: 'column.server', number: false },
  { id: 'queued', label: 'column.queued', number: false },
  { id: 'running', label: 'column.running', number: true },
  { id: 'workers', label: 'column.workers', number: true },
] as const;

function BoardHead() {
  const { t } = useText();
  const { order, descending } = useStore((store) => store.board);
  const sort = useStore((store) => store.sortBoard);
  return (
    <>
      {HEADS.map(({ id, label, number }) => (
        <ColumnHead
          key={id}
          id={id}
          title={t(label)}
          number={number}
          sort={{
            order: order !== id ? null : descending ? 'descending' : 'ascending',
            reachable: order === id,
            run: () => sort(id),
          }}
        />
      ))}
      <span role="columnheader">{t('column.attention')}</span>
    </>
  );
}

/** Cells of a row. Plain elements: hundreds of them change in each frame of a scroll. */
function cellsOf(
  row: ServerFunctionRow,
  text: Text,
  labels: ServerLabels,
  repeated: ReadonlyMap<string, string>,
  isOpen: boolean,
) {
  const { t, count } = text;
  const [server = ''] = row.servers;
  const by = row.is === 'server' ? repeated.get(server) : undefined;
  const once = by === undefined ? undefined : { server: labels.label(server), other: labels.label(by) };
  const isMany = row.is === 'function' && row.servers.length > 1;
  const number = (value: number): string =>
    !row.vague ? count(value) : value === 0 ? '–' : t('board.atLeast', { count: count(value) });
  const untold = row.vague ? t('overview.untold') : undefined;
  const look = (value: number) => (value === 0 ? 'number faint' : 'number');
  return (
    <>
      <span
        role="gridcell"
        title={row.is === 'server' ? labels.label(server) : shown(row.name)}
        className={styles.name}
      >
        {row.is === 'server' && serverName(server, labels)}
        {isMany && (
          <button
            type="button"
            className={styles.twist}
            tabIndex={-1}
            aria-expanded={isOpen}
            aria-label={t('board.servers', { count: row.servers.length })}
            onClick={() => useStore.getState().openOnBoard(row.name)}
          >
            <Icon of={isOpen ? ChevronDown : ChevronRight} small />
          </button>
        )}
        {row.is === 'part' && <span className={styles.part} />}
        {row.is !== 'server' && (
          <span className="truncate">
            <FunctionName name={row.name} />
          </span>
        )}
      </span>
      <span
        role="gridcell"
        className={once ? `muted ${styles.once}` : 'muted'}
        title={once && t('scope.repeated.why', once)}
      >
        {row.is === 'server'
          ? once && t('board.repeated', once)
          : isMany
            ? t('board.servers', { count: row.servers.length })
            : serverName(server, labels)}
      </span>
      <span role="gridcell" className={styles.queue}>
        <span className={look(row.queued)}>{count(row.queued)}</span>
        {row.waiting !== null && row.queued > 0 && <Priorities waiting={row.waiting} t={t} count={count} />}
      </span>
      <span role="gridcell" className={look(row.running)} title={untold}>
        {number(row.running)}
      </span>
      <span role="gridcell" className={look(row.workers)} title={untold}>
        {number(row.workers)}
      </span>
      <span role="gridcell">
        {row.stuck > 0 && (
          <State mark="exception" tone="error">
            {row.is === 'server' ? t('board.stuck', { count: row.stuck }) : t('why.short.nobody')}
          </State>
        )}
      </span>
    </>
  );
}

interface PrioritiesProps extends Pick<Text, 't' | 'count'> {
  waiting: NonNullable<ServerFunctionRow['waiting']>;
}

/** What waits, as a bar of its priorities. */
function Priorities({ waiting: { high, normal, low }, t, count }: PrioritiesProps) {
  const label = t('overview.queued.note', { high: count(high), normal: count(normal), low: count(low) });
  return (
    <span className={`bar ${styles.priorities}`} role="img" aria-label={label} title={label}>
      {high > 0 && <i className="bar__high" style={{ flex: high }} />}
      {normal > 0 && <i style={{ flex: normal }} />}
      {low > 0 && <i className="bar__low" style={{ flex: low }} />}
    </span>
  );
}

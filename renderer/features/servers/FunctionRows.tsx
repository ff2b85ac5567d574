import { Plus } from 'lucide-react';
import { useCallback, useState } from 'react';
import type { ServerFunctionRow, ServerInfo } from '../../../main/contract/servers.ts';
import { type Text, useText } from '../../i18n/text.tsx';
import { shown } from '../../lib/bytes.ts';
import { useStore } from '../../store/index.ts';
import type { ServerFunctionOrder } from '../../store/server-rows.ts';
import { Button } from '../../ui/Button.tsx';
import { ColumnHead } from '../../ui/columns/ColumnHead.tsx';
import { FixedRows } from '../../ui/FixedRows.tsx';
import { Glyph } from '../../ui/glyphs.tsx';
import { ContextMenu, type MenuEntry } from '../../ui/Menu.tsx';
import { RowsEmpty } from './RowsEmpty.tsx';
import { ServerBar, useRefusal } from './ServerBar.tsx';
import styles from './Servers.module.css';

const isStuck = ({ queued, workers }: ServerFunctionRow): boolean => queued > 0 && workers === 0;

/** The functions of a server, with what waits by priority; those that nobody does are marked. */
export function FunctionRows({ info }: { info: ServerInfo }) {
  const text = useText();
  const { t } = text;
  const { functions, chosen, search } = useStore((store) => store.serverRows);
  const { chooseServerRow, viewServerRows } = useStore.getState();
  const [menu, setMenu] = useState<MenuEntry[][]>([]);
  const refusal = useRefusal(info);
  const found = functions?.of === info.id ? functions : null;
  const rows = found?.window.rows ?? [];
  const selected = rows.find(({ name }) => name === chosen);
  const acts = actsOn(info, selected, text, refusal);
  const cells = useCallback((row: ServerFunctionRow) => cellsOf(row, text), [text]);
  const list = (
    <div
      className={styles.rows}
      onContextMenu={({ target }) => {
        const key = target instanceof Element ? target.closest<HTMLElement>('[data-key]')?.dataset['key'] : undefined;
        const row = rows.find(({ name }) => name === key);
        if (row === undefined) return setMenu([]);
        chooseServerRow(row.name);
        setMenu([actsOn(info, row, text, refusal)]);
      }}
    >
      <FixedRows
        label={t('servers.column.functions')}
        head={<Head />}
        first={0}
        end={found?.window.total ?? 0}
        list={`${info.id} ${search}`}
        from={found?.from ?? 0}
        rows={rows}
        keyOf={({ name }) => name}
        selected={chosen}
        onSelect={({ name }) => chooseServerRow(name)}
        onView={viewServerRows}
        cells={cells}
        rowLabel={(row) =>
          t(isStuck(row) ? 'servers.functionLabel.stuck' : 'servers.functionLabel', {
            name: shown(row.name),
            queued: text.count(row.queued),
            running: text.count(row.running),
            workers: row.workers,
          })
        }
        empty={found !== null && <RowsEmpty search={search} text={t('servers.functions.none')} />}
      />
    </div>
  );
  return (
    <>
      {info.server.kind !== 'attached' ? (
        <ServerBar info={info} what={t('servers.column.functions')} />
      ) : (
        <ServerBar info={info} what={t('servers.column.functions')}>
          <Button
            icon={Plus}
            disabled={refusal !== null}
            title={refusal ?? undefined}
            onClick={() => useStore.getState().askServer({ server: info.id, kind: 'create' })}
          >
            {t('servers.acts.create')}
          </Button>
          {acts.map(({ label, disabled, run }) => (
            <Button key={label} disabled={disabled} title={refusal ?? undefined} onClick={run}>
              {label}
            </Button>
          ))}
        </ServerBar>
      )}
      <ContextMenu area={list} groups={menu} />
    </>
  );
}

/** What can be done to a function of an attached server. */
function actsOn(
  { id, server }: ServerInfo,
  row: ServerFunctionRow | undefined,
  { t }: Text,
  refusal: string | null,
): MenuEntry[] {
  if (server.kind !== 'attached') return [];
  const ask = (kind: 'maxqueue' | 'drop') => () =>
    row !== undefined && useStore.getState().askServer({ server: id, kind, name: row.name, queued: row.queued });
  const disabled = refusal !== null || row === undefined;
  return [
    { label: t('servers.acts.maxqueue'), disabled, run: ask('maxqueue') },
    { label: t('servers.acts.drop'), disabled, run: ask('drop') },
  ];
}

const HEADS = [
  { id: 'name', label: 'column.function', number: false },
  { id: 'queued', label: 'column.queued', number: true },
  { id: 'priorities', label: 'servers.column.priorities', number: true },
  { id: 'running', label: 'servers.column.running', number: true },
  { id: 'workers', label: 'column.workers', number: true },
] as const;

function Head() {
  const { t } = useText();
  const { order, descending } = useStore((store) => store.serverRows);
  const sort = useStore((store) => store.orderServerRows);
  const by = (id: ServerFunctionOrder) => ({
    order: order !== id ? null : descending ? ('descending' as const) : ('ascending' as const),
    reachable: order === id,
    run: () => sort(id),
  });
  return HEADS.map(({ id, label, number }) => (
    <ColumnHead
      key={id}
      id={id}
      title={t(label)}
      number={number}
      note={id === 'priorities' ? t('servers.column.priorities.help') : undefined}
      sort={id === 'priorities' ? undefined : by(id)}
    />
  ));
}

function cellsOf(row: ServerFunctionRow, { t, count }: Text) {
  const { name, queued, waiting, running, workers } = row;
  const stuck = isStuck(row);
  const number = (key: string, value: number | null, look = '') => (
    <span key={key} role="gridcell" className={`number ${value === null || value === 0 ? 'faint' : look}`}>
      {value === null ? '–' : count(value)}
    </span>
  );
  return [
    <span key="name" role="gridcell" title={stuck ? `${shown(name)}\n${t('servers.functions.stuck')}` : shown(name)}>
      <span className={stuck ? 'state state--warn' : 'state'}>
        {stuck && <Glyph mark="warn" />}
        <span className="truncate">{shown(name)}</span>
      </span>
    </span>,
    number('queued', queued, stuck ? 'late' : ''),
    <span key="priorities" role="gridcell" className="number muted">
      {waiting === null ? '–' : [waiting.high, waiting.normal, waiting.low].map(count).join(' · ')}
    </span>,
    number('running', running),
    <span key="workers" role="gridcell" className={`number ${stuck ? 'late' : workers === 0 ? 'faint' : ''}`}>
      {count(workers)}
    </span>,
  ];
}

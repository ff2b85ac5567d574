import { memo, useState } from 'react';
import type { FunctionRow } from '../../../main/contract/functions.ts';
import { type MessageId, useText } from '../../i18n/text.tsx';
import { shown } from '../../lib/bytes.ts';
import { alike } from '../../lib/kept-rows.ts';
import { useStore } from '../../store/index.ts';
import { Heads } from '../../ui/columns/Heads.tsx';
import { State } from '../../ui/glyphs.tsx';
import { useListKeys } from '../../ui/list-keys.ts';
import { ContextMenu, type MenuEntry } from '../../ui/Menu.tsx';
import { queuedOf } from '../overview/attention.ts';
import { commandText } from './command-text.ts';
import { FunctionName } from './FunctionName.tsx';
import styles from './Functions.module.css';
import { functionMenu } from './function-menu.ts';
import { workersLook } from './workers-look.ts';

const GROUPS: readonly { title: MessageId; has: (row: FunctionRow) => boolean }[] = [
  { title: 'functions.group.ours', has: (row) => row.definition !== null },
  { title: 'functions.group.others', has: (row) => row.definition === null && row.outside.length > 0 },
  { title: 'functions.group.submitted', has: (row) => row.definition === null && row.outside.length === 0 },
];

/** Functions by who does them. One tab stop; arrow keys choose. */
export function FunctionTable({ rows }: { rows: readonly FunctionRow[] }) {
  const text = useText();
  const { t } = text;
  const [menu, setMenu] = useState<MenuEntry[][]>([]);
  const selected = useStore((store) => store.functions.selected);
  const select = useStore((store) => store.selectFunction);
  const groups = GROUPS.map(({ title, has }) => ({ title, rows: rows.filter(has) })).filter(
    (group) => group.rows.length > 0,
  );
  const order = groups.flatMap((group) => group.rows);
  const at = order.findIndex((row) => row.name === selected);
  const list = useListKeys(order.length, at, (index) => select((order[index] as FunctionRow).name));
  const open = () => {
    const store = useStore.getState();
    const row = order.find(({ name }) => name === store.functions.selected);
    setMenu(row === undefined ? [] : functionMenu(row, store, text));
  };
  const table = (
    <div className={`table ${styles.table}`} role="grid" aria-label={t('screen.functions')} tabIndex={0} {...list.grid}>
      <div role="rowgroup" className={styles.contents} onContextMenu={(event) => event.stopPropagation()}>
        <div className="table__head" role="row">
          <Heads
            texts={['column.name', 'column.command', 'column.workers']}
            numbers={['column.queued', 'column.done', 'column.failed']}
          />
        </div>
      </div>
      {groups.map((group) => (
        <div role="rowgroup" key={group.title} aria-label={t(group.title)}>
          <div className="table__group" role="presentation">
            {t(group.title)}
            <span>{group.rows.length}</span>
          </div>
          {group.rows.map((row) => (
            <Row key={row.name} id={list.idOf(order.indexOf(row))} row={row} selected={row.name === selected} />
          ))}
        </div>
      ))}
    </div>
  );
  return <ContextMenu area={table} groups={menu} onOpen={open} />;
}

interface RowProps {
  id: string;
  row: FunctionRow;
  selected: boolean;
}

/** Of hundreds of functions few have changed when something has. */
const Row = memo(function Row({ id, row, selected }: RowProps) {
  const { t, count } = useText();
  const select = useStore((store) => store.selectFunction);
  const look = workersLook(row);
  const nobody = row.definition === null && row.outside.length === 0;
  const [other] = row.outside;
  const number = (value: number) => <span className={value === 0 ? 'faint' : ''}>{count(value)}</span>;
  return (
    <div
      id={id}
      className={`table__row ${nobody ? 'table__row--unavailable' : ''}`}
      role="row"
      tabIndex={-1}
      aria-selected={selected}
      aria-label={t('functions.rowLabel', {
        name: shown(row.name),
        workers: t(look.word, { count: look.count }),
        queued: queuedOf(row),
        done: row.done,
        failed: row.failed,
      })}
      onClick={() => select(row.name)}
      // What is edited of the chosen one stays.
      onContextMenu={() => !selected && select(row.name)}
    >
      <span role="gridcell" title={[shown(row.name), row.definition?.description].filter(Boolean).join('\n')}>
        <FunctionName name={row.name} />
      </span>
      {row.definition !== null ? (
        <span role="gridcell" className="code" title={commandText(row.definition.command)}>
          {commandText(row.definition.command)}
        </span>
      ) : (
        <span role="gridcell" className="faint">
          {other === undefined
            ? t('functions.onlySubmitted')
            : t('functions.registeredBy', {
                who: shown(other.clientId) || `#${other.connection}`,
                address: other.address,
              })}
        </span>
      )}
      <span role="gridcell">
        <State mark={look.mark} tone={look.tone}>
          {t(look.word, { count: look.count })}
        </State>
      </span>
      <span role="gridcell" className="number">
        {number(queuedOf(row))}
      </span>
      <span role="gridcell" className="number">
        {number(row.done)}
      </span>
      <span role="gridcell" className="number">
        {number(row.failed)}
      </span>
    </div>
  );
}, alike);

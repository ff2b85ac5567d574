import { type DragEvent, useState } from 'react';
import type { PacketColumn, PacketTime } from '../../../main/contract/packets.ts';
import { useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import { COLUMNS } from './columns.ts';
import styles from './Traffic.module.css';

const DRAGGED = 'application/x-gearbench-column';

/** A column's head, which can be dragged to another place; the menu of columns does the same by keyboard. */
export function ColumnHead({ id, mode }: { id: PacketColumn; mode: PacketTime }) {
  const { t } = useText();
  const [over, setOver] = useState(false);
  const { label, number } = COLUMNS[id];
  const title = id === 'time' && mode !== 'start' ? t(`time.${mode}.column`) : t(label);
  const onDrop = (event: DragEvent) => {
    setOver(false);
    const dragged = event.dataTransfer.getData(DRAGGED) as PacketColumn;
    const { app, changeSettings } = useStore.getState();
    if (app.settings === null || dragged === id || !app.settings.packetColumns.includes(dragged)) return;
    event.preventDefault();
    void changeSettings({ packetColumns: movedBefore(app.settings.packetColumns, dragged, id) });
  };
  return (
    <span
      role="columnheader"
      className={[number ? 'number' : '', over ? styles.dropHere : ''].join(' ').trim() || undefined}
      title={title}
      draggable
      onDragStart={(event) => event.dataTransfer.setData(DRAGGED, id)}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes(DRAGGED)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      {id === 'marks' ? <span className="visually-hidden">{title}</span> : title}
    </span>
  );
}

/** The columns with one of them moved to the place of another. */
export function movedBefore(
  columns: readonly PacketColumn[],
  moved: PacketColumn,
  target: PacketColumn,
): PacketColumn[] {
  const to = columns.indexOf(target);
  const rest = columns.filter((column) => column !== moved);
  return [...rest.slice(0, to), moved, ...rest.slice(to)];
}

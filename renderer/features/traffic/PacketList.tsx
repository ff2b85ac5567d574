import { type KeyboardEvent, type MouseEvent, memo, useCallback, useMemo, useRef, useState } from 'react';
import type { PacketColumn, PacketRow, PacketTime } from '../../../main/contract/packets.ts';
import { useText } from '../../i18n/text.tsx';
import { shown } from '../../lib/bytes.ts';
import { useServerLabels } from '../../lib/server-label.ts';
import { type Store, useStore } from '../../store/index.ts';
import { isSeveral, serversInScope } from '../../store/scope.ts';
import { ColumnHead } from '../../ui/columns/ColumnHead.tsx';
import type { FittedColumn } from '../../ui/columns/columns.ts';
import { useFittedColumns } from '../../ui/columns/use-fitted-columns.ts';
import { FixedRows } from '../../ui/FixedRows.tsx';
import { ContextMenu } from '../../ui/Menu.tsx';
import { useColumnsInScope } from '../scope/columns-in-scope.ts';
import { type CellContext, cellOf } from './cells.tsx';
import { colouredClass } from './colours/coloured-class.ts';
import { COLUMNS, columnsFor } from './columns.ts';
import { keyInList } from './list-keys.ts';
import { NoPackets } from './NoPackets.tsx';
import { packetMenu } from './packet-menu.ts';
import { directionOf } from './words.ts';

const NONE: readonly PacketColumn[] = [];

/** One row per packet, the newest below. */
export function PacketList() {
  const text = useText();
  const chosen = useStore((store) => store.app.settings?.packetColumns);
  const digits = useStore((store) => text.count(store.traffic.window?.next ?? 0).length);
  const selectPacket = useStore((store) => store.selectPacket);
  const looks = useMemo(() => columnsFor(digits), [digits]);
  const inScope = useColumnsInScope(chosen ?? NONE, 'server', 'connection');
  // Packets of a file are of no server of the list.
  const reading = useStore((store) => store.captures.state.open !== null);
  const { columns, around } = useFittedColumns(looks, reading ? (chosen ?? NONE) : inScope);

  const onContextMenu = (event: MouseEvent) => {
    const number = (event.target as Element).closest('[data-key]')?.getAttribute('data-key');
    if (number != null) selectPacket(Number(number));
    const cell = (event.target as Element).closest('[role=gridcell]');
    const place = cell === null ? -1 : [...(cell.parentElement?.children ?? [])].indexOf(cell);
    clicked.current = columns[place]?.id;
  };
  /** The column that was clicked last: what its menu offers is about that. */
  const clicked = useRef<PacketColumn | undefined>(undefined);
  const [groups, setGroups] = useState<ReturnType<typeof packetMenu>>([]);
  return (
    <ContextMenu
      onOpen={() => setGroups(packetMenu(useStore.getState(), text, clicked.current))}
      groups={groups}
      area={
        <div {...around} onContextMenu={onContextMenu}>
          <Rows columns={columns} />
        </div>
      }
    />
  );
}

/** The part of it that changes in each frame. */
const Rows = memo(function Rows({ columns }: { columns: readonly FittedColumn<PacketColumn>[] }) {
  const text = useText();
  const { window, follow, pausedAt, selected, detail, goTo, reference } = useStore((store) => store.traffic);
  const mode = useStore((store) => store.app.settings?.packetTime ?? 'start');
  const colours = useStore((store) => store.colours);
  const servers = useServerLabels();
  const start = useStore(startOfAll);
  const { viewTraffic, followTraffic, selectPacket } = useStore.getState();
  const head = useMemo(
    () => columns.map(({ id }) => <PacketColumnHead key={id} id={id} mode={mode} />),
    [columns, mode],
  );
  const select = useCallback((row: PacketRow) => selectPacket(row.seq), [selectPacket]);
  const job = detail?.row.seq === selected ? detail?.row.job : null;
  /** When what is above the first row came. */
  const first = window?.before ?? null;
  const cells = useCallback(
    (row: PacketRow, above: PacketRow | undefined) => {
      const context: CellContext = { text, mode, before: above?.at ?? first, reference, colours, servers, start };
      return columns.map(({ id }) => cellOf(id, row, context));
    },
    [text, mode, first, reference, colours, servers, start, columns],
  );
  const label = useCallback(
    (row: PacketRow, above: PacketRow | undefined) =>
      text.t(row.colour === null ? 'traffic.rowLabel' : 'traffic.rowLabel.coloured', {
        number: row.seq,
        direction: directionOf(row, text.t),
        type: row.type,
        function: row.function === null ? '' : shown(row.function),
        handle: row.handle === null ? '' : shown(row.handle),
        since: text.duration(Math.max(0, row.at - (above?.at ?? first ?? row.at))),
        ...(row.colour !== null && { rule: row.colour.name }),
      }),
    [text, first],
  );
  return (
    <FixedRows
      label={text.t('traffic.packets')}
      head={head}
      first={window?.first ?? 0}
      end={window?.end ?? 0}
      from={window?.from ?? 0}
      rows={window?.rows ?? []}
      keyOf={(row) => row.seq}
      selected={selected}
      onSelect={select}
      onOpen={() => useStore.getState().followJobOfPacket()}
      onView={viewTraffic}
      follow={follow && pausedAt === null}
      onFollow={followTraffic}
      goTo={goTo}
      onKey={(event: KeyboardEvent) => keyInList(event, useStore.getState())}
      cells={cells}
      rowClass={(row) => classOf(row, job != null && row.job === job && row.seq !== selected)}
      rowLabel={label}
      empty={window !== null && <NoPackets />}
    />
  );
});

/** When the first of several servers in scope was started; null of one, and of a file. */
function startOfAll(store: Store): number | null {
  if (store.captures.state.open !== null || !isSeveral(store)) return null;
  const runs = serversInScope(store).flatMap(({ run, server }) => (server.kind === 'attached' || run === 0 ? [] : run));
  return runs.length < 2 ? null : Math.min(...runs);
}

function PacketColumnHead({ id, mode }: { id: PacketColumn; mode: PacketTime }) {
  const { t } = useText();
  const chosen = useStore((store) => store.app.settings?.packetColumns ?? NONE);
  const { changeSettings } = useStore.getState();
  const { label, number } = COLUMNS[id];
  return (
    <ColumnHead
      id={id}
      title={id === 'time' && mode !== 'start' ? t(`time.${mode}.column`) : t(label)}
      number={number}
      hidden={id === 'marks'}
      chosen={chosen}
      onChoose={(packetColumns) => void changeSettings({ packetColumns })}
    />
  );
}

/** Its own colour, and the wash of the selected packet's job: that one goes before, and the bar of its own stays. */
const classOf = ({ colour }: PacketRow, sameJob: boolean): string | undefined =>
  [colour !== null && colouredClass(colour.colour), sameJob && 'table__row--same-job'].filter(Boolean).join(' ') ||
  undefined;

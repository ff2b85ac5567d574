import type { ReactNode } from 'react';
import type { PacketRow } from '../../../main/contract/model.ts';
import { type MessageId, useText } from '../../i18n/text.tsx';
import { shown } from '../../lib/bytes.ts';
import { useStore } from '../../store/index.ts';
import { FixedRows } from '../../ui/FixedRows.tsx';
import { PacketType } from '../../ui/glyphs.tsx';
import { Nothing } from '../../ui/Nothing.tsx';
import { FunctionName } from '../functions/FunctionName.tsx';
import { directionOf, glossOf } from './words.ts';

const COLUMNS: readonly { label: MessageId; number?: boolean }[] = [
  { label: 'column.number', number: true },
  { label: 'column.time', number: true },
  { label: 'column.sincePrevious', number: true },
  { label: 'column.direction' },
  { label: 'column.connection' },
  { label: 'column.type' },
  { label: 'column.function' },
  { label: 'column.handle' },
  { label: 'column.bytes', number: true },
  { label: 'column.content' },
];

/** One row per packet, the newest below. */
export function PacketList({ empty }: { empty: ReactNode }) {
  const { t, duration } = useText();
  const { window, follow, pausedAt, selected, detail } = useStore((store) => store.traffic);
  const { viewTraffic, followTraffic, selectPacket } = useStore.getState();
  const rows = window?.rows ?? [];
  const before = new Map(rows.map((row, index) => [row.seq, rows[index - 1]]));
  const handle = detail?.row.seq === selected ? detail?.row.handle : null;
  return (
    <FixedRows
      label={t('traffic.packets')}
      head={COLUMNS.map(({ label, number }) => (
        <span key={label} role="columnheader" className={number ? 'number' : undefined}>
          {t(label)}
        </span>
      ))}
      first={window?.first ?? 0}
      end={window?.end ?? 0}
      from={window?.from ?? 0}
      rows={rows}
      keyOf={(row) => row.seq}
      selected={selected}
      onSelect={(row) => selectPacket(row.seq)}
      onView={viewTraffic}
      follow={follow && pausedAt === null}
      onFollow={followTraffic}
      cells={(row) => <Cells row={row} before={before.get(row.seq)} />}
      rowClass={(row) =>
        handle != null && row.handle === handle && row.seq !== selected ? 'table__row--same-job' : undefined
      }
      rowLabel={(row) =>
        t('traffic.rowLabel', {
          number: row.seq,
          direction: directionOf(row, t),
          type: row.type,
          function: row.function === null ? '' : shown(row.function),
          handle: row.handle === null ? '' : shown(row.handle),
          since: duration(Math.max(0, row.at - (before.get(row.seq)?.at ?? row.at))),
        })
      }
      empty={empty}
    />
  );
}

/** A pause longer than this before a packet is marked, ms. */
const LONG = 100;

function Cells({ row, before }: { row: PacketRow; before: PacketRow | undefined }) {
  const { t, count, duration, language } = useText();
  const since = before === undefined ? null : Math.max(0, row.at - before.at);
  const gloss = glossOf(row, t);
  const content = shown(row.content);
  return (
    <>
      <span role="gridcell" className="number faint">
        {count(row.seq)}
      </span>
      <span role="gridcell" className="number">
        {((row.at - row.connection.run) / 1000).toFixed(6)}
      </span>
      <span role="gridcell" className={since !== null && since > LONG ? 'number late' : 'number faint'}>
        {since === null ? '' : duration(since)}
      </span>
      <span role="gridcell" className="muted">
        {directionOf(row, t)}
      </span>
      <span role="gridcell" title={shown(row.who)}>
        <span className="muted">{`#${row.connection.number}`}</span> {shown(row.who)}
      </span>
      <span role="gridcell" title={gloss}>
        <PacketType type={row.type} family={row.family} />
      </span>
      <span role="gridcell" title={row.function === null ? undefined : shown(row.function)}>
        {row.function === null ? <Nothing /> : <FunctionName name={row.function} />}
      </span>
      <span role="gridcell" className="code" title={row.handle === null ? undefined : shown(row.handle)}>
        {row.handle === null ? <Nothing /> : shown(row.handle)}
      </span>
      <span role="gridcell" className="number">
        {count(row.size)}
      </span>
      {content === '' ? (
        <span role="gridcell" className="muted" lang={language} title={gloss}>
          {gloss}
        </span>
      ) : (
        <span role="gridcell" className="code" title={content}>
          {content}
        </span>
      )}
    </>
  );
}

import { useEffect, useState } from 'react';
import type { FunctionRow } from '../../../main/contract/functions.ts';
import { type Text, useText } from '../../i18n/text.tsx';
import { shown } from '../../lib/bytes.ts';
import { useStore } from '../../store/index.ts';
import { FixedRows, sameView, type View } from '../../ui/FixedRows.tsx';
import { State } from '../../ui/glyphs.tsx';
import { FunctionName } from '../functions/FunctionName.tsx';
import { type Attention, queuedOf, workersOf } from './attention.ts';
import { Changing } from './Changing.tsx';
import styles from './Overview.module.css';
import { Sparkline } from './Sparkline.tsx';

interface BoardProps {
  rows: readonly FunctionRow[];
  attention: readonly Attention[];
}

/** One row per function: what waits by priority, what runs, who could take more, how long jobs wait, how it went. */
export function FunctionBoard({ rows, attention }: BoardProps) {
  const { t } = useText();
  const openFunction = useStore((store) => store.openFunction);
  const drawLines = useStore((store) => store.drawLines);
  const [view, setView] = useState<View>({ from: 0, rows: 40 });
  const [selected, setSelected] = useState<string | null>(null);
  const from = view.from === 'end' ? 0 : Math.min(view.from, Math.max(0, rows.length - 1));
  const inSight = rows.slice(from, from + view.rows);
  useEffect(() => drawLines(inSight.map(({ name }) => name)));
  const most = rows.reduce((highest, row) => Math.max(highest, queuedOf(row)), 1);
  // What is gravest comes first in the list.
  const gravest = new Map(attention.toReversed().map((item) => [item.row, item]));
  return (
    <div className={styles.functions}>
      <FixedRows
        label={t('screen.functions')}
        head={<BoardHead />}
        first={0}
        end={rows.length}
        from={from}
        rows={inSight}
        keyOf={(row) => row.name}
        selected={selected}
        onSelect={(row) => setSelected(row.name)}
        onClick={(row) => void openFunction(row.name)}
        onOpen={(row) => void openFunction(row.name)}
        onView={(next) => setView((before) => (sameView(before, next) ? before : next))}
        rowLabel={(row) => {
          const { total, idle } = workersOf(row);
          const item = gravest.get(row);
          const values = { name: shown(row.name), queued: queuedOf(row), running: row.running, total, idle };
          return item === undefined
            ? t('overview.rowLabel', values)
            : t('overview.rowLabel.attention', { ...values, attention: attentionText(item, t) });
        }}
        cells={(row) => <Cells key={row.name} row={row} most={most} attention={gravest.get(row)} />}
      />
    </div>
  );
}

function BoardHead() {
  const { t } = useText();
  return (
    <>
      <span role="columnheader">{t('column.function')}</span>
      <span role="columnheader">{t('column.queued')}</span>
      <span role="columnheader" className="number">
        {t('column.running')}
      </span>
      <span role="columnheader">{t('column.idle')}</span>
      <span role="columnheader" className="number">
        {t('column.waitedP50')}
      </span>
      <span role="columnheader" className="number">
        {t('column.waitedP95')}
      </span>
      <span role="columnheader">{t('column.lastMinutes')}</span>
      <span role="columnheader">{t('column.attention')}</span>
    </>
  );
}

function Cells({ row, most, attention }: { row: FunctionRow; most: number; attention: Attention | undefined }) {
  const { t, count, duration } = useText();
  const line = useStore((store) => store.history.lines.get(row.name));
  const { total, idle } = workersOf(row);
  const queued = queuedOf(row);
  const waited = (value: number | undefined) => (
    <span role="gridcell" className={value === undefined ? 'number faint' : 'number'}>
      <Changing text={value === undefined ? '–' : duration(value)} value={value ?? null} />
    </span>
  );
  return (
    <>
      <span role="gridcell" title={shown(row.name)}>
        <FunctionName name={row.name} />
      </span>
      <span role="gridcell" className={styles.queue}>
        <span className={queued === 0 ? 'number faint' : 'number'}>
          <Changing text={count(queued)} value={queued} />
        </span>
        {queued > 0 && <QueueBar row={row} most={most} />}
      </span>
      <span role="gridcell" className={row.running === 0 ? 'number faint' : 'number'}>
        <Changing text={count(row.running)} value={row.running} />
      </span>
      <span role="gridcell" className={total === 0 ? 'muted' : ''}>
        <Changing
          text={
            total === 0 ? t('overview.noWorkers') : t('overview.idleOf', { idle: count(idle), total: count(total) })
          }
          value={total + idle}
          behind
        />
      </span>
      {waited(row.waited?.median)}
      {waited(row.waited?.p95)}
      <span role="gridcell">{line && <Sparkline counts={line} />}</span>
      <span role="gridcell">
        {attention && (
          <State mark={attention.tone === 'error' ? 'exception' : 'warn'} tone={attention.tone}>
            {attentionText(attention, t)}
          </State>
        )}
      </span>
    </>
  );
}

/** What is amiss with a function, in two words. */
const attentionText = ({ kind, row }: Attention, t: Text['t']): string =>
  kind === 'stuck'
    ? t(`why.short.${row.stuck?.kind ?? 'nobody'}`)
    : t(`attention.${kind}.short`, { count: row.failed });

/** What waits, as a bar of its priorities; the fullest queue has the whole width. */
function QueueBar({ row, most }: { row: FunctionRow; most: number }) {
  const { t, count } = useText();
  const { high, normal, low } = row.queued;
  const label = t('overview.queued.note', { high: count(high), normal: count(normal), low: count(low) });
  return (
    <span
      className="bar"
      role="img"
      aria-label={label}
      title={label}
      style={{ maxWidth: `${(queuedOf(row) / most) * 100}%` }}
    >
      {high > 0 && <i className="bar__high" style={{ flex: high }} />}
      {normal > 0 && <i style={{ flex: normal }} />}
      {low > 0 && <i className="bar__low" style={{ flex: low }} />}
    </span>
  );
}

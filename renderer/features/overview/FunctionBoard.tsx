import type { FunctionRow } from '../../../main/contract/model.ts';
import { useText } from '../../i18n/text.tsx';
import { shown } from '../../lib/bytes.ts';
import { useStore } from '../../store/index.ts';
import { State } from '../../ui/glyphs.tsx';
import { FunctionName } from '../functions/FunctionName.tsx';
import { type Attention, queuedOf, workersOf } from './attention.ts';
import styles from './Overview.module.css';

interface BoardProps {
  rows: readonly FunctionRow[];
  attention: readonly Attention[];
}

/** One row per function: what waits by priority, what runs, who could take more, how long it takes. */
export function FunctionBoard({ rows, attention }: BoardProps) {
  const { t } = useText();
  const most = Math.max(1, ...rows.map(queuedOf));
  return (
    <div className={`table ${styles.functions}`} role="table" aria-label={t('screen.functions')} tabIndex={0}>
      <div role="rowgroup" className={styles.contents}>
        <div className="table__head" role="row">
          <span role="columnheader">{t('column.function')}</span>
          <span role="columnheader">{t('column.queued')}</span>
          <span role="columnheader" className="number">
            {t('column.running')}
          </span>
          <span role="columnheader">{t('column.idle')}</span>
          <span role="columnheader" className="number">
            {t('column.waitedP95')}
          </span>
          <span role="columnheader" className="number">
            {t('column.ranP95')}
          </span>
          <span role="columnheader" className="number">
            {t('column.done')}
          </span>
          <span role="columnheader">{t('column.attention')}</span>
        </div>
      </div>
      <div role="rowgroup">
        {rows.map((row) => (
          <BoardRow key={row.name} row={row} most={most} attention={attention.find((item) => item.row === row)} />
        ))}
      </div>
    </div>
  );
}

function BoardRow({ row, most, attention }: { row: FunctionRow; most: number; attention: Attention | undefined }) {
  const { t, count, duration } = useText();
  const openFunction = useStore((store) => store.openFunction);
  const { total, idle } = workersOf(row);
  const name = shown(row.name);
  return (
    <div className="table__row" role="row">
      <span role="cell">
        <button type="button" className={styles.name} title={name} onClick={() => void openFunction(row.name)}>
          <FunctionName name={row.name} />
        </button>
      </span>
      <span role="cell" className={styles.queue}>
        <span className={queuedOf(row) === 0 ? 'number faint' : 'number'}>{count(queuedOf(row))}</span>
        {queuedOf(row) > 0 && <QueueBar row={row} most={most} />}
      </span>
      <span role="cell" className={row.running === 0 ? 'number faint' : 'number'}>
        {count(row.running)}
      </span>
      <span role="cell" className={total === 0 ? 'muted' : ''}>
        {total === 0 ? t('overview.noWorkers') : t('overview.idleOf', { idle: count(idle), total: count(total) })}
      </span>
      <span role="cell" className="number">
        {row.waited === null ? '–' : duration(row.waited.p95)}
      </span>
      <span role="cell" className="number">
        {row.ran === null ? '–' : duration(row.ran.p95)}
      </span>
      <span role="cell" className={row.done === 0 ? 'number faint' : 'number'}>
        {count(row.done)}
      </span>
      <span role="cell">
        {attention && (
          <State mark={attention.tone === 'error' ? 'exception' : 'warn'} tone={attention.tone}>
            {attention.kind === 'stuck'
              ? t(`why.short.${row.stuck?.kind ?? 'nobody'}`)
              : t(`attention.${attention.kind}.short`, { count: row.failed })}
          </State>
        )}
      </span>
    </div>
  );
}

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

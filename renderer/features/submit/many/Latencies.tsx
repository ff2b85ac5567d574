import { type RunInfo, STAGES, type Stage, type StageSummary } from '../../../../main/contract/runs.ts';
import { useText } from '../../../i18n/text.tsx';
import type { Format } from '../../../lib/format.ts';
import { LatencyChart } from './LatencyChart.tsx';
import styles from './Many.module.css';

const COLUMNS = ['p50', 'p90', 'p99', 'p999', 'max'] as const;

/** Where the time of a run's jobs went, as a picture and in numbers, beside another run. */
export function Latencies({ run, other }: { run: RunInfo; other: RunInfo | undefined }) {
  const { t, duration } = useText();
  const known = STAGES.filter((stage) => run.stages[stage] !== null);
  if (known.length === 0) return null;
  const main: Stage = run.stages.total === null ? 'accepted' : 'total';
  const lines =
    other === undefined
      ? known
          .filter((stage) => stage !== 'accepted' || main === 'accepted')
          .map((stage) => ({ name: t(`runs.stage.${stage}`), summary: run.stages[stage] as StageSummary }))
      : [run, other].flatMap((each) => {
          const summary = each.stages[main];
          return summary === null ? [] : [{ name: t('runs.number', { id: each.id }), summary }];
        });
  return (
    <>
      <h3 className="section-title">{t('runs.latency')}</h3>
      <LatencyChart lines={lines} label={t('runs.chart')} />
      <div className={styles.tableBox} tabIndex={0} role="region" aria-label={t('runs.latency')}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t('runs.stage')}</th>
              {COLUMNS.map((column) => (
                <th key={column} scope="col" className="number">
                  {t(`runs.column.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {known.map((stage) => (
              <Row key={stage} stage={stage} own={run.stages[stage]} before={other?.stages[stage] ?? null} />
            ))}
          </tbody>
        </table>
      </div>
      {run.stages.waiting === null && run.stages.total !== null && <p className="help">{t('runs.notSplit')}</p>}
      {run.background && <p className="help">{t('runs.backgroundSays')}</p>}
      {other !== undefined && (
        <p className="help">
          {t('runs.comparedWith', {
            id: other.id,
            throughput: Math.round(other.throughput),
            time: duration(other.duration),
          })}
        </p>
      )}
    </>
  );
}

/** By how much a time is another one; where it is many times as long, how many. */
export function differenceOf(now: number, before: number, { count, change }: Format): string {
  const ratio = now / before;
  return ratio >= 10 ? `×${count(Math.round(ratio))}` : change(ratio - 1);
}

interface RowProps {
  stage: Stage;
  own: StageSummary | null;
  before: StageSummary | null;
}

function Row({ stage, own, before }: RowProps) {
  const text = useText();
  const { t, duration } = text;
  return (
    <tr>
      <th scope="row">{t(`runs.stage.${stage}`)}</th>
      {COLUMNS.map((column) => (
        <td key={column} className="number">
          {own !== null && duration(own[column])}
          {own !== null && before !== null && (
            <span className="faint">{differenceOf(own[column], before[column], text)}</span>
          )}
        </td>
      ))}
    </tr>
  );
}

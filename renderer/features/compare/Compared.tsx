import { type ReactNode, useEffect } from 'react';
import type { CompareRow, Comparison } from '../../../main/contract/compare.ts';
import type { JobKey } from '../../../main/contract/keys.ts';
import { type MessageId, useText } from '../../i18n/text.tsx';
import { shown } from '../../lib/bytes.ts';
import type { ComparedPart } from '../../store/compare.ts';
import { useStore } from '../../store/index.ts';
import { textOfKey } from '../../store/jobs.ts';
import { Segmented } from '../../ui/Segmented.tsx';
import styles from './Compare.module.css';

/** A job's workload or result: as it is, or what is different from the run before, where there is one. */
export function Compared({ job, part, children }: { job: JobKey; part: ComparedPart; children: ReactNode }) {
  const { t } = useText();
  const { of, previous, on } = useStore((store) => store.compare);
  const { findPrevious, showComparison } = useStore.getState();
  useEffect(() => void findPrevious(job), [findPrevious, job]);
  const before = of === textOfKey(job) ? previous : null;
  if (before === null) return children;
  return (
    <>
      <div className={styles.choice}>
        <Segmented
          label={t('compare.view')}
          value={on ? 'different' : 'whole'}
          options={[
            { value: 'whole', label: t('compare.whole') },
            { value: 'different', label: t('compare.different') },
          ]}
          onChange={(view) => showComparison(view === 'different')}
        />
        {on && <EarlierRun previous={before} />}
      </div>
      {on ? <Differences job={job} part={part} /> : children}
    </>
  );
}

function EarlierRun({ previous }: { previous: JobKey }) {
  const { t } = useText();
  const openJob = useStore((store) => store.openJob);
  return (
    <span className="muted">
      {t('compare.with')}{' '}
      <button type="button" className="link-button" onClick={() => openJob(previous)}>
        {shown(previous.handle)}
      </button>
    </span>
  );
}

function Differences({ job, part }: { job: JobKey; part: ComparedPart }) {
  const { t } = useText();
  const { found, looking, previous } = useStore((store) => store.compare);
  const comparePart = useStore((store) => store.comparePart);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another earlier run is another comparison
  useEffect(() => void comparePart(job, part), [comparePart, job, part, previous]);
  if (looking) return <p className="faint">{t('compare.looking')}</p>;
  if (found === null) return <p className="faint">{t('compare.forgotten')}</p>;
  if (found.equal) return <p className="muted">{t('compare.equal')}</p>;
  return <Rows found={found} />;
}

const SIGNS: Record<CompareRow['kind'], string> = { same: ' ', added: '+', removed: '−', 'left-out': '' };
const WORDS: Record<'added' | 'removed', MessageId> = { added: 'compare.added', removed: 'compare.removed' };

function Rows({ found: { rows, more, cut, apart } }: { found: Comparison }) {
  const { t, count } = useText();
  return (
    <>
      {apart && <p className="muted">{t('compare.apart')}</p>}
      {cut && <p className="muted">{t('compare.cut')}</p>}
      <div className={styles.rows} tabIndex={0} role="region" aria-label={t('compare.different')}>
        <table className={styles.table}>
          <tbody>
            {rows.map((row) => (
              <tr key={`${row.kind} ${row.before} ${row.after}`} data-kind={row.kind}>
                <td className="number faint">{row.kind === 'left-out' ? '' : row.before}</td>
                <td className="number faint">{row.kind === 'left-out' ? '' : row.after}</td>
                <td className={styles.sign} aria-hidden="true">
                  {SIGNS[row.kind]}
                </td>
                <td>
                  {row.kind === 'left-out' ? (
                    <span className="faint">{t('compare.leftOut', { count: row.count })}</span>
                  ) : (
                    <>
                      {row.kind !== 'same' && <span className="visually-hidden">{t(WORDS[row.kind])} </span>}
                      <code className="selectable">{row.text}</code>
                    </>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {more > 0 && <p className="faint">{t('compare.more', { count: more, number: count(more) })}</p>}
    </>
  );
}

import type { JournalState } from '../../../main/contract/journal.ts';
import { useText } from '../../i18n/text.tsx';
import styles from './Jobs.module.css';

/** What the history keeps, and what it does not. */
export function JobsFoot({ journal }: { journal: JournalState }) {
  const { t, count, size, percent } = useText();
  const { state, jobs, bytes, limits, forgotten, skipped, read } = journal;
  return (
    <footer className={`screenfoot ${styles.foot}`}>
      <span>
        {state === 'on'
          ? t('jobs.history', {
              jobs: count(jobs),
              limit: count(limits.jobs),
              size: size(bytes),
              sizeLimit: size(limits.bytes),
            })
          : t('jobs.history.recent')}
      </span>
      {read < 1 && <span>{t('jobs.reading', { percent: percent(read) })}</span>}
      {forgotten > 0 && <span>{t('jobs.forgotten', { count: forgotten })}</span>}
      {skipped > 0 && <span>{t('jobs.skipped', { count: skipped })}</span>}
    </footer>
  );
}

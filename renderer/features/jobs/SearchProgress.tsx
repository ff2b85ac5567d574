import type { JobWindow } from '../../../main/contract/jobs.ts';
import { useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import { Button } from '../../ui/Button.tsx';

/** How far a search has come that takes longer; it can be stopped where it is. */
export function SearchProgress({ search }: { search: NonNullable<JobWindow['search']> }) {
  const { t, count } = useText();
  const stopJobSearch = useStore((store) => store.stopJobSearch);
  const { looked, of, stopped } = search;
  if (looked >= of) return null;
  if (stopped)
    return <span className="muted">{t('jobs.search.stopped', { looked: count(looked), of: count(of) })}</span>;
  return (
    <>
      <span className="muted" role="status">
        {t('jobs.search.progress', { looked: count(looked), of: count(of) })}
      </span>
      <Button onClick={() => void stopJobSearch()}>{t('jobs.search.stop')}</Button>
    </>
  );
}

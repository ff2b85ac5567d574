import { FileUp } from 'lucide-react';
import type { JournalState } from '../../../main/contract/journal.ts';
import { problemText } from '../../i18n/problem.ts';
import { useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';

/** How the history is, where there is something to be said of it. */
export function JobsBanners({ journal }: { journal: JournalState }) {
  const { t, rich, count, gap } = useText();
  const { cancelJobExport } = useStore.getState();
  const { state, problem, setAside, exporting } = journal;
  return (
    <>
      {problem !== null && (
        <Banner tone="warn">
          {problemText(problem, t)}
          {gap}
          {setAside === null ? t('jobs.history.failed') : rich('jobs.history.setAside', { path: setAside })}
        </Banner>
      )}
      {state === 'on' && exporting !== null && (
        <Banner
          tone="info"
          icon={FileUp}
          actions={<Button onClick={() => void cancelJobExport()}>{t('action.cancel')}</Button>}
        >
          {t('jobs.exporting', { jobs: count(exporting.jobs), total: count(exporting.total) })}
        </Banner>
      )}
    </>
  );
}

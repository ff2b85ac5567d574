import { useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Sheet } from '../../ui/Sheet.tsx';

/** Nothing brings cleared jobs back. */
export function ClearJobsSheet() {
  const { t, count } = useText();
  const { clearing, window } = useStore((store) => store.jobs);
  const { askClearJobs, clearJobs } = useStore.getState();
  if (!clearing) return null;
  const jobs = window?.journal.jobs ?? 0;
  return (
    <Sheet
      title={t('jobs.clear.title')}
      open
      onClose={() => askClearJobs(false)}
      foot={
        <>
          <span className="grow" />
          <Button onClick={() => askClearJobs(false)}>{t('action.cancel')}</Button>
          <Button variant="danger" onClick={() => void clearJobs()}>
            {t('jobs.clear.confirm')}
          </Button>
        </>
      }
    >
      <p>{t('jobs.clear.text', { count: count(jobs) })}</p>
    </Sheet>
  );
}

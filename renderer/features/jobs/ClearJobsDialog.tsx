import { AlertDialog } from '@base-ui/react/alert-dialog';
import { JOB_STATES } from '../../../main/contract/job-states.ts';
import { useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import { Button } from '../../ui/Button.tsx';
import styles from './Jobs.module.css';

/** Asks before the history is cleared: nothing brings cleared jobs back. */
export function ClearJobsDialog() {
  const { t } = useText();
  const { clearing, window } = useStore((store) => store.jobs);
  const { askClearJobs, clearJobs } = useStore.getState();
  // Where the list is narrowed the counts are those of what is found.
  const counts = window?.search === null ? window.counts : null;
  const ended = JOB_STATES.reduce(
    (sum, state) => sum + (state === 'queued' || state === 'running' ? 0 : (counts?.[state] ?? 0)),
    0,
  );
  return (
    <AlertDialog.Root open={clearing} onOpenChange={askClearJobs}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="scrim" />
        <AlertDialog.Popup className={`sheet ${styles.ask}`}>
          <header className="sheet__head">
            <AlertDialog.Title className="sheet__title">{t('jobs.clear.title')}</AlertDialog.Title>
          </header>
          <AlertDialog.Description className={styles.askText}>
            {counts === null ? t('jobs.clear.all') : t('jobs.clear.text', { count: ended })}
          </AlertDialog.Description>
          <footer className="sheet__foot">
            <span className="grow" />
            <AlertDialog.Close render={<Button large>{t('action.cancel')}</Button>} />
            <Button large variant="danger" onClick={() => void clearJobs()}>
              {t('jobs.clear.confirm')}
            </Button>
          </footer>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

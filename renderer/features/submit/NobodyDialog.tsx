import { AlertDialog } from '@base-ui/react/alert-dialog';
import { useText } from '../../i18n/text.tsx';
import { shown } from '../../lib/bytes.ts';
import { useStore } from '../../store/index.ts';
import { Button } from '../../ui/Button.tsx';
import styles from './Submit.module.css';

/** Asks before a job is sent that nobody can do. */
export function NobodyDialog() {
  const { t, list } = useText();
  const { asking, draft } = useStore((store) => store.submit);
  const rows = useStore((store) => store.functions.rows);
  const { answerSubmit } = useStore.getState();
  const names = asking?.names ?? [];
  const name = list(names);
  const isOurs = rows.some((row) => names.includes(shown(row.name)) && row.definition !== null);
  const waits = draft.background || draft.later !== null ? 'submit.nobody.background' : 'submit.nobody';
  return (
    <AlertDialog.Root open={asking !== null} onOpenChange={(next) => !next && void answerSubmit('cancel')}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="scrim" />
        <AlertDialog.Popup className={`sheet ${styles.ask}`}>
          <header className="sheet__head">
            <AlertDialog.Title className="sheet__title">{t('submit.nobody.title', { name })}</AlertDialog.Title>
          </header>
          <AlertDialog.Description className={styles.askText}>{t(waits, { name })}</AlertDialog.Description>
          <footer className="sheet__foot">
            <span className="grow" />
            <AlertDialog.Close render={<Button large>{t('action.cancel')}</Button>} />
            <Button large onClick={() => void answerSubmit('send')}>
              {t('submit.anyway')}
            </Button>
            {isOurs && (
              <Button large variant="primary" onClick={() => void answerSubmit('start')}>
                {t('submit.startWorker')}
              </Button>
            )}
          </footer>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

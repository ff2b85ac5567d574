import { AlertDialog } from '@base-ui/react/alert-dialog';
import { useText } from '../../i18n/text.tsx';
import { labelOf } from '../../lib/server-label.ts';
import { useStore } from '../../store/index.ts';
import { serverOf } from '../../store/servers.ts';
import { Button } from '../../ui/Button.tsx';
import styles from './Servers.module.css';

/** Asks once before a server that is not on this machine may be changed, and names it. */
export function UnlockDialog() {
  const { t } = useText();
  const info = useStore((store) => serverOf(store, store.servers.unlocking));
  const { askUnlock, lockServer } = useStore.getState();
  if (info === undefined) return null;
  const name = labelOf(info, t);
  return (
    <AlertDialog.Root open onOpenChange={(next) => !next && askUnlock(null)}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="scrim" />
        <AlertDialog.Popup className={`sheet ${styles.ask}`}>
          <header className="sheet__head">
            <AlertDialog.Title className="sheet__title">{t('servers.unlock.title', { name })}</AlertDialog.Title>
          </header>
          <AlertDialog.Description render={<div />} className={styles.askText}>
            <p>{t('servers.unlock.text', { name, address: info.address })}</p>
            <p>{t('servers.unlock.until')}</p>
          </AlertDialog.Description>
          <footer className="sheet__foot">
            <span className="grow" />
            <AlertDialog.Close render={<Button large>{t('action.cancel')}</Button>} />
            <Button large variant="danger" onClick={() => void lockServer(info.id, false)}>
              {t('servers.unlock.confirm', { name })}
            </Button>
          </footer>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

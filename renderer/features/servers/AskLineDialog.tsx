import { AlertDialog } from '@base-ui/react/alert-dialog';
import { useText } from '../../i18n/text.tsx';
import { destroyedBy } from '../../lib/console-lines.ts';
import { labelOf } from '../../lib/server-label.ts';
import { useStore } from '../../store/index.ts';
import { serverOf } from '../../store/servers.ts';
import { Button } from '../../ui/Button.tsx';
import styles from './Servers.module.css';

/** Asks before a line goes to a server after which something is gone there: names both, and what will be. */
export function AskLineDialog() {
  const { t } = useText();
  const asked = useStore((store) => store.serverConsole.asked);
  const info = useStore((store) => serverOf(store, store.serverConsole.asked?.server ?? null));
  const { answerLine } = useStore.getState();
  const destroyed = asked === null ? null : destroyedBy(asked.line);
  if (asked === null || info === undefined || destroyed === null) return null;
  const { kind, name } = destroyed;
  const server = labelOf(info, t);
  return (
    <AlertDialog.Root open onOpenChange={(next) => !next && void answerLine(false)}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="scrim" />
        <AlertDialog.Popup className={`sheet ${styles.ask}`}>
          <header className="sheet__head">
            <AlertDialog.Title className="sheet__title">
              {t(`servers.ask.${kind}.title`, { name, server })}
            </AlertDialog.Title>
          </header>
          <AlertDialog.Description render={<div />} className={styles.askText}>
            <code className="code-block code-block--wrap">{asked.line}</code>
            <p>{t(`servers.ask.${kind}.text`, { name, server })}</p>
          </AlertDialog.Description>
          <footer className="sheet__foot">
            <span className="grow" />
            <AlertDialog.Close render={<Button large>{t('action.cancel')}</Button>} />
            <Button large variant="danger" onClick={() => void answerLine(true)}>
              {t('console.ask.confirm', { server })}
            </Button>
          </footer>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

import { AlertDialog } from '@base-ui/react/alert-dialog';
import { useText } from '../../i18n/text.tsx';
import { variablesText } from '../../store/functions.ts';
import { useStore } from '../../store/index.ts';
import { Button } from '../../ui/Button.tsx';
import { commandText } from './command-text.ts';
import styles from './Functions.module.css';

/** Asks before the first command of a workspace from elsewhere runs, and shows exactly what would run and where. */
export function TrustDialog() {
  const { t } = useText();
  const workspace = useStore((store) => store.workspace);
  const open = useStore((store) => store.trustFor !== null);
  const trust = useStore((store) => store.trustWorkspace);
  const stay = useStore((store) => store.stayRestricted);
  if (workspace === null) return null;
  return (
    <AlertDialog.Root open={open} onOpenChange={(next) => !next && stay()}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="scrim" />
        <AlertDialog.Popup className={`sheet ${styles.trust}`}>
          <header className="sheet__head">
            <AlertDialog.Title className="sheet__title">
              {t('trust.title', { count: workspace.functions.length })}
            </AlertDialog.Title>
          </header>
          <div className={styles.trustBody}>
            <AlertDialog.Description className="muted">
              {t('trust.text', { path: workspace.path })}
            </AlertDialog.Description>
            <ul>
              {workspace.functions.map(({ name, command, folder, environment }) => (
                <li key={name} className={styles.trustItem}>
                  <b>{name}</b>
                  <code className="code-block code-block--wrap">{commandText(command)}</code>
                  {Object.keys(environment).length > 0 && (
                    <code className="code-block code-block--wrap">{variablesText(environment)}</code>
                  )}
                  <span className="faint">
                    {t(command.kind === 'shell' ? 'trust.shell' : 'trust.program', {
                      folder: folder === '' ? workspace.folder : folder,
                    })}
                  </span>
                </li>
              ))}
            </ul>
          </div>
          <footer className="sheet__foot">
            <span className="grow" />
            <AlertDialog.Close render={<Button large>{t('trust.stay')}</Button>} />
            <Button large variant="danger" onClick={() => void trust()}>
              {t('trust.run', { count: workspace.functions.length })}
            </Button>
          </footer>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

import { AlertDialog } from '@base-ui/react/alert-dialog';
import type { TrustDifference, WorkspaceInfo } from '../../../main/contract/workspace.ts';
import { useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import { Button } from '../../ui/Button.tsx';
import { ExecutableChange, ExecutableParts } from './ExecutableParts.tsx';
import styles from './Functions.module.css';

/**
 * Asks before the first command of a workspace from elsewhere runs, and shows exactly what would run and where; of one that
 * was allowed before, what is different since.
 */
export function TrustDialog() {
  const { t } = useText();
  const workspace = useStore((store) => store.workspace);
  const open = useStore((store) => store.onTrust !== null);
  const trust = useStore((store) => store.trustWorkspace);
  const stay = useStore((store) => store.stayRestricted);
  if (workspace === null) return null;
  const { path, functions, difference } = workspace;
  const count = functions.length;
  return (
    <AlertDialog.Root open={open} onOpenChange={(next) => !next && stay()}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="scrim" />
        <AlertDialog.Popup className={`sheet ${styles.trust}`}>
          <header className="sheet__head">
            <AlertDialog.Title className="sheet__title">
              {difference === null ? t('trust.title', { count }) : t('trust.changed.title')}
            </AlertDialog.Title>
          </header>
          <div className={styles.trustBody} tabIndex={0} role="region" aria-label={t('functions.command')}>
            <AlertDialog.Description className="muted">
              {t(difference === null ? 'trust.text' : 'trust.changed.text', { path })}
            </AlertDialog.Description>
            {difference === null ? <Commands workspace={workspace} /> : <Difference {...workspace} {...difference} />}
          </div>
          <footer className="sheet__foot">
            <span className="grow" />
            <AlertDialog.Close render={<Button large>{t('trust.stay')}</Button>} />
            <Button large variant="danger" onClick={() => void trust()}>
              {difference === null ? t('trust.run', { count }) : t('trust.run.changed')}
            </Button>
          </footer>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

function Commands({ workspace: { functions, folder } }: { workspace: WorkspaceInfo }) {
  return (
    <ul>
      {functions.map((each) => (
        <li key={each.name} className={styles.trustItem}>
          <ExecutableParts executable={each} home={folder} />
        </li>
      ))}
    </ul>
  );
}

function Difference({ added, changed, gone, functions, folder }: WorkspaceInfo & TrustDifference) {
  const { t } = useText();
  const parts = [
    {
      title: t('trust.added'),
      items: added.map((each) => [each.name, <ExecutableParts key="" executable={each} home={folder} />] as const),
    },
    {
      title: t('trust.changed'),
      items: changed.map((each) => [each.now.name, <ExecutableChange key="" {...each} home={folder} />] as const),
    },
    {
      title: t('trust.gone'),
      items: gone.map((each) => [each.name, <ExecutableParts key="" executable={each} home={folder} />] as const),
    },
  ];
  return (
    <>
      {parts
        .filter(({ items }) => items.length > 0)
        .map(({ title, items }) => (
          <section key={title}>
            <h3 className={styles.trustPart}>{title}</h3>
            <ul>
              {items.map(([name, item]) => (
                <li key={name} className={styles.trustItem}>
                  {item}
                </li>
              ))}
            </ul>
          </section>
        ))}
      <p className={`muted ${styles.trustPart}`}>
        {t('trust.unchanged', { count: functions.length - added.length - changed.length })}
      </p>
    </>
  );
}

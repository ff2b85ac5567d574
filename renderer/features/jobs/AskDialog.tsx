import { AlertDialog } from '@base-ui/react/alert-dialog';
import { useText } from '../../i18n/text.tsx';
import { shown } from '../../lib/bytes.ts';
import { useServerLabels } from '../../lib/server-label.ts';
import { useStore } from '../../store/index.ts';
import { hasScopes } from '../../store/scope.ts';
import { Button } from '../../ui/Button.tsx';
import styles from './Jobs.module.css';

/** Asks before jobs are cancelled or a queue is purged: says how many, and what becomes of them. */
export function AskDialog() {
  const { t, count, list } = useText();
  const { label } = useServerLabels();
  const several = useStore(hasScopes);
  const asked = useStore((store) => store.askedOfJobs);
  const answer = useStore((store) => store.answerAsked);
  if (asked === null) return null;
  const { kind, queued, running } = asked;
  const servers = kind === 'purge' ? [asked.server] : [...new Set(asked.jobs.map(({ server }) => server))];
  const values = { queued, running, queuedNumber: count(queued), runningNumber: count(running) };
  const all = kind === 'purge' ? queued : queued + running;
  const name = kind === 'purge' ? shown(asked.name) : '';
  return (
    <AlertDialog.Root open onOpenChange={(next) => !next && void answer(false)}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="scrim" />
        <AlertDialog.Popup className={`sheet ${styles.ask}`}>
          <header className="sheet__head">
            <AlertDialog.Title className="sheet__title">
              {t(kind === 'purge' ? 'jobs.purge.title' : 'jobs.cancel.title', {
                count: all,
                number: count(all),
                name,
              })}
            </AlertDialog.Title>
          </header>
          <AlertDialog.Description render={<div />} className={styles.askText}>
            {kind === 'purge' ? (
              <>
                <p>{t('jobs.purge.queued')}</p>
                {running > 0 && <p>{t('jobs.purge.running', values)}</p>}
              </>
            ) : (
              <>
                {queued > 0 && <p>{t('jobs.cancel.queued', values)}</p>}
                {running > 0 && <p>{t('jobs.cancel.running', values)}</p>}
              </>
            )}
            <p>{t('jobs.cancel.clients')}</p>
            {several && <p>{t('jobs.onServers', { servers: list(servers.map(label)) })}</p>}
          </AlertDialog.Description>
          <footer className="sheet__foot">
            <span className="grow" />
            <AlertDialog.Close render={<Button large>{t('action.keep')}</Button>} />
            <Button large variant="danger" onClick={() => void answer(true)}>
              {t('jobs.cancel.confirm', { count: all, number: count(all) })}
            </Button>
          </footer>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

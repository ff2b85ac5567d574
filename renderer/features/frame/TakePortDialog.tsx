import { AlertDialog } from '@base-ui/react/alert-dialog';
import type { PortHolder } from '../../../main/contract/server.ts';
import { problemText } from '../../i18n/problem.ts';
import { useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import { Button } from '../../ui/Button.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import styles from './Frame.module.css';

/** Asks before a gearmand of the person's own ends for the port: names it and what would be lost, or what ends it for good. */
export function TakePortDialog() {
  const { t } = useText();
  const asked = useStore((store) => store.takePort);
  const { answerTakePort } = useStore.getState();
  if (asked === null) return null;
  const { holder, doing, problem } = asked;
  const port = String(asked.port);
  const name = holder?.name ?? 'gearmand';
  const isKept = holder !== null && holder.keeper !== null;
  return (
    <AlertDialog.Root open onOpenChange={(next) => !next && void answerTakePort(false)}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="scrim" />
        <AlertDialog.Popup className={`sheet ${styles.take}`}>
          <header className="sheet__head">
            <AlertDialog.Title className="sheet__title">{t('server.take.title', { name, port })}</AlertDialog.Title>
          </header>
          <AlertDialog.Description render={<div />} className={styles.takeText}>
            {holder === null ? <p className="muted">{t('server.take.asking')}</p> : <About holder={holder} />}
          </AlertDialog.Description>
          {problem !== null && (
            <p className={`help help--error ${styles.takeText}`} role="alert">
              {problemText(problem, t)}
            </p>
          )}
          <footer className="sheet__foot">
            <span className="grow muted" role="status">
              {doing && t('server.take.waits')}
            </span>
            <AlertDialog.Close render={<Button large>{t('action.cancel')}</Button>} />
            <Button
              large
              variant={isKept ? 'primary' : 'danger'}
              disabled={holder === null || doing}
              onClick={() => void answerTakePort(true)}
            >
              {isKept ? t('server.take.after', { port }) : t('server.take.confirm', { name })}
            </Button>
          </footer>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

function About({ holder: { name, pid, jobs, keeper } }: { holder: PortHolder }) {
  const { t, rich } = useText();
  return (
    <>
      <p>{rich('server.take.who', { name, pid: String(pid) })}</p>
      <p>
        {jobs === null
          ? t('server.take.untold')
          : jobs.queued + jobs.running === 0
            ? t('server.take.noJobs')
            : t('server.take.jobs', jobs)}
      </p>
      {keeper === null ? (
        <p>{t('server.take.how')}</p>
      ) : (
        <>
          <p>{t('server.take.keeper', { by: keeper.by })}</p>
          <div className="command">
            <code>{keeper.command}</code>
            <CopyButton text={keeper.command} label={t('server.take.copy')} />
          </div>
        </>
      )}
    </>
  );
}

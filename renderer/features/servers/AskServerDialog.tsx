import { AlertDialog } from '@base-ui/react/alert-dialog';
import { useId } from 'react';
import type { ServerInfo } from '../../../main/contract/servers.ts';
import { problemText } from '../../i18n/problem.ts';
import { useText } from '../../i18n/text.tsx';
import { shown } from '../../lib/bytes.ts';
import { labelOf } from '../../lib/server-label.ts';
import { useStore } from '../../store/index.ts';
import { type AskedOfServer, actionOf } from '../../store/server-acts.ts';
import { serverOf } from '../../store/servers.ts';
import { Button } from '../../ui/Button.tsx';
import styles from './Servers.module.css';

/** Asks before an attached server is changed: names it, and says what it will do and what not. */
export function AskServerDialog() {
  const asked = useStore((store) => store.askedOfServer);
  const info = useStore((store) => serverOf(store, store.askedOfServer?.server ?? null));
  return asked === null || info === undefined ? null : <Question asked={asked} info={info} />;
}

function Question({ asked, info }: { asked: AskedOfServer; info: ServerInfo }) {
  const { t, count } = useText();
  const { answerServer, typeForServer } = useStore.getState();
  const id = useId();
  const { kind, queued, text, doing, problem } = asked;
  const server = labelOf(info, t);
  const name = shown(asked.name ?? '');
  // What others may lose is not dropped by one click too many.
  const confirms = kind === 'drop' && queued > 0 && !info.loopback;
  const types = kind === 'create' || kind === 'maxqueue' || confirms;
  const can = !info.locked && actionOf(asked) !== null && (!confirms || text === name) && !doing;
  const values = { name, server, queued: count(queued) };
  return (
    <AlertDialog.Root open onOpenChange={(next) => !next && void answerServer(false)}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="scrim" />
        <AlertDialog.Popup className={`sheet ${styles.ask}`}>
          <header className="sheet__head">
            <AlertDialog.Title className="sheet__title">{t(`servers.ask.${kind}.title`, values)}</AlertDialog.Title>
          </header>
          <form
            onSubmit={(event) => {
              event.preventDefault();
              if (can) void answerServer(true);
            }}
          >
            <AlertDialog.Description render={<div />} className={styles.askText}>
              <p>{t(`servers.ask.${kind}.text`, values)}</p>
              {kind === 'drop' && queued > 0 && <p>{t('servers.ask.drop.queued', values)}</p>}
            </AlertDialog.Description>
            {types && (
              <div className={styles.askText}>
                <label htmlFor={id} className="muted">
                  {t(
                    kind === 'create' || kind === 'maxqueue' ? `servers.ask.${kind}.field` : 'servers.ask.drop.type',
                    values,
                  )}
                </label>
                <input
                  id={id}
                  className={kind === 'maxqueue' ? 'field field--short' : 'field field--code'}
                  value={text}
                  autoFocus
                  inputMode={kind === 'maxqueue' ? 'numeric' : 'text'}
                  spellCheck={false}
                  aria-invalid={kind === 'maxqueue' && actionOf(asked) === null}
                  onChange={(event) => typeForServer(event.target.value)}
                />
              </div>
            )}
            {problem !== null && (
              <p className={`help help--error ${styles.askText}`} role="alert">
                {problemText(problem, t)}
              </p>
            )}
          </form>
          <footer className="sheet__foot">
            <span className="grow" />
            <AlertDialog.Close render={<Button large>{t('action.cancel')}</Button>} />
            <Button
              large
              variant={kind === 'create' || kind === 'maxqueue' ? 'primary' : 'danger'}
              disabled={!can}
              onClick={() => void answerServer(true)}
            >
              {t(`servers.ask.${kind}.confirm`, values)}
            </Button>
          </footer>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

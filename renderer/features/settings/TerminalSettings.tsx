import { useEffect, useState } from 'react';
import type { TerminalCommandState } from '../../../main/contract/terminal-command.ts';
import { useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import { Button } from '../../ui/Button.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import styles from './Settings.module.css';

/** The `gearbench` command: whether it is there, whether terminals find it, and what to type where they do not. */
export function TerminalSettings() {
  const { t } = useText();
  const terminal = useStore((store) => store.terminal);
  const { pullTerminal, installCommand, removeCommand } = useStore.getState();
  const [busy, setBusy] = useState(false);
  useEffect(() => void pullTerminal(), [pullTerminal]);
  const doing = (act: () => Promise<void>) => () => {
    setBusy(true);
    void act().finally(() => setBusy(false));
  };
  const there = terminal?.state === 'installed' || terminal?.state === 'outdated';
  return (
    <dl id="terminal" className={`form ${styles.form}`}>
      <dt>{t('settings.command')}</dt>
      <dd>
        <span className={styles.acts}>
          {terminal?.state !== 'installed' && (
            <Button disabled={busy || terminal?.state === 'foreign'} onClick={doing(installCommand)}>
              {t(terminal?.state === 'outdated' ? 'terminal.again' : 'command.terminal.install')}
            </Button>
          )}
          {there && (
            <Button disabled={busy} onClick={doing(removeCommand)}>
              {t('terminal.remove')}
            </Button>
          )}
          {there && (
            <Button variant="quiet" disabled={busy} onClick={doing(pullTerminal)}>
              {t('terminal.look')}
            </Button>
          )}
        </span>
        {terminal === null ? (
          <p className="help">{t('terminal.asking')}</p>
        ) : (
          <Told terminal={terminal} there={there} />
        )}
      </dd>
    </dl>
  );
}

function Told({ terminal, there }: { terminal: TerminalCommandState; there: boolean }) {
  const { t } = useText();
  const { path, state, found, another, pathLine, completionLine } = terminal;
  return (
    <>
      <p className="help selectable" role="status">
        {t(`terminal.${state}`, { path })}
      </p>
      {there && found === 'another' && (
        <p className="help help--warn">{t('terminal.hidden', { another: another ?? '' })}</p>
      )}
      {there && found === 'unknown' && <p className="help">{t('terminal.unknown')}</p>}
      {there && found === 'nothing' && (
        <Typed words={t(pathLine === null ? 'terminal.otherShell' : 'terminal.path')} line={pathLine} />
      )}
      {there && found === 'this' && completionLine !== null && (
        <Typed words={t('terminal.completion')} line={completionLine} />
      )}
      {there && found === 'this' && <p className="help">{t('terminal.manual')}</p>}
    </>
  );
}

/** A line for the person to type. */
function Typed({ words, line }: { words: string; line: string | null }) {
  const { t } = useText();
  return (
    <>
      <p className="help">{words}</p>
      {line !== null && (
        <div className={`command ${styles.line}`}>
          <code>{line}</code>
          <CopyButton text={line} label={t('terminal.copyLine')} />
        </div>
      )}
    </>
  );
}

import { Eraser, Lock, Terminal } from 'lucide-react';
import { useLayoutEffect, useRef } from 'react';
import type { ServerInfo } from '../../../main/contract/servers.ts';
import { useText } from '../../i18n/text.tsx';
import { answerText } from '../../lib/console-answer.ts';
import { linesOf } from '../../lib/console-lines.ts';
import { labelOf } from '../../lib/server-label.ts';
import { useStore } from '../../store/index.ts';
import { type ConsoleEntry, isWaiting, NOTHING_SPOKEN } from '../../store/server-console.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { LogBox } from '../../ui/LogBox.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { AskLineDialog } from './AskLineDialog.tsx';
import styles from './Console.module.css';
import { ConsoleEntryRow, useTold } from './ConsoleEntryRow.tsx';
import { LineField } from './LineField.tsx';

/** Lines of the text protocol that the person types to a server, and what it said to them. */
export function ServerConsole({ info }: { info: ServerInfo }) {
  const { t } = useText();
  const { id, server, locked } = info;
  const name = labelOf(info, t);
  const spoken = useStore((store) => store.serverConsole.of[id] ?? NOTHING_SPOKEN);
  const explained = useStore((store) => store.serverConsole.explained);
  const { clearConsole, explainAnswers, askUnlock } = useStore.getState();
  const box = useRef<HTMLDivElement>(null);
  const told = useTold(spoken.entries.at(-1));
  const { entries } = spoken;
  const last = entries.at(-1)?.number;
  // Who says something wants to see what comes of it, wherever they have scrolled to.
  // biome-ignore lint/correctness/useExhaustiveDependencies: with each line
  useLayoutEffect(() => {
    if (box.current !== null) box.current.scrollTop = box.current.scrollHeight;
  }, [last]);
  return (
    <>
      <div className={styles.bar}>
        <Segmented
          label={t('console.look')}
          value={explained ? 'explained' : 'plain'}
          options={(['explained', 'plain'] as const).map((value) => ({ value, label: t(`console.look.${value}`) }))}
          onChange={(value) => explainAnswers(value === 'explained')}
        />
        <span className="grow" />
        {entries.length > 0 && (
          <>
            <CopyButton text={() => entries.map(copied).join('\n')} label={t('console.copyAll')} />
            <IconButton
              icon={Eraser}
              label={t('console.clear')}
              shortcut="Ctrl+L"
              disabled={entries.length === 1 && isWaiting(spoken)}
              onClick={() => clearConsole(id)}
            />
          </>
        )}
      </div>
      {locked && (
        <div className={styles.note}>
          <Icon of={Lock} small />
          <span className="grow">{t('console.locked', { name })}</span>
          <Button onClick={() => askUnlock(id)}>{t('servers.act.unlock')}</Button>
        </div>
      )}
      {server.kind === 'proxy' && server.readOnly && (
        <div className={styles.note}>
          <Icon of={Lock} small />
          <span className="grow">{t('console.readOnly')}</span>
        </div>
      )}
      {entries.length === 0 ? (
        // Of what was said the end is in sight, of this its beginning.
        <div
          className={`${styles.log} ${styles.unspoken}`}
          role="log"
          aria-live="off"
          tabIndex={0}
          aria-label={t('console.log', { name })}
        >
          <Starts info={info} name={name} />
        </div>
      ) : (
        <LogBox
          box={box}
          label={t('console.log', { name })}
          content={`${last} ${isWaiting(spoken)}`}
          className={styles.log}
        >
          {entries.map((entry) => (
            <ConsoleEntryRow key={entry.number} entry={entry} server={id} explained={explained} />
          ))}
        </LogBox>
      )}
      <p className="visually-hidden" role="status">
        {told}
      </p>
      <LineField info={info} spoken={spoken} />
      <AskLineDialog />
    </>
  );
}

/** What it is for, and lines to begin with. */
function Starts({ info, name }: { info: ServerInfo; name: string }) {
  const { t } = useText();
  const { typeLine, sayLine } = useStore.getState();
  const lines = linesOf(info).filter((line) => !line.endsWith(' ') && line !== 'shutdown');
  return (
    <Empty
      icon={Terminal}
      title={t('console.empty', { name })}
      text={t('console.empty.text')}
      actions={
        <div className={styles.starts}>
          {lines.map((line) => (
            <Button
              key={line}
              className="code"
              onClick={() => {
                typeLine(info.id, line);
                void sayLine(info.id);
              }}
            >
              {line}
            </Button>
          ))}
        </div>
      }
    />
  );
}

/** An entry as text: the line, and what came. */
function copied({ line, answer }: ConsoleEntry): string {
  const said = typeof answer === 'object' && 'said' in answer ? answerText(answer) : '';
  return `> ${line}\n${said}`;
}

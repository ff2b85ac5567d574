import { useEffect } from 'react';
import { SNIPPET_LANGUAGES } from '../../../main/contract/snippets.ts';
import type { OutsideConnection } from '../../../main/contract/workers.ts';
import { type Text, useText } from '../../i18n/text.tsx';
import { shown } from '../../lib/bytes.ts';
import { useEvery } from '../../lib/live.ts';
import { useStore } from '../../store/index.ts';
import { Button } from '../../ui/Button.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { State } from '../../ui/glyphs.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import { Tabs } from '../../ui/Tabs.tsx';
import { useAddress } from '../frame/address.ts';
import { ServerBanner } from '../frame/ServerBanner.tsx';
import styles from './Waiting.module.css';

/** How often it is looked who has connected, ms. */
const LOOK_EVERY = 300;

/** Waits for a program of the person's: where it connects to, code that does, and who has come. */
export function WaitingSheet() {
  const open = useStore((store) => store.waiting.open);
  return open ? <Waiting /> : null;
}

function Waiting() {
  const { t } = useText();
  const { closeWaiting, pullConnections } = useStore.getState();
  useEvery(LOOK_EVERY, pullConnections);
  const address = useAddress();
  const colon = address.lastIndexOf(':');
  return (
    <Sheet
      title={t('waiting.title')}
      open
      onClose={closeWaiting}
      className={styles.sheet}
      foot={
        <>
          <span className="grow" />
          <Button large onClick={closeWaiting}>
            {t('action.close')}
          </Button>
        </>
      }
    >
      <div className={styles.body}>
        <ServerBanner />
        <div className={styles.where}>
          <p className="muted">{t('waiting.where')}</p>
          <dl>
            <Part label={t('waiting.host')} value={address.slice(0, colon)} copy={t('waiting.copyHost')} />
            <Part label={t('waiting.port')} value={address.slice(colon + 1)} copy={t('waiting.copyPort')} />
          </dl>
        </div>
        <Connections />
        <FirstSnippet address={address} />
      </div>
    </Sheet>
  );
}

function Part({ label, value, copy }: { label: string; value: string; copy: string }) {
  return (
    <div>
      <dt className="faint">{label}</dt>
      <dd className="code selectable">{value}</dd>
      <dd>
        <CopyButton text={value} label={copy} />
      </dd>
    </div>
  );
}

/** A program that submits a first job, in the language that the person chose last. */
function FirstSnippet({ address }: { address: string }) {
  const { t } = useText();
  const language = useStore((store) => store.app.settings?.snippetLanguage ?? 'php');
  const snippet = useStore((store) => store.waiting.snippet);
  const { showFirstSnippet, changeSettings } = useStore.getState();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the server's address is part of what is shown
  useEffect(() => void showFirstSnippet(language), [showFirstSnippet, language, address]);
  const { text = '', file = null, run = null } = snippet ?? {};
  return (
    <Tabs
      value={language}
      tabs={SNIPPET_LANGUAGES.map((value) => ({ value, label: t(`snippet.${value}`) }))}
      onChange={(snippetLanguage) => void changeSettings({ snippetLanguage })}
      className={styles.snippet}
    >
      <div className={styles.line}>
        <p className="muted grow">{t('waiting.try')}</p>
        <CopyButton text={text} label={t('snippet.copy')} />
      </div>
      <pre
        className={`code-block selectable ${styles.code}`}
        tabIndex={0}
        aria-label={t(`snippet.${language}`)}
        role="region"
      >
        {text}
      </pre>
      {file !== null && run !== null && (
        <div className={styles.line}>
          <p className="muted grow">
            {t('snippet.run', { file })} <code className="code selectable">{run}</code>
          </p>
          <CopyButton text={run} label={t('snippet.copyRun')} />
        </div>
      )}
    </Tabs>
  );
}

function Connections() {
  const { t } = useText();
  const connections = useStore((store) => store.waiting.connections);
  const serves = useStore((store) => store.server?.state === 'running');
  return (
    <section className={styles.connections} aria-label={t('waiting.connections')} aria-live="polite">
      {connections.length === 0 ? (
        <State mark="queued" tone={serves ? 'active' : 'idle'}>
          {t(serves ? 'waiting.none' : 'waiting.off')}
        </State>
      ) : (
        <ul>
          {connections.map((connection) => (
            <Connection key={connection.connection} connection={connection} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Connection({ connection }: { connection: OutsideConnection }) {
  const text = useText();
  const { t } = text;
  const { isOpen, address, program } = connection;
  const show = useStore((store) => store.showPacketsOf);
  const who = whoOf(connection, text);
  return (
    <li>
      <State mark={isOpen ? 'ok' : 'skip'} tone={isOpen ? 'ok' : 'idle'}>
        <b>{t(isOpen ? 'waiting.connected' : 'waiting.left', { who })}</b>
      </State>
      <span className="muted truncate grow" title={program === null ? t('waiting.unnamed') : undefined}>
        {[didOf(connection, text), who === address ? '' : t('waiting.from', { address })].filter(Boolean).join(' · ')}
      </span>
      <button
        type="button"
        className="link-button"
        aria-label={t('waiting.packets.of', { who })}
        onClick={() => void show(connection.connection)}
      >
        {t('waiting.packets')}
      </button>
    </li>
  );
}

/** Only what is known: the program as the system tells it, the name that it gave itself, or where it comes from. */
function whoOf({ program, clientId, address }: OutsideConnection, { t }: Text): string {
  const told = program === null ? '' : t('waiting.program', { name: program.name, pid: String(program.pid) });
  return [told, shown(clientId)].filter((part) => part !== '').join(' · ') || address;
}

function didOf({ functions, submitted }: OutsideConnection, { t, list }: Text): string {
  if (functions.length > 0) return t('waiting.can', { functions: list(functions.map(shown)) });
  return submitted === null ? t('waiting.spoke') : t('waiting.submitted', { function: shown(submitted) });
}

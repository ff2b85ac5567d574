import { Download } from 'lucide-react';
import { useEffect } from 'react';
import type { JobKey } from '../../../main/contract/keys.ts';
import { SNIPPET_LANGUAGES } from '../../../main/contract/snippets.ts';
import { useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import { Button } from '../../ui/Button.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { Select } from '../../ui/Select.tsx';
import { useAddress } from '../frame/address.ts';
import styles from './Snippet.module.css';

/** The job as a program of the person's submits it, in the language that they chose last. */
export function JobSnippet({ job: { server, run, handle } }: { job: JobKey }) {
  const { t, list } = useText();
  const language = useStore((store) => store.app.settings?.snippetLanguage ?? 'php');
  const snippet = useStore((store) => store.snippet);
  const address = useAddress();
  const { showSnippet, changeSettings, saveWorkload } = useStore.getState();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the server's address is part of what is shown
  useEffect(
    () => void showSnippet({ server, run, handle }, language),
    [showSnippet, server, run, handle, language, address],
  );
  if (snippet === null) return <p className="faint">{t('snippet.gone')}</p>;
  const { text = '', servers = [], file = null, run: command = null, workloadFile = null, notes = [] } = snippet ?? {};
  return (
    <div className={styles.snippet}>
      <p className="muted">
        {servers.length > 0 && t('snippet.intro', { server: list(servers), count: servers.length })}
      </p>
      <div className={styles.bar}>
        <Select
          label={t('snippet.language')}
          value={language}
          options={SNIPPET_LANGUAGES.map((value) => ({ value, label: t(`snippet.${value}`) }))}
          onChange={(snippetLanguage) => void changeSettings({ snippetLanguage })}
        />
        <span className="grow" />
        <CopyButton text={text} label={t('snippet.copy')} />
      </div>
      {notes.map((note) => (
        <p key={note} className="muted">
          {t(`snippet.note.${note}`)}
        </p>
      ))}
      <pre
        className={`code-block selectable ${styles.code}`}
        tabIndex={0}
        aria-label={t(`snippet.${language}`)}
        role="region"
      >
        {text}
      </pre>
      {file !== null && command !== null && (
        <>
          <p className="muted">{t('snippet.run', { file })}</p>
          <div className="command">
            <code>{command}</code>
            <CopyButton text={command} label={t('snippet.copyRun')} />
          </div>
        </>
      )}
      {workloadFile !== null && (
        <>
          <p className="muted">{t('snippet.workload', { file: workloadFile })}</p>
          <div>
            <Button icon={Download} onClick={() => void saveWorkload({ server, run, handle }, workloadFile)}>
              {t('snippet.saveWorkload')}
            </Button>
          </div>
        </>
      )}
    </div>
  );
}

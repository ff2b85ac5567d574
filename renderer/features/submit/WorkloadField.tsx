import { FileUp, WandSparkles } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { formatJson, problemOfJson } from '../../../main/contract/json-text.ts';
import { problemText } from '../../i18n/problem.ts';
import { useText } from '../../i18n/text.tsx';
import { bytesOfHex } from '../../lib/hex-text.ts';
import { bytesOf, type Fault, SOURCES, type SubmitDraft } from '../../lib/submit-draft.ts';
import type { Problem } from '../../store/app.ts';
import { useStore } from '../../store/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import styles from './Submit.module.css';

const CodeEditor = lazy(() => import('../../ui/CodeEditor.tsx'));

/** The bytes of the job, written or chosen, with their size. `problem` is what is wrong with a template. */
export function WorkloadField({ fault, problem }: { fault: Fault | null; problem: Problem | null }) {
  const { t } = useText();
  const draft = useStore((store) => store.submit.draft);
  const noText = useStore((store) => store.submit.noText);
  const { editSubmit, showWorkloadAs } = useStore.getState();
  const { source, text } = draft;
  const isEmpty = source === 'file' ? draft.file === null : (source === 'hex' ? draft.hex : text) === '';
  const isWrong = fault?.field === 'workload' && !isEmpty; // what is missing is no fault yet
  return (
    <>
      <Segmented
        label={t('submit.workloadAs')}
        value={source}
        options={SOURCES.map((each) => ({ value: each, label: t(`submit.${each}`) }))}
        onChange={showWorkloadAs}
      />
      <span className="grow" />
      {source === 'json' && (
        <Button
          variant="quiet"
          icon={WandSparkles}
          disabled={problemOfJson(text) !== null}
          onClick={() => editSubmit({ text: formatJson(text, Number.POSITIVE_INFINITY) })}
        >
          {t('submit.json.format')}
        </Button>
      )}
      <SizeOfWorkload draft={draft} />
      <Editor draft={draft} />
      {isWrong && <p className="help help--error">{t(fault.message, fault.values)}</p>}
      {source === 'template' && problem !== null && <p className="help help--error">{problemText(problem, t)}</p>}
      {source === 'template' && problem === null && <p className="help">{t('submit.template.help')}</p>}
      {noText && (
        <p className="help help--error" role="alert">
          {t('submit.hex.noText')}
        </p>
      )}
    </>
  );
}

function SizeOfWorkload({ draft }: { draft: SubmitDraft }) {
  const { t, size } = useText();
  // Of many jobs each has a size of its own.
  const preview = useStore((store) => (store.runs.many ? null : store.submit.preview));
  const { source, text, hex, file } = draft;
  const said = () => {
    if (source === 'file') return file === null ? '' : size(file.size);
    if (source === 'hex') {
      const bytes = bytesOfHex(hex);
      return typeof bytes === 'number' ? '' : size(bytes.length);
    }
    if (source === 'template')
      return preview === null
        ? ''
        : t('submit.size', {
            size: size(preview.workloadSize),
            count: preview.characters ?? 0,
          });
    const characters = [...text].length;
    return t('submit.size', { size: size(bytesOf(text)), count: characters });
  };
  return <span className="faint">{said()}</span>;
}

function Editor({ draft }: { draft: SubmitDraft }) {
  const { t } = useText();
  const { editSubmit, chooseWorkload } = useStore.getState();
  const { source, text, hex, file } = draft;
  if (source === 'file')
    return (
      <>
        <div className={styles.file}>
          <Button icon={FileUp} onClick={() => void chooseWorkload()}>
            {t('submit.chooseFile')}
          </Button>
          <span className="truncate">{file?.name ?? t('submit.noFile')}</span>
        </div>
        <p className="help">{t('submit.file.help')}</p>
      </>
    );
  if (source === 'text' || source === 'hex')
    return (
      <textarea
        className={`textarea textarea--code ${styles.workload}`}
        aria-label={t('submit.workload')}
        value={source === 'hex' ? hex : text}
        placeholder={source === 'hex' ? '61 62 63 0a' : ''}
        spellCheck={false}
        onChange={(event) => editSubmit(source === 'hex' ? { hex: event.target.value } : { text: event.target.value })}
      />
    );
  const problem = source === 'json' && text !== '' ? problemOfJson(text) : null;
  return (
    <div className={styles.workload}>
      <Suspense fallback={<div className={styles.loading} aria-busy="true" />}>
        <CodeEditor
          key={source}
          label={t('submit.workload')}
          value={text}
          language={source === 'json' ? 'json' : 'text'}
          hint={source === 'json' ? '{ "id": 1 }' : '{{i}} {{uuid}} {{person.fullName}}'}
          problem={problem && { ...problem, message: t('submit.json.wrong', { ...problem }) }}
          onChange={(value) => editSubmit({ text: value })}
        />
      </Suspense>
    </div>
  );
}

import { FileUp } from 'lucide-react';
import { useId } from 'react';
import { useProblemText } from '../../i18n/problem.ts';
import { useText } from '../../i18n/text.tsx';
import { shown } from '../../lib/bytes.ts';
import { useLive } from '../../lib/live.ts';
import { useStore } from '../../store/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { Select } from '../../ui/Select.tsx';
import { workersOf } from '../overview/attention.ts';
import { FunctionField } from './FunctionField.tsx';
import { bytesOf, faultOf } from './fault.ts';
import styles from './Submit.module.css';

const TOPICS = ['functions', 'workspace'] as const;

export function SubmitForm() {
  const { t, size } = useText();
  const { draft, problem } = useStore((store) => store.submit);
  const rows = useStore((store) => store.functions.rows);
  const { editSubmit, chooseWorkload, startWorkers } = useStore.getState();
  useLive(
    TOPICS,
    useStore((store) => store.pullFunctions),
  );
  const failure = useProblemText(problem);
  const fault = faultOf(draft);
  const id = useId();
  const row = rows.find((each) => shown(each.name) === draft.function);
  const nobody = draft.function !== '' && (row === undefined || workersOf(row).total === 0);
  return (
    <div className={styles.compose}>
      <dl className="form">
        <dt>
          <label htmlFor={`${id}-function`}>{t('submit.function')}</label>
        </dt>
        <dd>
          <FunctionField
            id={`${id}-function`}
            rows={rows}
            value={draft.function}
            onChange={(name) => editSubmit({ function: name })}
          />
          {nobody && (
            <p className="help help--warn" role="status">
              {t(draft.background ? 'submit.nobody.background' : 'submit.nobody', { name: draft.function })}{' '}
              {row?.definition != null && (
                <button type="button" className="link-button" onClick={() => void startWorkers(draft.function)}>
                  {t('workers.start')}
                </button>
              )}
            </p>
          )}
        </dd>

        <dt>{t('submit.workload')}</dt>
        <dd>
          <Segmented
            label={t('submit.workloadAs')}
            value={draft.source}
            options={[
              { value: 'text', label: t('submit.text') },
              { value: 'file', label: t('submit.file') },
            ]}
            onChange={(source) => editSubmit({ source })}
          />
          <span className="grow" />
          <span className="faint">
            {draft.source === 'text'
              ? t('submit.utf8', { size: size(bytesOf(draft.text)) })
              : draft.file === null
                ? ''
                : size(draft.file.size)}
          </span>
          {draft.source === 'text' ? (
            <textarea
              className={`textarea textarea--code ${styles.workload}`}
              aria-label={t('submit.workload')}
              value={draft.text}
              spellCheck={false}
              onChange={(event) => editSubmit({ text: event.target.value })}
            />
          ) : (
            <div className={styles.file}>
              <Button icon={FileUp} onClick={() => void chooseWorkload()}>
                {t('submit.chooseFile')}
              </Button>
              <span className="truncate">{draft.file?.name ?? t('submit.noFile')}</span>
            </div>
          )}
          {fault?.message === 'submit.file.tooLarge' && <p className="help help--error">{t(fault.message)}</p>}
        </dd>

        <dt>{t('submit.mode')}</dt>
        <dd>
          <Segmented
            label={t('submit.mode')}
            value={draft.background ? 'background' : 'foreground'}
            options={[
              { value: 'foreground', label: t('submit.foreground') },
              { value: 'background', label: t('submit.background') },
            ]}
            onChange={(mode) => editSubmit({ background: mode === 'background' })}
          />
        </dd>

        <dt>{t('column.priority')}</dt>
        <dd>
          <Segmented
            label={t('column.priority')}
            value={draft.priority}
            options={[
              { value: 'high', label: t('priority.high') },
              { value: 'normal', label: t('priority.normal') },
              { value: 'low', label: t('priority.low') },
            ]}
            onChange={(priority) => editSubmit({ priority })}
          />
        </dd>

        <dt>{t('column.unique')}</dt>
        <dd>
          <Select
            label={t('column.unique')}
            value={draft.unique}
            options={[
              { value: 'none', label: t('submit.unique.none') },
              { value: 'random', label: t('submit.unique.random') },
              { value: 'custom', label: t('submit.unique.custom') },
            ]}
            onChange={(unique) => editSubmit({ unique })}
          />
          {draft.unique === 'custom' && (
            <input
              className={`field field--code ${styles.unique}`}
              aria-label={t('column.unique')}
              aria-invalid={fault?.field === 'unique'}
              aria-describedby={`${id}-unique`}
              value={draft.uniqueValue}
              spellCheck={false}
              onChange={(event) => editSubmit({ uniqueValue: event.target.value })}
            />
          )}
          <p
            id={`${id}-unique`}
            className={fault?.field === 'unique' && draft.uniqueValue !== '' ? 'help help--error' : 'help'}
          >
            {t(
              fault?.field === 'unique' && draft.uniqueValue !== ''
                ? fault.message
                : `submit.unique.${draft.unique}.help`,
            )}
          </p>
        </dd>

        <dt>{t('submit.options')}</dt>
        <dd>
          <Checkbox
            label={t('submit.exceptions')}
            checked={draft.exceptions}
            onChange={(exceptions) => editSubmit({ exceptions })}
          />
        </dd>
      </dl>
      {failure !== null && (
        <p className="help help--error" role="alert">
          {failure}
        </p>
      )}
    </div>
  );
}

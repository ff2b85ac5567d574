import { useId } from 'react';
import { useProblemText } from '../../i18n/problem.ts';
import { useText } from '../../i18n/text.tsx';
import { shown } from '../../lib/bytes.ts';
import { useLive } from '../../lib/live.ts';
import { faultOf } from '../../lib/submit-draft.ts';
import { useStore } from '../../store/index.ts';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { workersOf } from '../overview/attention.ts';
import { FunctionField } from './FunctionField.tsx';
import { ModeChoice, PriorityChoice } from './Manner.tsx';
import { nameHint } from './name-lint.ts';
import { PacketPreview } from './PacketPreview.tsx';
import styles from './Submit.module.css';
import { UniqueField } from './UniqueField.tsx';
import { WhenField } from './WhenField.tsx';
import { WorkloadField } from './WorkloadField.tsx';

const TOPICS = ['functions', 'workspace'] as const;

export function SubmitForm() {
  const { t } = useText();
  const { draft, problem, previewProblem } = useStore((store) => store.submit);
  const rows = useStore((store) => store.functions.rows);
  const { editSubmit, startWorkers } = useStore.getState();
  useLive(
    TOPICS,
    useStore((store) => store.pullFunctions),
  );
  const failure = useProblemText(problem);
  const fault = faultOf(draft);
  const id = useId();
  const hint = nameHint(
    draft.function,
    rows.map((each) => shown(each.name)),
  );
  const row = rows.find((each) => shown(each.name) === draft.function);
  const isLater = draft.later !== null;
  const nobody = draft.function !== '' && (row === undefined || workersOf(row).total === 0);
  return (
    <div className={styles.compose}>
      <dl className="form">
        <dt>
          <label htmlFor={`${id}-function`}>{t('submit.function')}</label>
        </dt>
        <dd>
          <FunctionField id={`${id}-function`} rows={rows} />
          {hint !== null && (
            <p className="help help--warn" role="status">
              {t(`submit.name.${hint.kind}`, { name: draft.function, instead: hint.instead })}{' '}
              <button type="button" className="link-button" onClick={() => editSubmit({ function: hint.instead })}>
                {t('submit.name.use', { instead: hint.instead })}
              </button>
            </p>
          )}
          {nobody && (
            <p className="help help--warn" role="status">
              {t(draft.background || isLater ? 'submit.nobody.background' : 'submit.nobody', { name: draft.function })}{' '}
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
          <WorkloadField fault={fault} problem={previewProblem} />
        </dd>

        <dt>{t('submit.mode')}</dt>
        <dd>
          <ModeChoice isLater={isLater} />
        </dd>

        <dt>{t('column.priority')}</dt>
        <dd>
          <PriorityChoice isLater={isLater} />
          {isLater && <p className="help">{t('submit.later.manner')}</p>}
        </dd>

        <dt>{t('column.unique')}</dt>
        <dd>
          <UniqueField fault={fault} />
        </dd>

        <dt>{t('submit.when')}</dt>
        <dd>
          <WhenField fault={fault} />
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
      <PacketPreview />
    </div>
  );
}

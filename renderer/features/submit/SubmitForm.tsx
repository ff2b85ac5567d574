import { useId } from 'react';
import { useProblemText } from '../../i18n/problem.ts';
import { useText } from '../../i18n/text.tsx';
import { faultOf } from '../../lib/submit-draft.ts';
import { useStore } from '../../store/index.ts';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { FunctionField } from './FunctionField.tsx';
import { ModeChoice, PriorityChoice } from './Manner.tsx';
import { PacketPreview } from './PacketPreview.tsx';
import styles from './Submit.module.css';
import { TargetField } from './TargetField.tsx';
import { UniqueField } from './UniqueField.tsx';
import { WhenField } from './WhenField.tsx';
import { WorkloadField } from './WorkloadField.tsx';

export function SubmitForm() {
  const { t } = useText();
  const draft = useStore((store) => store.submit.draft);
  const problem = useStore((store) => store.submit.problem);
  const previewProblem = useStore((store) => store.submit.previewProblem);
  const { editSubmit } = useStore.getState();
  const failure = useProblemText(problem);
  const fault = faultOf(draft);
  const id = useId();
  const isLater = draft.later !== null;
  return (
    <div className={styles.compose}>
      <dl className="form">
        <dt>
          <label htmlFor={`${id}-function`}>{t('submit.function')}</label>
        </dt>
        <dd>
          <FunctionField id={`${id}-function`} />
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

        <dt>{t('runs.target')}</dt>
        <dd>
          <TargetField fault={fault} isPreviewed />
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

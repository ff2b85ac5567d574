import { FileSpreadsheet, X } from 'lucide-react';
import { useEffect, useId } from 'react';
import { problemText, useProblemText } from '../../../i18n/problem.ts';
import { useText } from '../../../i18n/text.tsx';
import { visible } from '../../../lib/bytes.ts';
import { type RunDraft, runFault } from '../../../lib/run-draft.ts';
import { useStore } from '../../../store/index.ts';
import { Button, IconButton } from '../../../ui/Button.tsx';
import { Checkbox } from '../../../ui/Checkbox.tsx';
import { Select } from '../../../ui/Select.tsx';
import { FunctionField } from '../FunctionField.tsx';
import { ModeChoice, PriorityChoice } from '../Manner.tsx';
import submit from '../Submit.module.css';
import { TargetField } from '../TargetField.tsx';
import { WorkloadField } from '../WorkloadField.tsx';
import styles from './Many.module.css';

/** How long nothing is typed before the samples follow, ms. */
const PAUSE = 150;

/** Many jobs: of which function, with what, how many and how fast. */
export function ManyForm() {
  const { t } = useText();
  const draft = useStore((store) => store.submit.draft);
  const chance = useStore((store) => store.submit.chance);
  const run = useStore((store) => store.runs.draft);
  const { sample, sampleProblem } = useStore((store) => store.runs);
  const problem = useStore((store) => store.runs.problem);
  const { editSubmit, pullSample } = useStore.getState();
  // biome-ignore lint/correctness/useExhaustiveDependencies: other drafts have other workloads
  useEffect(() => {
    const timer = setTimeout(pullSample, PAUSE);
    return () => clearTimeout(timer);
  }, [draft, run, chance, pullSample]);
  const failure = useProblemText(problem);
  const fault = runFault(draft, run);
  const id = useId();
  return (
    <div className={submit.compose}>
      <dl className="form">
        <dt>
          <label htmlFor={`${id}-function`}>{t('submit.function')}</label>
        </dt>
        <dd>
          <FunctionField id={`${id}-function`} />
        </dd>

        <dt>{t('runs.rows')}</dt>
        <dd>
          <RowsField run={run} />
        </dd>

        <dt>{t('submit.workload')}</dt>
        <dd>
          {run.asRow && run.rows !== null ? (
            <span className="muted">{t('runs.asRow.says')}</span>
          ) : (
            <WorkloadField fault={fault?.field === 'draft' ? fault.fault : null} problem={sampleProblem} />
          )}
        </dd>

        <dt>{t('runs.pace')}</dt>
        <dd>
          <NumberField
            name="count"
            run={run}
            fault={fault}
            placeholder={run.rows === null ? '' : t('runs.count.all')}
          />
          <NumberField name="rate" run={run} fault={fault} placeholder="∞" />
          <NumberField name="concurrency" run={run} fault={fault} placeholder="" />
          {fault !== null && fault.field !== 'draft' && <p className="help help--error">{t(fault.message)}</p>}
          <p className="help">{t('runs.rate.help')}</p>
        </dd>

        <dt>{t('submit.mode')}</dt>
        <dd>
          <ModeChoice />
          <PriorityChoice />
        </dd>

        <dt>{t('column.unique')}</dt>
        <dd>
          <Select
            label={t('column.unique')}
            value={draft.unique === 'custom' ? 'none' : draft.unique}
            options={(['none', 'random', 'hash'] as const).map((value) => ({
              value,
              label: t(`submit.unique.${value}`),
            }))}
            onChange={(unique) => editSubmit({ unique })}
          />
        </dd>

        <dt>{t('runs.target')}</dt>
        <dd>
          <TargetField fault={fault?.field === 'draft' ? fault.fault : null} />
        </dd>
      </dl>
      {failure !== null && (
        <p className="help help--error" role="alert">
          {failure}
        </p>
      )}
      {run.asRow && sampleProblem !== null && <p className="help help--error">{problemText(sampleProblem, t)}</p>}
      {sample.length > 0 && (
        <section className={submit.preview} aria-label={t('runs.sample')}>
          <h3 className="section-title">{t('runs.sample')}</h3>
          <ol className={`code ${styles.sample}`}>
            {sample.map((each, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a sample has no identity but its place
              <li key={index} className="truncate">
                {visible(each)}
              </li>
            ))}
          </ol>
        </section>
      )}
    </div>
  );
}

function RowsField({ run: { rows, asRow } }: { run: RunDraft }) {
  const { t, size } = useText();
  const { chooseRows, editRun } = useStore.getState();
  return (
    <>
      <Button icon={FileSpreadsheet} onClick={() => void chooseRows()}>
        {t('runs.chooseRows')}
      </Button>
      {rows === null ? (
        <span className="faint">{t('runs.rows.none')}</span>
      ) : (
        <>
          <span className={styles.rows}>
            <span className="truncate">{t('runs.rows.says', { name: rows.name, size: size(rows.size) })}</span>
            <IconButton
              icon={X}
              label={t('runs.rows.remove')}
              onClick={() => editRun({ rows: null, asRow: false, count: '100' })}
            />
          </span>
          <span className={styles.columns}>
            {rows.columns.slice(0, 30).map((each) => (
              <code key={each} className="badge">
                {`{{${visible(each)}}}`}
              </code>
            ))}
          </span>
          <Checkbox label={t('runs.asRow')} checked={asRow} onChange={(checked) => editRun({ asRow: checked })} />
        </>
      )}
    </>
  );
}

interface NumberFieldProps {
  name: 'count' | 'rate' | 'concurrency';
  run: RunDraft;
  fault: ReturnType<typeof runFault>;
  placeholder: string;
}

function NumberField({ name, run, fault, placeholder }: NumberFieldProps) {
  const { t } = useText();
  const { editRun } = useStore.getState();
  return (
    <label className={styles.number}>
      <span className="label">{t(`runs.${name}`)}</span>
      <input
        className="field field--short number"
        inputMode="decimal"
        aria-invalid={fault?.field === name}
        placeholder={placeholder}
        value={run[name]}
        onChange={(event) => editRun({ [name]: event.target.value })}
      />
    </label>
  );
}

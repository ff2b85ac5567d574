import { useId, useState } from 'react';
import { EMBEDDED } from '../../../main/contract/server.ts';
import { type MessageId, useText } from '../../i18n/text.tsx';
import { hasServers, toggledServers } from '../../lib/several.ts';
import { type FunctionDraft, NEW_FUNCTION } from '../../store/functions.ts';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { Select } from '../../ui/Select.tsx';
import { ServerChips } from '../frame/ServerChips.tsx';
import styles from './Functions.module.css';
import type { Faults } from './faults.ts';
import { SecretFields } from './SecretFields.tsx';

const MEBIBYTE = 1024 * 1024;

interface MannerFieldsProps {
  content: FunctionDraft;
  wrong: Faults;
  edit: (change: Partial<FunctionDraft>) => void;
}

/** How a command gets its workload, how it speaks of its job, and how far it may go. */
export function MannerFields({ content, wrong, edit }: MannerFieldsProps) {
  const { t } = useText();
  const id = useId();
  // What somebody chose is not hidden from who reads it; it does not close either while it is chosen back.
  const [open, setOpen] = useState<boolean | null>(null);
  return (
    <details
      className={styles.more}
      open={open ?? isUnusual(content)}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary>{t('functions.more')}</summary>
      <dl className="form">
        <dt>{t('functions.speaks')}</dt>
        <dd>
          <Segmented
            label={t('functions.speaks')}
            value={content.speaks}
            options={[
              { value: 'stdio', label: t('functions.speaks.stdio') },
              { value: 'gearman', label: t('functions.speaks.gearman') },
            ]}
            onChange={(speaks) => edit({ speaks })}
          />
          <p className="help">{t(`functions.speaks.${content.speaks}.help`, { words: '{host} {port} {servers}' })}</p>
        </dd>

        {content.speaks === 'stdio' ? (
          <StdioFields content={content} wrong={wrong} edit={edit} />
        ) : (
          <NumberField
            name="jobsPerProcess"
            value={content.jobsPerProcess}
            wrong={wrong.jobsPerProcess}
            unit={t('functions.jobs')}
            onChange={(jobsPerProcess) => edit({ jobsPerProcess })}
          />
        )}

        <dt>
          <label htmlFor={`${id}-servers`}>{t('functions.servers')}</label>
        </dt>
        <dd>
          <textarea
            id={`${id}-servers`}
            className="textarea textarea--code"
            rows={2}
            value={content.servers}
            placeholder={EMBEDDED}
            spellCheck={false}
            aria-invalid={wrong.servers !== undefined}
            aria-describedby={`${id}-servers-help`}
            onChange={(event) => edit({ servers: event.target.value })}
          />
          <ServerChips
            several
            isChosen={(addresses) => hasServers(content.servers, addresses)}
            onChoose={(addresses) => edit({ servers: toggledServers(content.servers, addresses, '\n') })}
          />
          <p id={`${id}-servers-help`} className={wrong.servers ? 'help help--error' : 'help'}>
            {t(wrong.servers ?? 'functions.servers.help')}
          </p>
        </dd>

        <dt>
          <label htmlFor={`${id}-environment`}>{t('functions.environment')}</label>
        </dt>
        <dd>
          <textarea
            id={`${id}-environment`}
            className="textarea textarea--code"
            rows={3}
            value={content.environment}
            placeholder={t('functions.environment.example')}
            spellCheck={false}
            aria-invalid={wrong.environment !== undefined}
            aria-describedby={`${id}-environment-help`}
            onChange={(event) => edit({ environment: event.target.value })}
          />
          <p id={`${id}-environment-help`} className={wrong.environment ? 'help help--error' : 'help'}>
            {t(wrong.environment ?? 'functions.environment.help')}
          </p>
        </dd>

        <dt>{t('secrets.title')}</dt>
        <dd>
          <SecretFields content={content} wrong={wrong.secrets} />
        </dd>
      </dl>
    </details>
  );
}

/** How a command that is run for each job gets its workload, speaks of its job, and how far it may go. */
function StdioFields({ content, wrong, edit }: MannerFieldsProps) {
  const { t } = useText();
  const id = useId();
  return (
    <>
      <dt>{t('functions.input')}</dt>
      <dd>
        <Select
          label={t('functions.input')}
          value={content.input}
          options={[
            { value: 'stdin', label: t('functions.input.stdin') },
            { value: 'file', label: t('functions.input.file') },
            { value: 'none', label: t('functions.input.none') },
          ]}
          onChange={(input) => edit({ input })}
        />
        {content.input === 'file' && <p className="help">{t('functions.input.file.help')}</p>}
      </dd>

      <dt>{t('functions.output')}</dt>
      <dd>
        <Select
          label={t('functions.output')}
          value={content.output}
          options={[
            { value: 'result', label: t('functions.output.result') },
            { value: 'lines', label: t('functions.output.lines') },
            { value: 'pieces', label: t('functions.output.pieces') },
          ]}
          onChange={(output) => edit({ output })}
        />
      </dd>

      <dt>{t('functions.errors')}</dt>
      <dd>
        <Select
          label={t('functions.errors')}
          value={content.errors}
          options={[
            { value: 'log', label: t('functions.errors.log') },
            { value: 'warning', label: t('functions.errors.warning') },
          ]}
          onChange={(errors) => edit({ errors })}
        />
      </dd>

      <dt>{t('functions.failure')}</dt>
      <dd>
        <Select
          label={t('functions.failure')}
          value={content.failure}
          options={[
            { value: 'fail', label: t('functions.failure.fail') },
            { value: 'exception', label: t('functions.failure.exception') },
          ]}
          onChange={(failure) => edit({ failure })}
        />
      </dd>

      <dt>
        <label htmlFor={`${id}-progress`}>{t('functions.progress')}</label>
      </dt>
      <dd>
        <input
          id={`${id}-progress`}
          className="field field--code"
          value={content.progress}
          placeholder="(\d+)/(\d+)"
          spellCheck={false}
          aria-invalid={wrong.progress !== undefined}
          aria-describedby={`${id}-progress-help`}
          onChange={(event) => edit({ progress: event.target.value })}
        />
        <p id={`${id}-progress-help`} className={wrong.progress ? 'help help--error' : 'help'}>
          {t(wrong.progress ?? 'functions.progress.help')}
        </p>
      </dd>

      <dt>
        <label htmlFor={`${id}-time`}>{t('functions.timeLimit')}</label>
      </dt>
      <dd>
        <input
          id={`${id}-time`}
          className="field field--short"
          type="number"
          min={0}
          step="any"
          value={content.timeLimit === 0 ? '' : content.timeLimit}
          placeholder={t('functions.timeLimit.none')}
          aria-invalid={wrong.timeLimit !== undefined}
          aria-describedby={wrong.timeLimit && `${id}-time-help`}
          onChange={(event) => edit({ timeLimit: event.target.valueAsNumber || 0 })}
        />
        <span className="muted">{t('functions.seconds')}</span>
        {wrong.timeLimit && (
          <p id={`${id}-time-help`} className="help help--error">
            {t(wrong.timeLimit)}
          </p>
        )}
      </dd>

      <dt>
        <label htmlFor={`${id}-size`}>{t('functions.outputLimit')}</label>
      </dt>
      <dd>
        <input
          id={`${id}-size`}
          className="field field--short"
          type="number"
          min={1}
          max={1024}
          value={content.outputLimit / MEBIBYTE || ''}
          aria-invalid={wrong.outputLimit !== undefined}
          aria-describedby={wrong.outputLimit && `${id}-size-help`}
          onChange={(event) => edit({ outputLimit: Math.round((event.target.valueAsNumber || 0) * MEBIBYTE) })}
        />
        <span className="muted">{t('functions.mebibytes')}</span>
        {wrong.outputLimit && (
          <p id={`${id}-size-help`} className="help help--error">
            {t(wrong.outputLimit)}
          </p>
        )}
      </dd>

      <NumberField
        name="startRate"
        value={content.startRate}
        wrong={wrong.startRate}
        unit={t('functions.perSecond')}
        onChange={(startRate) => edit({ startRate })}
      />

      <dt>{t('functions.prestart')}</dt>
      <dd>
        <Checkbox
          label={t('functions.prestart.on')}
          checked={content.prestart}
          onChange={(prestart) => edit({ prestart })}
        />
        <p className="help">{t('functions.prestart.help')}</p>
      </dd>
    </>
  );
}

/** A number of which none, or 0, is no limit. */
function NumberField({
  name,
  value,
  wrong,
  unit,
  onChange,
}: {
  name: 'startRate' | 'jobsPerProcess';
  value: number;
  wrong: MessageId | undefined;
  unit: string;
  onChange: (value: number) => void;
}) {
  const { t } = useText();
  const id = useId();
  return (
    <>
      <dt>
        <label htmlFor={id}>{t(`functions.${name}`)}</label>
      </dt>
      <dd>
        <input
          id={id}
          className="field field--short"
          type="number"
          min={0}
          step="any"
          value={value === 0 ? '' : value}
          placeholder={t('functions.noLimit')}
          aria-invalid={wrong !== undefined}
          aria-describedby={`${id}-help`}
          onChange={(event) => onChange(event.target.valueAsNumber || 0)}
        />
        <span className="muted">{unit}</span>
        <p id={`${id}-help`} className={wrong ? 'help help--error' : 'help'}>
          {t(wrong ?? `functions.${name}.help`)}
        </p>
      </dd>
    </>
  );
}

/** What the stock tool cannot do. */
const BEYOND = [
  'speaks',
  'input',
  'errors',
  'failure',
  'progress',
  'timeLimit',
  'outputLimit',
  'startRate',
  'prestart',
] as const;
const FIELDS = [...BEYOND, 'output', 'jobsPerProcess', 'servers', 'environment'] as const;

/** Whether the stock tool does less than is said here. */
export const isBeyondStock = (content: FunctionDraft): boolean =>
  BEYOND.some((field) => content[field] !== NEW_FUNCTION[field]);

const isUnusual = (content: FunctionDraft): boolean =>
  content.secrets.length > 0 || FIELDS.some((field) => content[field] !== NEW_FUNCTION[field]);

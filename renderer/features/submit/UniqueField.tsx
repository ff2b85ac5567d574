import { useId } from 'react';
import { useText } from '../../i18n/text.tsx';
import { shown } from '../../lib/bytes.ts';
import type { Fault } from '../../lib/submit-draft.ts';
import { useStore } from '../../store/index.ts';
import { Select } from '../../ui/Select.tsx';
import styles from './Submit.module.css';

/** The unique ID, and what comes of it. */
export function UniqueField({ fault }: { fault: Fault | null }) {
  const { t } = useText();
  const { unique, uniqueValue } = useStore((store) => store.submit.draft);
  const preview = useStore((store) => store.submit.preview);
  const { editSubmit } = useStore.getState();
  const id = useId();
  const isWrong = fault?.field === 'unique' && uniqueValue !== '';
  const help =
    unique === 'custom' && uniqueValue === '-' ? 'submit.unique.dash.help' : (`submit.unique.${unique}.help` as const);
  return (
    <>
      <Select
        label={t('column.unique')}
        value={unique}
        options={(['none', 'random', 'hash', 'custom'] as const).map((value) => ({
          value,
          label: t(`submit.unique.${value}`),
        }))}
        onChange={(value) => editSubmit({ unique: value })}
      />
      {unique === 'custom' ? (
        <input
          className={`field field--code ${styles.unique}`}
          aria-label={t('column.unique')}
          aria-invalid={isWrong}
          aria-describedby={`${id}-unique`}
          value={uniqueValue}
          spellCheck={false}
          onChange={(event) => editSubmit({ uniqueValue: event.target.value })}
        />
      ) : (
        unique !== 'none' && <code className="code truncate">{shown(preview?.unique ?? '')}</code>
      )}
      <p id={`${id}-unique`} className={isWrong ? 'help help--error' : 'help'}>
        {isWrong ? t(fault.message, fault.values) : t(help)}
      </p>
    </>
  );
}

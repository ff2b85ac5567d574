import { useId } from 'react';
import { useText } from '../../i18n/text.tsx';
import type { Fault } from '../../lib/submit-draft.ts';
import { useStore } from '../../store/index.ts';
import { Segmented } from '../../ui/Segmented.tsx';
import styles from './Submit.module.css';

/** Which server it goes to. */
export function TargetField({ fault }: { fault: Fault | null }) {
  const { t } = useText();
  const target = useStore((store) => store.submit.draft.target);
  const address = useStore((store) => store.submit.draft.address);
  const { editSubmit } = useStore.getState();
  const id = useId();
  const isWrong = fault?.field === 'address';
  return (
    <>
      <Segmented
        label={t('runs.target')}
        value={target}
        options={[
          { value: 'embedded', label: t('runs.target.embedded') },
          { value: 'other', label: t('runs.target.other') },
        ]}
        onChange={(next) => editSubmit({ target: next })}
      />
      {target === 'other' && (
        <input
          className={`field field--code ${styles.unique}`}
          aria-label={t('runs.address')}
          aria-invalid={isWrong}
          aria-describedby={isWrong ? id : undefined}
          placeholder="127.0.0.1:4730"
          value={address}
          spellCheck={false}
          onChange={(event) => editSubmit({ address: event.target.value })}
        />
      )}
      {isWrong && (
        <p id={id} className={address === '' ? 'help' : 'help help--error'}>
          {t(fault.message)}
        </p>
      )}
    </>
  );
}

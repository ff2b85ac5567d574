import { useId } from 'react';
import { useText } from '../../i18n/text.tsx';
import { useNow } from '../../lib/live.ts';
import type { Fault } from '../../lib/submit-draft.ts';
import { secondsOf, timeText } from '../../lib/time-text.ts';
import { useStore } from '../../store/index.ts';
import { Select } from '../../ui/Select.tsx';
import styles from './Submit.module.css';

/** Now, or not before a time. */
export function WhenField({ fault }: { fault: Fault | null }) {
  const { t } = useText();
  const { later } = useStore((store) => store.submit.draft);
  const { submitLater, editSubmit } = useStore.getState();
  return (
    <>
      <Select
        label={t('submit.when')}
        value={later === null ? 'now' : 'later'}
        options={[
          { value: 'now', label: t('submit.now') },
          { value: 'later', label: t('submit.later') },
        ]}
        onChange={(when) => submitLater(when === 'later')}
      />
      {later !== null && <Time later={later} fault={fault} onChange={(text) => editSubmit({ later: text })} />}
    </>
  );
}

function Time({ later, fault, onChange }: { later: string; fault: Fault | null; onChange: (text: string) => void }) {
  const { t, span } = useText();
  const now = useNow(1000);
  const id = useId();
  const isWrong = fault?.field === 'later';
  const seconds = secondsOf(later, now);
  return (
    <>
      <input
        className={`field field--code ${styles.unique}`}
        aria-label={t('submit.later.time')}
        aria-invalid={isWrong}
        aria-describedby={id}
        value={later}
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
      />
      <p id={id} className={isWrong ? 'help help--error' : 'help'}>
        {isWrong || seconds === null
          ? t(fault?.message ?? 'submit.later.unreadable')
          : t('submit.later.help', {
              time: timeText(seconds),
              rest: span(seconds * 1000 - now),
              epoch: String(seconds),
            })}
      </p>
    </>
  );
}

import { AlertDialog } from '@base-ui/react/alert-dialog';
import { useState } from 'react';
import { useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import type { SecretsSlice } from '../../store/secrets.ts';
import { Button } from '../../ui/Button.tsx';
import { SecretInput } from '../../ui/SecretInput.tsx';
import styles from './Functions.module.css';
import { keptText } from './kept-text.ts';

/** Asks for the secrets that a function lacks before its workers start, and says how long they are kept. */
export function SecretsDialog() {
  const asked = useStore((store) => store.secrets.asked);
  const keep = useStore((store) => store.keepSecrets);
  if (asked === null) return null;
  return (
    <AlertDialog.Root open onOpenChange={(next) => !next && keep()}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="scrim" />
        <Question asked={asked} />
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

function Question({
  asked: { function: name, names, notKept },
}: {
  asked: NonNullable<SecretsSlice['secrets']['asked']>;
}) {
  const { t } = useText();
  const give = useStore((store) => store.giveSecrets);
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const complete = names.every((each) => (values[each] ?? '') !== '');
  return (
    <AlertDialog.Popup className={`sheet ${styles.trust}`}>
      <form
        className={styles.secretsForm}
        onSubmit={(event) => {
          event.preventDefault();
          if (complete) void give(values);
        }}
      >
        <header className="sheet__head">
          <AlertDialog.Title className="sheet__title">
            {t('secrets.ask', { name, count: names.length })}
          </AlertDialog.Title>
        </header>
        <div className={styles.trustBody}>
          <AlertDialog.Description className="muted">{t(keptText(notKept))}</AlertDialog.Description>
          {names.map((each, index) => (
            <div key={each} className={styles.trustItem}>
              <code className={styles.secretName}>{each}</code>
              <SecretInput
                label={t('secrets.value', { name: each })}
                value={values[each] ?? ''}
                autoFocus={index === 0}
                onChange={(value) => setValues({ ...values, [each]: value })}
              />
            </div>
          ))}
        </div>
        <footer className="sheet__foot">
          <span className="grow" />
          <AlertDialog.Close render={<Button large>{t('action.cancel')}</Button>} />
          <button type="submit" className="button button--primary button--large" disabled={!complete}>
            {t('secrets.start')}
          </button>
        </footer>
      </form>
    </AlertDialog.Popup>
  );
}

import { KeyRound, Plus, X } from 'lucide-react';
import { useState } from 'react';
import { SecretName } from '../../../main/contract/functions.ts';
import type { MessageId } from '../../i18n/text.tsx';
import { useText } from '../../i18n/text.tsx';
import { useLive } from '../../lib/live.ts';
import { type FunctionDraft, variablesOf } from '../../store/functions.ts';
import { useStore } from '../../store/index.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { SecretInput } from '../../ui/SecretInput.tsx';
import styles from './Functions.module.css';
import { keptText } from './kept-text.ts';

const TOPICS = ['workspace'] as const;

/** Variables whose values are not in the file: each with a field that a value goes into and never comes out of. */
export function SecretFields({ content, wrong }: { content: FunctionDraft; wrong: MessageId | undefined }) {
  const { t } = useText();
  const known = useStore((store) => store.secrets.known);
  const { pullSecrets, addSecret, removeSecret, typeSecret, forgetSecret } = useStore.getState();
  const [name, setName] = useState('');
  useLive(TOPICS, pullSecrets);
  const canBe = (each: string) => SecretName.safeParse(each).success && !content.secrets.includes(each);
  const open = [...new Set(variablesOf(content.environment).map(([each]) => each))].filter(canBe);
  const add = () => {
    if (!canBe(name)) return;
    void addSecret(name);
    setName('');
  };
  return (
    <div className={styles.secrets}>
      {content.secrets.map((each) => {
        const isSet = known?.set.includes(each) === true;
        const isTyped = (content.values[each] ?? '') !== '';
        return (
          <fieldset key={each} className={styles.secret} aria-label={each}>
            <div className={styles.secretHead}>
              <code className="truncate">{each}</code>
              <span className={isSet || isTyped ? 'badge' : 'badge badge--warn'}>
                {t(isTyped ? 'secrets.typed' : isSet ? 'secrets.isSet' : 'secrets.isMissing')}
              </span>
              <span className="grow" />
              {isSet && (
                <Button
                  variant="quiet"
                  aria-label={t('secrets.forget.label', { name: each })}
                  onClick={() => void forgetSecret(each)}
                >
                  {t('secrets.forget')}
                </Button>
              )}
              <IconButton icon={X} label={t('secrets.remove', { name: each })} onClick={() => removeSecret(each)} />
            </div>
            <SecretInput
              label={t('secrets.value', { name: each })}
              value={content.values[each] ?? ''}
              placeholder={t(isSet ? 'secrets.replace' : 'secrets.type')}
              onChange={(value) => typeSecret(each, value)}
            />
          </fieldset>
        );
      })}
      <div className={styles.secretHead}>
        <input
          className="field field--code"
          value={name}
          placeholder={t('secrets.name.example')}
          aria-label={t('secrets.name')}
          aria-invalid={name !== '' && !canBe(name)}
          spellCheck={false}
          onChange={(event) => setName(event.target.value.trim())}
          onKeyDown={(event) => event.key === 'Enter' && !event.nativeEvent.isComposing && add()}
        />
        <Button variant="quiet" icon={Plus} disabled={!canBe(name)} onClick={add}>
          {t('secrets.add')}
        </Button>
      </div>
      {open.map((each) => (
        <Button key={each} variant="quiet" icon={KeyRound} className={styles.hide} onClick={() => void addSecret(each)}>
          {t('secrets.hide', { name: each })}
        </Button>
      ))}
      <p className={wrong ? 'help help--error' : 'help'}>
        {t(wrong ?? (known === null ? 'secrets.help' : keptText(known.notKept)))}
      </p>
    </div>
  );
}

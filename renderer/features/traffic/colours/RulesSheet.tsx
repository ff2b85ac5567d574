import { Plus } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { COLOUR_RULES_MOST } from '../../../../main/contract/colour-rules.ts';
import { useText } from '../../../i18n/text.tsx';
import { useStore } from '../../../store/index.ts';
import { Button } from '../../../ui/Button.tsx';
import { Sheet } from '../../../ui/Sheet.tsx';
import { RuleItem } from './RuleItem.tsx';
import styles from './Rules.module.css';

/** Which rows have a colour: the person's rules, in the order in which they are asked. */
export function RulesSheet() {
  const draft = useStore((store) => store.rules.draft);
  return draft === null ? null : <Rules />;
}

function Rules() {
  const { t } = useText();
  const { draft, problems, fresh, deleted } = useStore((store) => store.rules);
  const { closeRules, addRule, restoreRule } = useStore.getState();
  const rules = draft ?? [];
  const undo = (event: KeyboardEvent) => {
    // In a text field the keys undo what was typed there.
    const inText = event.target instanceof HTMLInputElement && event.target.type === 'text';
    if (inText || !(event.metaKey || event.ctrlKey) || event.key.toLowerCase() !== 'z') return;
    event.preventDefault();
    event.stopPropagation();
    restoreRule();
  };
  return (
    <div role="presentation" onKeyDown={undo}>
      <Sheet
        title={t('rules.title')}
        open
        onClose={closeRules}
        className={styles.sheet}
        foot={
          <>
            <Button icon={Plus} disabled={rules.length >= COLOUR_RULES_MOST} onClick={() => addRule()}>
              {t('rules.add')}
            </Button>
            <span role="status" className={`muted ${styles.deleted}`}>
              {deleted !== null && (
                <>
                  <span className="truncate">
                    {t('rules.deleted', { name: deleted.rule.name || deleted.rule.filter || t('rules.unnamed') })}
                  </span>
                  <button
                    // The button that deleted it is gone: who works with keys is at the way back.
                    key={deleted.rule.id}
                    ref={focus}
                    type="button"
                    className="link-button"
                    onClick={restoreRule}
                  >
                    {t('action.undo')}
                  </button>
                </>
              )}
            </span>
            <Button variant="primary" onClick={closeRules}>
              {t('rules.done')}
            </Button>
          </>
        }
      >
        <div className={styles.body}>
          <p className="help">{t('rules.help')}</p>
          {rules.length === 0 && <p className={`muted ${styles.none}`}>{t('rules.none')}</p>}
          <ol className={styles.rules} aria-label={t('rules.title')}>
            {rules.map((rule, at) => (
              <RuleItem
                key={rule.id}
                rule={rule}
                place={at}
                last={at === rules.length - 1}
                fresh={rule.id === fresh}
                problem={problems.get(rule.id) ?? null}
              />
            ))}
          </ol>
        </div>
      </Sheet>
    </div>
  );
}

const focus = (button: HTMLButtonElement | null): void => button?.focus();

import { ArrowDown, ArrowUp, Trash2 } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { COLOURS, RULE_NAME_CHARACTERS } from '../../../../main/contract/colour-rules.ts';
import type { Failure } from '../../../../main/contract/errors.ts';
import { useProblemText } from '../../../i18n/problem.ts';
import { useText } from '../../../i18n/text.tsx';
import { useStore } from '../../../store/index.ts';
import type { DraftRule } from '../../../store/rules.ts';
import { IconButton } from '../../../ui/Button.tsx';
import { Checkbox } from '../../../ui/Checkbox.tsx';
import { ColourDot } from '../../../ui/ColourDot.tsx';
import { Segmented } from '../../../ui/Segmented.tsx';
import { FilterField } from '../filter/FilterField.tsx';
import { meant, shownProblem } from '../filter/FilterProblem.tsx';
import { colouredClass } from './coloured-class.ts';
import styles from './Rules.module.css';

interface RuleItemProps {
  rule: DraftRule;
  place: number;
  last: boolean;
  /** It was made now: the person writes its filter next. */
  fresh: boolean;
  problem: Failure | null;
}

/** One rule: whether it is on, its colour, its name and its filter; Alt and arrow keys move it. */
export function RuleItem({ rule, place, last, fresh, problem }: RuleItemProps) {
  const { t } = useText();
  const { id, on, colour, name, filter } = rule;
  const { editRule, keepRules, moveRule, deleteRule } = useStore.getState();
  const item = useRef<HTMLLIElement>(null);
  const which = name || filter || t('rules.unnamed');
  const move = (step: 1 | -1) => {
    moveRule(id, step);
    // What moves keeps the focus, also where its button has become one that does nothing.
    requestAnimationFrame(() => {
      if (!item.current?.contains(document.activeElement)) item.current?.querySelector('input')?.focus();
    });
  };
  /** Before the part that has the focus: arrow keys mean something to the colours too. */
  const onKeyDown = (event: KeyboardEvent) => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    event.stopPropagation();
    move(event.key === 'ArrowUp' ? -1 : 1);
  };
  return (
    <li
      ref={item}
      className={`${styles.rule} ${on ? colouredClass(colour) : styles.off}`}
      aria-label={t('rules.rule', { place: place + 1, name: which })}
      onKeyDownCapture={onKeyDown}
    >
      <div className={styles.line}>
        <Checkbox label={t('rules.on')} checked={on} onChange={(next) => editRule(id, { on: next })} />
        <label className={`field ${styles.name}`}>
          <input
            type="text"
            aria-label={t('rules.name')}
            placeholder={t('rules.name')}
            value={name}
            maxLength={RULE_NAME_CHARACTERS}
            onChange={({ target }) => editRule(id, { name: target.value })}
            onBlur={keepRules}
          />
        </label>
        <Segmented
          label={t('functions.colour')}
          value={colour}
          options={COLOURS.map((each) => ({
            value: each,
            label: t(`colour.${each}`),
            face: <ColourDot colour={each} />,
          }))}
          onChange={(next) => editRule(id, { colour: next })}
        />
        <span className="grow" />
        <IconButton
          icon={ArrowUp}
          label={t('rules.up', { name: which })}
          disabled={place === 0}
          onClick={() => move(-1)}
        />
        <IconButton icon={ArrowDown} label={t('rules.down', { name: which })} disabled={last} onClick={() => move(1)} />
        <IconButton icon={Trash2} label={t('rules.delete', { name: which })} onClick={() => deleteRule(id)} />
      </div>
      <RuleFilter rule={rule} fresh={fresh} problem={problem} />
    </li>
  );
}

/** The filter of a rule, and below it what is wrong with it. */
function RuleFilter({ rule: { id, filter }, fresh, problem }: Pick<RuleItemProps, 'rule' | 'fresh' | 'problem'>) {
  const { t } = useText();
  const { editRule, keepRules } = useStore.getState();
  const field = useRef<HTMLInputElement>(null);
  const problemId = useId();
  /** Where the caret is while the filter is written. */
  const [caret, setCaret] = useState<number | null>(null);
  const wrong = shownProblem(problem, filter, caret);
  const sentence = useProblemText(wrong);
  const mended = wrong === null ? undefined : meant(wrong, filter);
  useEffect(() => {
    if (fresh) field.current?.focus();
  }, [fresh]);
  return (
    <>
      <FilterField
        ref={field}
        aria-label={t('rules.filter')}
        placeholder={t('rules.filter.example')}
        text={filter}
        value={filter}
        problem={wrong}
        problemId={problemId}
        onChange={({ target }) => {
          setCaret(target.selectionStart);
          editRule(id, { filter: target.value });
        }}
        onSelect={({ currentTarget }) => setCaret(currentTarget.selectionStart)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
          setCaret(null);
          keepRules();
        }}
        onBlur={() => {
          setCaret(null);
          keepRules();
        }}
      />
      {wrong !== null && (
        <p id={problemId} className={`help help--error ${styles.problem}`} role="status">
          <span className="selectable">{sentence}</span>
          {mended !== undefined && (
            <button
              type="button"
              className="link-button"
              onClick={() => {
                editRule(id, { filter: mended.text });
                keepRules();
              }}
            >
              {t('filter.meant', { suggestion: mended.suggestion })}
            </button>
          )}
        </p>
      )}
    </>
  );
}

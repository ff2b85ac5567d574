import { Search, X } from 'lucide-react';
import { type KeyboardEvent, useId, useRef, useState } from 'react';
import type { FilterSuggestion } from '../../../../main/contract/packets.ts';
import { useText } from '../../../i18n/text.tsx';
import { placeNow, taken } from '../../../lib/filter-text.ts';
import { FILTER_ID } from '../../../lib/focus-filter.ts';
import { useStore } from '../../../store/index.ts';
import { Icon } from '../../../ui/Icon.tsx';
import styles from './Filter.module.css';
import { FilterField } from './FilterField.tsx';
import { PROBLEM_ID, useShownProblem } from './FilterProblem.tsx';
import { Suggestions } from './Suggestions.tsx';

/** The expression: a text field with a list of what may be written where the caret is. What is wrong in it is underlined. */
export function FilterInput() {
  const { t } = useText();
  const text = useStore((store) => store.traffic.filter);
  const problem = useShownProblem();
  const offer = useStore((store) => store.filtering.suggestions);
  const { writeFilter, endFilter, filterTraffic } = useStore.getState();
  const input = useRef<HTMLInputElement>(null);
  const list = useId();
  /** What is typed with an input method is no filter until it is done. */
  const [composed, setComposed] = useState<string | null>(null);
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const suggestions = offer?.suggestions ?? [];
  const shows = isOpen && composed === null && suggestions.length > 0;

  function write(value: string, caret: number): void {
    setActive(-1);
    writeFilter(value, caret);
  }

  function take(suggestion: FilterSuggestion): void {
    const place = offer && placeNow(text, useStore.getState().filtering.asked, offer);
    if (place === null) return;
    const next = taken(text, place, suggestion);
    write(next.text, next.caret);
    setOpen(true);
    // The field has the new text when this has been drawn.
    requestAnimationFrame(() => input.current?.setSelectionRange(next.caret, next.caret));
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>): void {
    if (event.nativeEvent.isComposing || event.keyCode === 229 || event.metaKey || event.ctrlKey || event.altKey)
      return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const chosen = shows ? suggestions[active] : undefined;
    if (step !== undefined) {
      if (shows) setActive(next(active, step, suggestions.length));
      else open();
    } else if ((event.key === 'Enter' || event.key === 'Tab') && chosen !== undefined) take(chosen);
    else if (event.key === 'Enter') {
      setOpen(false);
      endFilter();
    } else if (event.key === 'Escape' && shows) setOpen(false);
    else if (event.key === 'Escape' && text !== '') write('', 0);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  function open(): void {
    setOpen(true);
    write(text, input.current?.selectionStart ?? text.length);
  }

  return (
    <div className={styles.box}>
      <FilterField
        ref={input}
        id={FILTER_ID}
        role="combobox"
        aria-label={t('traffic.filter.label')}
        aria-autocomplete="list"
        aria-expanded={shows}
        aria-controls={shows ? list : undefined}
        aria-activedescendant={shows && active >= 0 ? `${list}-${active}` : undefined}
        placeholder={t('traffic.filter')}
        text={text}
        value={composed ?? text}
        composing={composed !== null}
        problem={problem}
        problemId={PROBLEM_ID}
        before={<Icon of={Search} small />}
        after={
          text !== '' && (
            <button
              type="button"
              className="chip__remove"
              aria-label={t('action.clearFilter')}
              onClick={() => filterTraffic('')}
            >
              <Icon of={X} />
            </button>
          )
        }
        onChange={({ target }) => {
          if (composed !== null) return setComposed(target.value);
          setOpen(target.value !== '');
          write(target.value, target.selectionStart ?? target.value.length);
        }}
        onCompositionStart={() => setComposed(text)}
        onCompositionEnd={({ currentTarget }) => {
          setComposed(null);
          setOpen(true);
          write(currentTarget.value, currentTarget.selectionStart ?? currentTarget.value.length);
        }}
        onKeyDown={onKeyDown}
        onSelect={({ currentTarget }) => {
          const caret = currentTarget.selectionStart ?? 0;
          if (composed === null && useStore.getState().filtering.caret !== null) writeFilter(text, caret);
        }}
        onBlur={() => {
          setOpen(false);
          endFilter();
        }}
      />
      {shows && offer !== null && (
        <Suggestions id={list} offer={offer} active={active} onTake={take} onPoint={setActive} />
      )}
    </div>
  );
}

/** The place in the list after a step, -1 for the text itself. */
const next = (active: number, step: number, length: number): number =>
  ((active + 1 + step + length + 1) % (length + 1)) - 1;

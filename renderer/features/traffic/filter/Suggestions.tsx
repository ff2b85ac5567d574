import type { FilterSuggestion, FilterSuggestions } from '../../../../main/contract/packets.ts';
import type { MessageId, Text } from '../../../i18n/text.tsx';
import { useText } from '../../../i18n/text.tsx';
import styles from './Filter.module.css';

interface SuggestionsProps {
  id: string;
  offer: FilterSuggestions;
  active: number;
  onTake: (suggestion: FilterSuggestion) => void;
  onPoint: (index: number) => void;
}

/** What may be written here, what it means, and how often it was seen. */
export function Suggestions({ id, offer, active, onTake, onPoint }: SuggestionsProps) {
  const { t, count } = useText();
  return (
    <div className={`menu ${styles.popup}`}>
      <div id={id} className={styles.list} role="listbox" aria-label={t('filter.suggestions')}>
        {offer.suggestions.map((suggestion, index) => (
          <div
            key={`${suggestion.kind} ${suggestion.text}`}
            id={`${id}-${index}`}
            ref={index === active ? intoSight : undefined}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            className={`menu__item ${styles.suggestion}`}
            onPointerMove={() => index !== active && onPoint(index)}
            // The field keeps the focus.
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => onTake(suggestion)}
          >
            <span className="code truncate">{suggestion.text}</span>
            <span className="faint truncate">{glossOf(suggestion, t)}</span>
            <span className="faint">{suggestion.count === null ? '' : count(suggestion.count)}</span>
          </div>
        ))}
      </div>
      <p className={styles.note}>
        <span>{t('filter.keys')}</span>
        {offer.looked > 0 && <span>{t('filter.looked', { count: offer.looked })}</span>}
      </p>
    </div>
  );
}

const intoSight = (element: HTMLElement | null): void => element?.scrollIntoView?.({ block: 'nearest' });

function glossOf({ kind, text, field }: FilterSuggestion, t: Text['t']): string {
  if (kind === 'field') return t(`filter.gloss.${text}` as MessageId);
  if (kind === 'test') return t(`filter.gloss.${field}` as MessageId);
  if (kind === 'operator') return t(`filter.operator.${text}` as MessageId);
  return '';
}

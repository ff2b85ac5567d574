import type { FilterSuggestion, FilterSuggestions } from '../../../../main/contract/packets.ts';
import type { MessageId, Text } from '../../../i18n/text.tsx';
import { useText } from '../../../i18n/text.tsx';
import { Option } from '../../../ui/Option.tsx';
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
          <Option
            key={`${suggestion.kind} ${suggestion.text}`}
            id={`${id}-${index}`}
            active={index === active}
            className={`menu__item ${styles.suggestion}`}
            onPoint={() => onPoint(index)}
            onTake={() => onTake(suggestion)}
          >
            <span className="code truncate">{suggestion.text}</span>
            <span className="faint truncate">{glossOf(suggestion, t)}</span>
            <span className="faint">{suggestion.count === null ? '' : count(suggestion.count)}</span>
          </Option>
        ))}
      </div>
      <p className={styles.note}>
        <span>{t('filter.keys')}</span>
        {offer.looked > 0 && <span>{t('filter.looked', { count: offer.looked })}</span>}
      </p>
    </div>
  );
}

function glossOf({ kind, text, field }: FilterSuggestion, t: Text['t']): string {
  if (kind === 'field') return t(`filter.gloss.${text}` as MessageId);
  if (kind === 'test') return t(`filter.gloss.${field}` as MessageId);
  if (kind === 'operator') return t(`filter.operator.${text}` as MessageId);
  return '';
}

import { ChevronDown, Star } from 'lucide-react';
import { useText } from '../../../i18n/text.tsx';
import { useStore } from '../../../store/index.ts';
import { IconButton } from '../../../ui/Button.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import { Menu } from '../../../ui/Menu.tsx';
import styles from './Filter.module.css';
import { FilterInput } from './FilterInput.tsx';

/** Filters of the history that the menu shows. */
const SHOWN = 12;

/** Where the traffic is narrowed: an expression, and those that were saved or used before. docs/filter.md */
export function FilterBar() {
  const { t } = useText();
  const text = useStore((store) => store.traffic.filter.trim());
  const isFilter = useStore((store) => store.traffic.problem === null) && text !== '';
  const saved = useStore((store) => store.app.settings?.savedFilters) ?? [];
  const history = useStore((store) => store.app.settings?.filterHistory) ?? [];
  const { applyFilter, starFilter, forgetFilters } = useStore.getState();
  const isSaved = saved.includes(text);
  const entry = (filter: string) => ({ label: filter, run: () => applyFilter(filter) });
  const before = history.filter((each) => !saved.includes(each)).slice(0, SHOWN);
  return (
    <>
      <FilterInput />
      <IconButton
        icon={Star}
        className={isSaved ? styles.saved : undefined}
        label={t(isSaved ? 'filter.unsave' : 'filter.save')}
        aria-pressed={isSaved}
        disabled={!isFilter && !isSaved}
        onClick={() => starFilter(text)}
      />
      <Menu
        trigger={
          <button
            type="button"
            className="button button--quiet"
            disabled={saved.length + history.length === 0}
            aria-label={t('filter.saved')}
            title={t('filter.saved.help')}
          >
            <span className="hide-below-1100">{t('filter.saved')}</span>
            <Icon of={ChevronDown} small />
          </button>
        }
        groups={[
          saved.map((filter) => ({ ...entry(filter), note: t('filter.saved.mark') })),
          before.map(entry),
          history.length === 0 ? [] : [{ label: t('filter.forget'), run: forgetFilters }],
        ]}
      />
    </>
  );
}

import { CaseSensitive, ChevronDown, ChevronUp, X } from 'lucide-react';
import { SEARCH_KINDS } from '../../../main/contract/search.ts';
import { useProblemText } from '../../i18n/problem.ts';
import { type Text, useText } from '../../i18n/text.tsx';
import { useLive } from '../../lib/live.ts';
import { useShortcuts } from '../../lib/shortcuts.ts';
import { useStore } from '../../store/index.ts';
import { IconButton } from '../../ui/Button.tsx';
import { SearchField } from '../../ui/SearchField.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import styles from './SearchBar.module.css';

const TOPICS = ['packets'] as const;

/** A search over all packets' bytes, beside the list and its filter. */
export function SearchBar() {
  const open = useStore((store) => store.search.open);
  return open ? <OpenBar /> : null;
}

function OpenBar() {
  const text = useText();
  const { t } = text;
  const search = useStore((store) => store.search);
  const shortcut = useShortcuts();
  const problem = useProblemText(search.problem);
  const { searchFor, closeSearch, stepSearch, pullSearch } = useStore.getState();
  useLive(TOPICS, pullSearch);
  return (
    <search
      className={styles.bar}
      data-search=""
      aria-label={t('search.label')}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return;
        if (event.key === 'Escape') closeSearch();
        else if (event.key === 'Enter' && event.target instanceof HTMLInputElement)
          void stepSearch(event.shiftKey ? 'previous' : 'next');
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      <Segmented
        label={t('search.kind')}
        value={search.kind}
        options={SEARCH_KINDS.map((kind) => ({ value: kind, label: t(`search.kind.${kind}`) }))}
        onChange={(kind) => searchFor({ kind })}
      />
      <SearchField
        label={t('search.label')}
        placeholder={t(`search.hint.${search.kind}`)}
        value={search.pattern}
        onChange={(pattern) => searchFor({ pattern })}
        autoFocus
        invalid={problem !== null}
      />
      <IconButton
        icon={CaseSensitive}
        label={t('search.exact')}
        aria-pressed={search.exact}
        disabled={search.kind === 'hex'}
        onClick={() => searchFor({ exact: !search.exact })}
      />
      <span role="status" className={problem === null ? styles.said : `${styles.said} ${styles.problem}`}>
        {problem ?? saidOf(search, text)}
      </span>
      <IconButton
        icon={ChevronUp}
        label={t('command.search.previous')}
        shortcut={shortcut('search.previous')}
        onClick={() => void stepSearch('previous')}
      />
      <IconButton
        icon={ChevronDown}
        label={t('command.search.next')}
        shortcut={shortcut('search.next')}
        onClick={() => void stepSearch('next')}
      />
      <IconButton icon={X} label={t('action.close')} onClick={closeSearch} />
    </search>
  );
}

/** Packets with a hit, how far it has come, and which hit of the packet this is. */
function saidOf(
  { state, hits, at }: ReturnType<typeof useStore.getState>['search'],
  { t, count, percent }: Text,
): string {
  if (state === null) return '';
  const parts = [t('search.found', { count: state.found })];
  if (state.scanned < 1) parts.push(t('search.scanning', { percent: percent(state.scanned) }));
  if (hits !== null && hits.hits.length > 0)
    parts.push(
      t('search.here', {
        at: at === null ? '–' : count(at + 1),
        of: `${count(hits.hits.length)}${hits.more ? '+' : ''}`,
      }),
    );
  return parts.join(' · ');
}

import { TriangleAlert } from 'lucide-react';
import type { Failure } from '../../../../main/contract/errors.ts';
import { useProblemText } from '../../../i18n/problem.ts';
import { useText } from '../../../i18n/text.tsx';
import { useStore } from '../../../store/index.ts';
import { Icon } from '../../../ui/Icon.tsx';
import styles from './Filter.module.css';

export const PROBLEM_ID = 'filter-problem';

/** What is wrong with the filter. Where it is just being written it is not wrong yet. */
export function useShownProblem(): Failure | null {
  const problem = useStore((store) => store.traffic.problem);
  const filter = useStore((store) => store.traffic.filter);
  const caret = useStore((store) => store.filtering.caret);
  if (problem === null) return null;
  const { start, end } = problem.details as { start: number; end: number };
  // An answer to what was typed before may still be here.
  if (end > filter.length) return null;
  return caret !== null && caret >= start && caret <= end ? null : problem;
}

/** The sentence about it, and what was probably meant. */
export function FilterProblem() {
  const { t } = useText();
  const problem = useShownProblem();
  const sentence = useProblemText(problem);
  const text = useStore((store) => store.traffic.filter);
  const accepted = useStore((store) => store.traffic.accepted);
  const { applyFilter } = useStore.getState();
  if (problem === null) return null;
  const { start, end, suggestion } = problem.details as { start: number; end: number; suggestion?: string };
  return (
    <div id={PROBLEM_ID} className={styles.problem} role="status">
      <Icon of={TriangleAlert} small />
      <span className="selectable">{sentence}</span>
      {suggestion !== undefined && (
        <button
          type="button"
          className="link-button"
          onClick={() => applyFilter(text.slice(0, start) + suggestion + text.slice(end))}
        >
          {t('filter.meant', { suggestion })}
        </button>
      )}
      <span className="faint">{t(accepted.trim() === '' ? 'filter.noneApplies' : 'filter.lastApplies')}</span>
    </div>
  );
}

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
  return shownProblem(problem, filter, caret);
}

/** A filter's problem, unless it lies where the caret is. */
export function shownProblem(problem: Failure | null, filter: string, caret: number | null): Failure | null {
  if (problem === null) return null;
  const { start, end } = problem.details as { start: number; end: number };
  // An answer to what was typed before may still be here.
  if (end > filter.length) return null;
  return caret !== null && caret >= start && caret <= end ? null : problem;
}

/** The filter with what was probably meant in the place of what is wrong; undefined where nobody can tell. */
export function meant(problem: Failure, filter: string): { suggestion: string; text: string } | undefined {
  const { start, end, suggestion } = problem.details as { start: number; end: number; suggestion?: string };
  if (suggestion === undefined) return undefined;
  return { suggestion, text: filter.slice(0, start) + suggestion + filter.slice(end) };
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
  const mended = meant(problem, text);
  return (
    <div id={PROBLEM_ID} className={styles.problem} role="status">
      <Icon of={TriangleAlert} small />
      <span className="selectable">{sentence}</span>
      {mended !== undefined && (
        <button type="button" className="link-button" onClick={() => applyFilter(mended.text)}>
          {t('filter.meant', { suggestion: mended.suggestion })}
        </button>
      )}
      <span className="faint">{t(accepted.trim() === '' ? 'filter.noneApplies' : 'filter.lastApplies')}</span>
    </div>
  );
}

import type { Problem } from '../store/app.ts';
import { useText } from './text.tsx';

/** A refusal in the window's language; null where there is none. */
export function useProblemText(problem: Problem | null): string | null {
  const { t } = useText();
  if (problem === null) return null;
  // Numbers in these sentences are ports, lines and sizes: they are shown as they are, without grouping.
  const values = Object.fromEntries(Object.entries(problem.details).map(([name, value]) => [name, String(value)]));
  return t(`error.${problem.code}`, { ...values, reason: String(values['reason'] ?? problem.message) });
}

import type { ErrorCode, Failure } from '../../main/contract/errors.ts';
import { type Text, useText } from './text.tsx';

/** A refusal in the window's language. */
export function problemText({ code, message, details }: Failure, t: Text['t']): string {
  // Numbers in these sentences are ports, lines and sizes: they are shown as they are, without grouping.
  const values = Object.fromEntries(Object.entries(details).map(([name, value]) => [name, String(value)]));
  const why = values['why'] as ErrorCode | undefined;
  const reason = why === undefined ? (values['reason'] ?? message) : t(`error.${why}`, values);
  return t(`error.${code}`, { ...values, reason });
}

/** The same for a refusal that may not be there; null then. */
export function useProblemText(problem: Failure | null): string | null {
  const { t } = useText();
  return problem === null ? null : problemText(problem, t);
}

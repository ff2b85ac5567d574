import type { ErrorCode, Failure } from '../../main/contract/errors.ts';
import { REASON_WORDS, type ReasonId } from '../../main/contract/reasons.ts';
import { type Text, useText } from './text.tsx';

type Told = Pick<Failure, 'message' | 'details'> | { message: string; details?: undefined };

/** A refusal in the window's language. */
export function problemText(problem: Failure, t: Text['t']): string {
  return t(`error.${problem.code}`, { ...valuesOf(problem), reason: reasonText(problem, t) });
}

/** Why, in the window's language. What another program said stays as it said it. */
export function reasonText(problem: Told, t: Text['t']): string {
  const values = valuesOf(problem);
  const why = values['why'] as ErrorCode | ReasonId | undefined;
  if (why === undefined) return values['reason'] ?? problem.message;
  return isReason(why) ? t(`reason.${why}`, values) : t(`error.${why}`, values);
}

const isReason = (why: ErrorCode | ReasonId): why is ReasonId => Object.hasOwn(REASON_WORDS, why);

/** Numbers in these sentences are ports, lines and sizes: they are shown as they are, without grouping. */
const valuesOf = ({ details = {} }: Told): Record<string, string> =>
  Object.fromEntries(Object.entries(details).map(([name, value]) => [name, String(value)]));

/** The same for a refusal that may not be there; null then. */
export function useProblemText(problem: Failure | null): string | null {
  const { t } = useText();
  return problem === null ? null : problemText(problem, t);
}

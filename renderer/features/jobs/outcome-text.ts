import type { CommandOutcome } from '../../../main/contract/jobs.ts';
import { problemText } from '../../i18n/problem.ts';
import type { Text } from '../../i18n/text.tsx';

/** How a command ended, in words. */
export function outcomeText({ exitCode, signal, overflowed, timedOut, failure }: CommandOutcome, t: Text['t']): string {
  if (failure !== null) return problemText(failure, t);
  if (overflowed) return t('outcome.overflowed');
  if (timedOut) return t('outcome.timedOut');
  return signal === null ? t('outcome.exit', { code: String(exitCode) }) : t('outcome.signal', { signal });
}

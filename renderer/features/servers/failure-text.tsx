import type { ReactNode } from 'react';
import type { Failure } from '../../../main/contract/errors.ts';
import type { ServerFailure } from '../../../main/contract/server.ts';
import { problemText, reasonText } from '../../i18n/problem.ts';
import type { Text } from '../../i18n/text.tsx';

/** Why a server does not run or cannot be reached, and who is in the way. */
export function failureText(failure: ServerFailure | Failure, { t, rich }: Pick<Text, 't' | 'rich'>): ReactNode {
  if (!isOfStart(failure)) return problemText(failure, t);
  const port = String(failure.port);
  if (failure.code === 'port-in-use' && failure.owner !== null)
    return rich('failure.port-in-use', { port, name: failure.owner.name, pid: String(failure.owner.pid) });
  return t(`failure.${failure.code === 'port-in-use' ? 'port-in-use-unknown' : failure.code}`, {
    port,
    reason: failure.queue === undefined ? reasonText(failure, t) : problemText(failure.queue, t),
  });
}

/** Of a server of ours that could not be started; else of one that is not reached. */
export const isOfStart = (failure: ServerFailure | Failure): failure is ServerFailure => 'port' in failure;

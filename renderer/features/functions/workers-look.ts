import type { FunctionRow } from '../../../main/contract/functions.ts';
import type { WorkerState } from '../../../main/contract/workers.ts';
import type { MessageId } from '../../i18n/text.tsx';
import type { Look } from '../../ui/glyphs.tsx';

interface WorkersLook extends Look {
  word: MessageId;
  count: number;
}

/** The workers of a function in one sign: what matters most of all of them. */
export function workersLook({ definition, workers, outside, running, queued }: FunctionRow): WorkersLook {
  const are = (state: WorkerState) => workers.filter((worker) => worker.state === state).length;
  const count = workers.length - are('stopping') - are('stopped') + outside.length;
  if (are('failed') > 0) return { mark: 'error', tone: 'error', word: 'workers.failed', count: are('failed') };
  if (are('reconnecting') > 0) return { mark: 'warn', tone: 'warn', word: 'workers.reconnecting', count };
  if (are('back-off') > 0) return { mark: 'warn', tone: 'warn', word: 'workers.back-off', count };
  if (running > 0) return { mark: 'running', tone: 'active', word: 'workers.working', count: running };
  if (are('starting') > 0) return { mark: 'queued', tone: 'active', word: 'workers.starting', count };
  if (count > 0 && are('quiet') === count) return { mark: 'pause', tone: 'idle', word: 'workers.quiet', count };
  if (count > 0) return { mark: 'queued', tone: 'idle', word: 'workers.idle', count: count - are('quiet') };
  if (definition !== null) return { mark: 'skip', tone: 'idle', word: 'workers.stopped', count: 0 };
  const waiting = queued.high + queued.normal + queued.low > 0;
  return { mark: 'exception', tone: waiting ? 'error' : 'idle', word: 'workers.none', count: 0 };
}

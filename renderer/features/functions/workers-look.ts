import type { FunctionRow } from '../../../main/contract/model.ts';
import type { MessageId } from '../../i18n/text.tsx';
import type { Mark, Tone } from '../../ui/glyphs.tsx';

interface Look {
  mark: Mark;
  tone: Tone;
  word: MessageId;
  count: number;
}

/** The workers of a function in one sign: what matters most of all of them. */
export function workersLook({ definition, workers, outside, running, queued }: FunctionRow): Look {
  const count = workers.filter(({ state }) => state !== 'stopping' && state !== 'stopped').length + outside.length;
  if (workers.some(({ state }) => state === 'reconnecting'))
    return { mark: 'warn', tone: 'warn', word: 'workers.reconnecting', count };
  if (running > 0) return { mark: 'running', tone: 'active', word: 'workers.working', count: running };
  if (workers.some(({ state }) => state === 'starting'))
    return { mark: 'queued', tone: 'active', word: 'workers.starting', count };
  if (count > 0) return { mark: 'queued', tone: 'idle', word: 'workers.idle', count };
  if (definition !== null) return { mark: 'skip', tone: 'idle', word: 'workers.stopped', count: 0 };
  const waiting = queued.high + queued.normal + queued.low > 0;
  return { mark: 'exception', tone: waiting ? 'error' : 'idle', word: 'workers.none', count: 0 };
}

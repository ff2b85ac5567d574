import type { Why, WhyWorker } from '../../../main/contract/why.ts';
import type { Text } from '../../i18n/text.tsx';
import { shown } from '../../lib/bytes.ts';

/** Why a job waits, in a sentence; `now` in ms since the epoch. */
export function whySentence(why: Why, { t, count, span, list }: Text, now: number): string {
  const { kind, ahead, more, until, servers, workers, otherWorkers } = why;
  const jobs = ahead.high + ahead.normal + ahead.low;
  const late = workers.find(({ state }) => state === kind);
  return t(`why.${kind}`, {
    name: shown(why.function),
    other: shown(why.other ?? ''),
    time: span((until ?? now) - now),
    servers: list(servers),
    worker: shown(late?.name ?? ''),
    late: span(now - (late?.since ?? now)),
    count: kind === 'busy' ? workers.length + otherWorkers : jobs,
    higher: count(why.higher),
    number: more ? t('why.moreThan', { number: count(jobs) }) : count(jobs),
  });
}

/** What a worker does instead; `now` in ms since the epoch. */
export function workerSentence({ state, since, handle, does }: WhyWorker, { t, span }: Text, now: number): string {
  const time = since === null ? '' : span(now - since);
  const words = t(`why.worker.${state}`, { handle: shown(handle ?? ''), does: shown(does ?? '') });
  return time === '' ? words : t('why.worker.since', { words, time });
}

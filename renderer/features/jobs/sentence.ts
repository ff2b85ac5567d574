import type { JobDetail } from '../../../main/contract/jobs.ts';
import { useText } from '../../i18n/text.tsx';
import { shown } from '../../lib/bytes.ts';
import { useNow } from '../../lib/live.ts';

/** What happened to the job, in words; of one that waits or runs, by now. */
export function useJobSentence(job: JobDetail): string {
  const { t, duration, gap } = useText();
  const now = useNow(1000);
  const name = shown(job.function);
  const waited = duration(Math.max(0, (job.assignedAt ?? job.endedAt ?? now) - job.submittedAt));
  const ran = job.assignedAt === null ? '' : duration(Math.max(0, (job.endedAt ?? now) - job.assignedAt));
  const worker = shown(job.steps.findLast(({ kind }) => kind === 'assigned')?.who ?? '').replace(/^#\d+ /, '');
  const joined = job.submissions > 1 ? `${gap}${t('sentence.joined', { count: job.submissions })}` : '';
  switch (job.state) {
    case 'queued':
      if (job.dueAt !== null)
        return t('sentence.delayed', { name, rest: duration(Math.max(0, job.dueAt - now)) }) + joined;
      return t(job.attempts > 0 ? 'sentence.requeued' : 'sentence.queued', { name, waited }) + joined;
    case 'running':
      return t('sentence.running', { name, waited, ran, worker }) + joined;
    case 'done':
      return t('sentence.done', { name, waited, ran, worker }) + joined;
    case 'failed':
      return t('sentence.failed', { name, waited, ran, worker, reason: reasonOf(job) }) + joined;
    case 'exception':
      return t('sentence.exception', { name, waited, ran, worker }) + joined;
    case 'cancelled':
      return (
        t(job.assignedAt === null ? 'sentence.cancelled' : 'sentence.cancelledRunning', { name, waited, worker }) +
        joined
      );
    case 'lost':
    case 'kept':
      return (
        t(`sentence.${job.state}`, {
          name,
          waited: duration(Math.max(0, (job.endedAt ?? now) - job.submittedAt)),
        }) + joined
      );
  }
}

/** The cause as the command's supervisor knows it: `exit` or `other`. */
function reasonOf({ outcome }: JobDetail): string {
  if (outcome === null) return 'other';
  return outcome.exitCode === null ? 'other' : 'exit';
}

import type { Input } from '../../main/contract/api.ts';
import { type ChosenRows, RUN_CONCURRENCY_MOST, RUN_JOBS_MOST, RUN_RATE_MOST } from '../../main/contract/runs.ts';
import type { MessageId } from '../i18n/text.tsx';
import { type Chance, type Fault, faultOf, type SubmitDraft, submissionOf } from './submit-draft.ts';

/** Many jobs, as the person asks for them; what they are is in the draft of one. Numbers as they are written. */
export interface RunDraft {
  rows: ChosenRows | null;
  /** Each row is a workload as it is. */
  asRow: boolean;
  /** Empty is as many as there are rows. */
  count: string;
  /** Empty is as fast as they end. */
  rate: string;
  concurrency: string;
}

export const EMPTY_RUN: RunDraft = {
  rows: null,
  asRow: false,
  count: '100',
  rate: '',
  concurrency: '10',
};

export type RunFault =
  | { field: 'draft'; fault: Fault }
  | { field: 'count' | 'rate' | 'concurrency'; message: MessageId };

const isWhole = (text: string, most: number): boolean =>
  /^\d+$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= most;

/** What is the same for all jobs of it. */
const common = (draft: SubmitDraft, { asRow, rows }: RunDraft): SubmitDraft => ({
  ...draft,
  ...(asRow && rows !== null && { source: 'text' as const }),
  unique: draft.unique === 'custom' ? 'none' : draft.unique,
  later: null,
});

/** What keeps a run from being begun; null where nothing does. */
export function runFault(draft: SubmitDraft, run: RunDraft): RunFault | null {
  const fault = faultOf(common(draft, run));
  if (fault !== null) return { field: 'draft', fault };
  if (!isWhole(run.count, RUN_JOBS_MOST) && !(run.count.trim() === '' && run.rows !== null))
    return { field: 'count', message: 'runs.count.wrong' };
  const rate = Number(run.rate);
  if (run.rate.trim() !== '' && !(rate > 0 && rate <= RUN_RATE_MOST))
    return { field: 'rate', message: 'runs.rate.wrong' };
  if (!isWhole(run.concurrency, RUN_CONCURRENCY_MOST))
    return { field: 'concurrency', message: 'runs.concurrency.wrong' };
  return null;
}

/** What is asked of the engine for drafts without a fault. */
export function planOf(draft: SubmitDraft, run: RunDraft, { seed }: Chance): Input<'runs.start'> {
  const one = submissionOf(common(draft, run), { unique: '', seed });
  const unique = draft.unique === 'custom' ? 'none' : draft.unique;
  return {
    function: one.function,
    workload: workloadOf(one.workload, run),
    rows: run.rows?.token ?? null,
    count: run.count.trim() === '' ? null : Number(run.count),
    rate: Number(run.rate),
    concurrency: Number(run.concurrency),
    background: draft.background,
    priority: draft.priority,
    unique,
    target: one.target ?? 'embedded',
    seed,
  };
}

function workloadOf(workload: Input<'workload.submit'>['workload'], run: RunDraft): Input<'runs.start'>['workload'] {
  if (run.asRow && run.rows !== null) return { kind: 'row' };
  if (workload.kind === 'template') return { kind: 'template', text: workload.text };
  return workload.kind === 'job' ? { kind: 'text', text: '' } : workload;
}

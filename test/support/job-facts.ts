import type { JobFacts } from '../../main/contract/job-event.ts';
import { bytes } from './packets.ts';

/** A job as the server tells of it: `f` in the foreground, submitted at 0, unless said otherwise. */
export function jobFacts(facts: Partial<JobFacts> = {}): JobFacts & { assignedAt: number | null } {
  const workload = facts.workload ?? bytes('');
  return {
    handle: 'H:t:1',
    functionName: 'f',
    unique: '',
    priority: 'normal',
    background: false,
    workload,
    workloadBytes: workload.byteLength,
    submittedAt: 0,
    assignedAt: null,
    keptAs: 0,
    memo: undefined,
    ...facts,
  };
}

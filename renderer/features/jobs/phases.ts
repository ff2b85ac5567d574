import type { JobDetail, JobState, JobStep } from '../../../main/contract/jobs.ts';

/** A state that a job was or is in: how often it came to it, and how long it was in it, ms. */
export interface Phase {
  times: number;
  milliseconds: number;
}

export interface Phases {
  /** Before its time, in the queue, at a worker. */
  later: Phase;
  queued: Phase;
  running: Phase;
  /** Times that it came back from a worker. */
  back: number;
  /** How it ended, and when. */
  end: { state: JobState; at: number } | null;
  current: 'later' | 'queued' | 'running' | 'end';
}

/** Which state each step leads to; the others change none. */
const LEADS: Partial<Record<JobStep['kind'], Exclude<Phases['current'], 'end'>>> = {
  submitted: 'queued',
  found: 'queued',
  delayed: 'later',
  due: 'queued',
  assigned: 'running',
  requeued: 'queued',
};

/** The states that a job went through, up to now (ms since the epoch). */
export function phasesOf({ steps, state, submittedAt, endedAt }: JobDetail, now: number): Phases {
  const phases = {
    later: { times: 0, milliseconds: 0 },
    queued: { times: 0, milliseconds: 0 },
    running: { times: 0, milliseconds: 0 },
  };
  let back = 0;
  let current: keyof typeof phases = 'queued';
  let since = submittedAt;
  const pass = (at: number) => {
    phases[current].milliseconds += Math.max(0, at - since);
    since = at;
  };
  for (const { kind, at } of steps) {
    const next = LEADS[kind];
    if (next === undefined) continue;
    pass(at);
    if (kind === 'requeued') back += 1;
    current = next;
    phases[current].times += 1;
  }
  // One that is submitted for later is never in the queue before.
  if (phases.later.times > 0 && phases.queued.milliseconds < 1) phases.queued.times -= 1;
  pass(endedAt ?? now);
  const end = endedAt === null ? null : { state, at: endedAt };
  return { ...phases, back, end, current: end === null ? current : 'end' };
}

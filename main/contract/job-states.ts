/** States of a job. Files keep them by their place in this list: new ones come at its end. */
export const JOB_STATES = ['queued', 'running', 'done', 'failed', 'exception', 'cancelled', 'lost', 'kept'] as const;

/** States of jobs that went wrong: a failure is counted where a job comes to one of them. */
export const UNSUCCESSFUL = ['failed', 'exception'] as const satisfies readonly (typeof JOB_STATES)[number][];

/** What happens to a job. Files keep it by its place in this list: new ones come at its end. */
export const STEP_KINDS = [
  'submitted',
  'found',
  'joined',
  'assigned',
  'status',
  'data',
  'warning',
  'complete',
  'exception',
  'fail',
  'delayed',
  'due',
  'timed-out',
  'given-up',
  'cancelled',
  'requeued',
  'abandoned',
  'dropped',
] as const;

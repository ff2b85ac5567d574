/** States of a job. Files keep them by their place in this list: new ones come at its end. */
export const JOB_STATES = ['queued', 'running', 'done', 'failed', 'exception', 'cancelled', 'lost'] as const;

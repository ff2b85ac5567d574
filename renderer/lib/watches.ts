import type { Store } from '../store/index.ts';

/** Whether failures are in sight: among the jobs, in the overview's figures, or in the sheet that waits for a result. */
export const seesFailures = ({ app, submit }: Store): boolean =>
  submit.open || app.screen === 'jobs' || app.screen === 'overview';

/** Whether it is in sight that jobs wait without a worker: where functions or jobs are listed, each with its warning. */
export const seesWaiting = ({ app, submit }: Store): boolean =>
  submit.open || app.screen === 'jobs' || app.screen === 'overview' || app.screen === 'functions';

/** What a list of jobs can show of each. */
export const JOB_COLUMNS = [
  'state',
  'handle',
  'function',
  'server',
  'priority',
  'mode',
  'unique',
  'submitted',
  'waited',
  'ran',
  'attempts',
  'worker',
  'client',
  'workloadSize',
  'resultSize',
  'workload',
] as const;
export type JobColumn = (typeof JOB_COLUMNS)[number];

/** Those that are shown at first. */
export const FIRST_JOB_COLUMNS: readonly JobColumn[] = JOB_COLUMNS.filter(
  (column) => column !== 'attempts' && column !== 'server',
);

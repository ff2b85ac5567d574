import type { JobColumn } from '../../../main/contract/job-columns.ts';
import type { JobSort } from '../../../main/contract/jobs.ts';
import type { ColumnLooks } from '../../ui/columns/columns.ts';

export const COLUMNS: ColumnLooks<JobColumn> = {
  state: { label: 'column.state', least: 76, most: 84 },
  handle: { label: 'column.handle', least: 78, most: 200 },
  function: { label: 'column.function', least: 88, most: 200 },
  server: { label: 'column.server', least: 76, most: 150 },
  priority: { label: 'column.priority', least: 44, most: 52, leaves: 7 },
  mode: { label: 'jobs.mode', least: 70, most: 76, leaves: 2 },
  unique: { label: 'column.unique', least: 64, most: 290, leaves: 3 },
  submitted: { label: 'column.submitted', number: true, least: 72, most: 84 },
  waited: { label: 'column.waited', number: true, least: 66, most: 74 },
  ran: { label: 'column.ran', number: true, least: 66, most: 74 },
  attempts: { label: 'jobs.attempts', number: true, least: 52, most: 64, leaves: 1 },
  worker: { label: 'column.worker', least: 72, most: 200, leaves: 5 },
  client: { label: 'column.client', least: 96, most: 200, leaves: 1 },
  workloadSize: { label: 'column.workloadSize', number: true, least: 60, most: 72, leaves: 4 },
  resultSize: { label: 'column.resultSize', number: true, least: 60, most: 72, leaves: 6 },
  workload: { label: 'column.workload', least: 62, most: Number.POSITIVE_INFINITY, leaves: 8 },
};

/** What the list can be sorted by: what is in memory of each job, so that a million of them take no longer than a moment. */
export const SORTS: Partial<Record<JobColumn, JobSort>> = {
  state: 'state',
  function: 'function',
  server: 'server',
  priority: 'priority',
  submitted: 'submitted',
  waited: 'waited',
  ran: 'ran',
  workloadSize: 'workload',
  resultSize: 'result',
};

import type { Handlers } from '../contract/api.ts';
import type { JobDetail, JobQuery, JobRow, JobWindow } from '../contract/jobs.ts';

export interface PreviousRunParts {
  detail: (key: JobRow['key']) => JobDetail | null | Promise<JobDetail | null>;
  window: (query: JobQuery) => JobWindow | Promise<JobWindow>;
}

/** Rows that are read at once, and how often. */
const ROWS = 500;
const PAGES = 4;

/** The run of a function before a job's, to be compared with it. */
export function previousRunCalls({ detail, window }: PreviousRunParts): Pick<Handlers, 'jobs.previous'> {
  return {
    'jobs.previous': async (key) => {
      const job = await detail(key);
      if (job === null) return null;
      let nearest: JobRow | undefined;
      for (let page = 0; page < PAGES; page += 1) {
        const search = Buffer.from(job.function, 'latin1').toString('utf8');
        const query: JobQuery = {
          from: page * ROWS,
          rows: ROWS,
          states: [],
          servers: null,
          without: [],
          search,
          sort: 'submitted',
          descending: true,
        };
        const { rows, from, total } = await window(query);
        const earlier = rows.filter((row) => isEarlierRun(row, job));
        const same = earlier.find((row) => isSameWork(row, job));
        if (same !== undefined) return same.key;
        nearest ??= earlier[0];
        if (from + rows.length >= total) break;
      }
      return nearest?.key ?? null;
    },
  };
}

const isEarlierRun = (row: JobRow, job: JobRow): boolean =>
  row.function === job.function && row.submittedAt < job.submittedAt && row.endedAt !== null;

/** The same unique ID, else a workload that begins likewise. */
const isSameWork = (row: JobRow, job: JobRow): boolean =>
  job.unique === ''
    ? row.workloadSize === job.workloadSize && Buffer.compare(row.preview, job.preview) === 0
    : row.unique === job.unique;

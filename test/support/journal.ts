import { vi } from 'vitest';
import type { JobEvent, JobFacts } from '../../main/contract/job-event.ts';
import { JobQuery } from '../../main/contract/jobs.ts';
import type { JobKey } from '../../main/contract/keys.ts';
import { Journal, type JournalParts, type JournalSettings } from '../../main/journal/journal.ts';
import { silent } from '../../main/util/log.ts';
import { afterThisTest } from './cleanup.ts';
import { jobFacts } from './job-facts.ts';
import { PATIENT } from './patient.ts';

export interface JournalOptions extends Partial<JournalSettings> {
  path?: string;
  run?: number;
  log?: JournalParts['log'];
  retryAfter?: number;
}

/** A real journal with its thread, told of jobs in short. Time goes on by 1 ms at each event, from ten seconds ago on. */
export function journalOf({
  path,
  run = 7,
  log = { ...silent, error: console.log, warn: console.log },
  retryAfter,
  ...settings
}: JournalOptions = {}) {
  const journal = new Journal({
    path,
    settings: { journal: true, journalJobs: 1_000_000, journalSize: 1024, ...settings },
    log,
    onChange: () => {},
    ...(retryAfter !== undefined && { retryAfter }),
  });
  afterThisTest(() => journal.close());
  const who = (connection: number) => `#${connection}`;
  const sources = new Map([['local', { server: 'local', run, who }]]);
  const facts = new Map<number, ReturnType<typeof jobFacts>>();
  const servers = new Map<number, string>();
  const serverOf = (job: number) => servers.get(job) ?? 'local';
  const handleOf = (job: number) => `H:t:${job}`;
  let at = Date.now() - 10_000;
  const tell = (event: JobEvent, server = 'local') => {
    at += 1;
    const source = sources.get(server) ?? { server, run, who };
    sources.set(server, source);
    journal.recent.hear(source, event, at);
  };
  const jobOf = (job: number) => {
    const found = facts.get(job);
    if (found === undefined) throw new Error(`Job ${job} was not submitted.`);
    return found;
  };
  const window = (query: Partial<JobQuery> = {}) => journal.window(JobQuery.parse({ rows: 100, ...query }));
  return {
    journal,
    key: (job: number): JobKey => ({ server: serverOf(job), run, handle: jobOf(job).handle }),
    submit: (
      job: number,
      {
        workload = '',
        server = 'local',
        ...more
      }: Partial<Omit<JobFacts, 'workload'>> & { workload?: string | Buffer; server?: string } = {},
    ) => {
      servers.set(job, server);
      const known = jobFacts({ handle: handleOf(job), ...more, workload: Buffer.from(workload) });
      facts.set(job, known);
      tell({ kind: 'submitted', client: 1, job: known }, server);
    },
    /** On disk, at the start. */
    find: (job: number, found: Partial<JobFacts>) => {
      const known = jobFacts({ handle: handleOf(job), background: true, ...found });
      facts.set(job, known);
      tell({ kind: 'submitted', client: null, job: known });
    },
    assign: (job: number) => tell({ kind: 'assigned', job: jobOf(job), worker: 2 }, serverOf(job)),
    data: (job: number, part: string | Buffer) =>
      tell({ kind: 'data', job: jobOf(job), bytes: Buffer.from(part) }, serverOf(job)),
    complete: (job: number, result: string | Buffer = '') =>
      tell({ kind: 'complete', job: jobOf(job), bytes: Buffer.from(result) }, serverOf(job)),
    fail: (job: number) => tell({ kind: 'fail', job: jobOf(job) }, serverOf(job)),
    exception: (job: number, text: string) =>
      tell({ kind: 'exception', job: jobOf(job), bytes: Buffer.from(text) }, serverOf(job)),
    cancel: (job: number) => tell({ kind: 'cancelled', job: jobOf(job) }, serverOf(job)),
    endRun: () => journal.endRun({ server: 'local', run }, at + 1),
    window,
    /** Numbers of the jobs that a window shows. */
    shown: async (query: Partial<JobQuery> = {}) =>
      (await window(query)).rows.map(({ key }) => Number(key.handle.replace(/^.*:/, ''))),
    /** The same, once all is written and looked at. */
    found: async (search: string, query: Partial<JobQuery> = {}) => {
      const done = await vi.waitUntil(async () => {
        const found = await window({ search, descending: false, rows: 500, ...query });
        return found.search !== null && found.search.looked === found.search.of && found;
      }, PATIENT);
      return done.rows.map(({ key }) => key.handle);
    },
    written: () => vi.waitUntil(async () => (await window()).journal.jobs === facts.size, PATIENT),
  };
}

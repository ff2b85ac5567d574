import type { Handlers } from '../contract/api.ts';
import { AppError, type Failure, failureOf } from '../contract/errors.ts';
import { EDITED_BYTES, type OtherStarts, type Resubmitted } from '../contract/job-actions.ts';
import type { JobRow } from '../contract/jobs.ts';
import type { JobKey } from '../contract/keys.ts';
import type { JobNotes } from '../workload/job-notes.ts';

/** Those of the calls about jobs that do something with them. */
export type JobActionCall =
  | 'jobs.cancel'
  | 'jobs.purge'
  | 'jobs.resubmit'
  | 'jobs.workload'
  | 'jobs.command'
  | 'jobs.about'
  | 'jobs.note';

export interface JobActionsParts {
  /** The server's run now: handles of another one name no job of it. */
  run: () => number;
  host: {
    cancel(handles: readonly string[]): Promise<{ queued: number; running: number }>;
    purge(name: string): Promise<number>;
  };
  notes: JobNotes;
  /** A job of the history. */
  jobOf: (key: JobKey) => Promise<JobRow | null> | JobRow | null;
  otherStarts: (key: JobKey) => Promise<OtherStarts>;
  workloadOf: (key: JobKey) => Promise<Buffer>;
  submit: Pick<Handlers, 'workload.submit' | 'workload.preview'>;
  onChange: () => void;
}

/** What the person does with jobs that are there. */
export function jobActions(parts: JobActionsParts): Pick<Handlers, JobActionCall> {
  const { host, notes, submit } = parts;

  /** The job again, with all that can be told of it but its unique ID: that might join it to another one. */
  async function again(key: JobKey) {
    const job = await parts.jobOf(key);
    if (job === null) throw new AppError('not-kept', 'The job is no longer kept.');
    return {
      function: job.function,
      workload: { kind: 'job' as const, key },
      background: job.background,
      priority: job.priority,
      unique: { kind: 'none' as const },
      exceptions: true,
      at: null,
      target: 'embedded' as const,
    };
  }

  return {
    'jobs.cancel': async ({ jobs }) => {
      const run = parts.run();
      return host.cancel(jobs.filter((key) => key.run === run).map(({ handle }) => handle));
    },
    'jobs.purge': async ({ name }) => ({ jobs: await host.purge(name) }),
    'jobs.resubmit': async ({ jobs }) => {
      const made: Resubmitted = { jobs: [], notKept: 0, problem: null };
      for (const key of jobs) {
        try {
          const sent = await submit['workload.submit'](await again(key));
          if (sent.key === null) continue;
          await notes.link(key, sent.key);
          made.jobs.push(sent.key);
        } catch (error) {
          const failure = refused(error);
          if (failure.code === 'not-kept') made.notKept += 1;
          else return { ...made, problem: failure };
        }
      }
      parts.onChange();
      return made;
    },
    'jobs.workload': async (key) => {
      const bytes = await parts.workloadOf(key);
      return bytes.length > EDITED_BYTES ? null : Uint8Array.from(bytes);
    },
    'jobs.command': async ({ jobs }) => {
      const lines: string[] = [];
      for (const key of jobs) {
        const { command } = await submit['workload.preview'](await again(key));
        if (command !== null) lines.push(command.line);
      }
      return { lines, left: jobs.length - lines.length };
    },
    'jobs.about': async (key) => {
      const [about, starts] = await Promise.all([notes.about(key), parts.otherStarts(key)]);
      return { ...about, ...starts };
    },
    'jobs.note': async ({ job, note }) => {
      await notes.write(job, note);
      parts.onChange();
    },
  };
}

/** Throws what is no refusal. */
function refused(error: unknown): Failure {
  if (error instanceof AppError) return failureOf(error);
  throw error;
}

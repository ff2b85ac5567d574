import type { Handlers } from '../contract/api.ts';
import { AppError, type Failure, failureOf } from '../contract/errors.ts';
import { type Cancelled, EDITED_BYTES, type OtherStarts, type Resubmitted } from '../contract/job-actions.ts';
import type { JobRow } from '../contract/jobs.ts';
import type { JobKey } from '../contract/keys.ts';
import { LOCAL } from '../contract/servers.ts';
import type { SubmitTarget } from '../contract/submission.ts';
import type { ServerHost } from '../server/host.ts';
import type { JobNotes } from '../workload/job-notes.ts';
import type { ListedServer, ServerCalls } from './servers.ts';

/** Those of the calls about jobs that do something with them. */
export type JobActionCall =
  | 'jobs.cancel'
  | 'jobs.count'
  | 'jobs.purge'
  | 'jobs.resubmit'
  | 'jobs.workload'
  | 'jobs.command'
  | 'jobs.about'
  | 'jobs.note';

export interface JobActionsParts {
  servers: () => ServerCalls['all'];
  /** Has somebody's server cancel a job by the text protocol. Throws `server-locked`, and what keeps it from that. */
  act: Handlers['servers.act'];
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
  const { notes, submit } = parts;

  /** A server of the list. Throws where it is not there any more. */
  function listed(id: string): ListedServer {
    const found = parts.servers().get(id);
    if (found === undefined) throw new AppError('server-unknown', 'This server is not in the list any more.');
    return found;
  }

  /** One of our own. Throws where it is off, or not ours. */
  function hostOf(id: string): ServerHost {
    const { server, served } = listed(id);
    if (served?.host === undefined) throw new AppError('server-not-running', `${server.label} does not run.`);
    return served.host;
  }

  async function cancelOn(id: string, keys: readonly JobKey[]): Promise<Cancelled> {
    const { server, served } = listed(id);
    // Handles of another start name no job of this one.
    const handles = keys.filter(({ run }) => run === served?.state.run).map(({ handle }) => handle);
    if (server.kind === 'embedded') return hostOf(id).cancel(handles);
    const cancelled = { queued: 0, running: 0 };
    for (const handle of handles) {
      await parts.act({ id, action: { kind: 'cancel', handle } });
      cancelled.queued += 1; // the text protocol cancels no other ones
    }
    return cancelled;
  }

  /** Where clients reach the server that a job was on. Throws where it is off. */
  function placeOf(id: string): SubmitTarget {
    if (id === LOCAL) return 'embedded';
    const { server, served } = listed(id);
    if (served?.target === undefined) throw new AppError('server-not-running', `${server.label} does not run.`);
    return { host: served.target.host, port: served.target.port };
  }

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
      target: placeOf(key.server),
    };
  }

  return {
    'jobs.cancel': async ({ jobs }) => {
      const cancelled = { queued: 0, running: 0 };
      for (const id of new Set(jobs.map(({ server }) => server))) {
        const there = await cancelOn(
          id,
          jobs.filter(({ server }) => server === id),
        );
        cancelled.queued += there.queued;
        cancelled.running += there.running;
      }
      return cancelled;
    },
    'jobs.count': ({ name, server }) => hostOf(server).count(name),
    'jobs.purge': async ({ name, server }) => ({ jobs: await hostOf(server).purge(name) }),
    'jobs.resubmit': async ({ jobs }) => {
      const made: Resubmitted = { jobs: [], notKept: 0, problem: null };
      for (const key of jobs) {
        try {
          const sent = await submit['workload.submit'](await again(key));
          if (sent.key === null) continue;
          const { server } = key;
          const there =
            server === LOCAL ? sent.key : { ...sent.key, server, run: listed(server).served?.state.run ?? 0 };
          await notes.link(key, there);
          made.jobs.push(there);
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

import { AppError } from '../contract/errors.ts';
import type { Priority } from '../contract/jobs.ts';
import type { Target } from '../net/dial.ts';
import type { Registry } from '../net/origins.ts';
import type { Message } from '../protocol/codec.ts';
import type { Packet } from '../protocol/packets.ts';
import { openSession, type Session } from './session.ts';
import { Watch } from './watch.ts';

/** A job as its client submits it; function and unique ID as on the wire. */
export interface Job {
  function: string;
  unique: string;
  workload: Buffer;
  priority: Priority;
  background: boolean;
  /** When it may begin, in seconds since the epoch: a background job of normal priority. Without it at once. */
  at?: number | null;
}

export interface Work extends Job {
  /** Ask to be told exceptions; without it they come as failures. */
  exceptions: boolean;
}

/** What a client hears of its job. */
export type Heard =
  | { kind: 'created'; handle: string }
  | { kind: 'data' | 'warning' | 'complete' | 'exception'; bytes: Buffer }
  | { kind: 'status'; numerator: number; denominator: number }
  | { kind: 'fail' }
  | { kind: 'broken'; error: AppError };

/** Told in order; `complete`, `exception`, `fail`, `broken`, and `created` of a background job are the last. */
export type OnHeard = (heard: Heard) => void;

interface ClientParts {
  target: Target;
  origins?: Registry | undefined;
  /** Ask to be told exceptions of all jobs. */
  exceptions: boolean;
  /** Time to connect, ms. */
  timeout?: number | undefined;
  /** The server has to answer, now and as long as the connection is there: what is silent has gone. */
  isWatched?: boolean;
  /** Told when the connection has ended, before the jobs on it are. */
  onLost?: () => void;
}

/** A connection over which any number of jobs is submitted. docs/protocol.md section 4. */
export interface Client {
  submit(job: Job, onHeard: OnHeard): void;
  /** Abandons the jobs that have not ended; nothing is heard of them any more. */
  close(): void;
}

/** Connects. Throws what `dial` throws. */
export async function openClient({
  target,
  origins,
  exceptions,
  timeout,
  isWatched,
  onLost,
}: ClientParts): Promise<Client> {
  const jobs = new Submitted();
  let lost: AppError | undefined;
  let watch: Watch | undefined;
  const lose = (error: AppError) => {
    lost = error;
    watch?.close(error);
    onLost?.();
    jobs.break(error);
  };
  const session: Session = await openSession({
    target,
    ...(origins && { origins: { registry: origins, as: 'self' as const } }),
    ...(timeout !== undefined && { timeout }),
    onMessage: (message) => {
      watch?.hear();
      jobs.hear(message);
    },
    onLost: lose,
  });
  const close = () => {
    watch?.close();
    session.close();
  };
  if (isWatched) {
    watch = new Watch(session, target, (error) => {
      session.destroy();
      lose(error);
    });
    await watch.answered;
  }
  if (exceptions) session.send({ name: 'OPTION_REQ', option: 'exceptions' });
  return {
    submit(job, onHeard) {
      if (lost !== undefined) return onHeard({ kind: 'broken', error: lost });
      jobs.add(job, onHeard);
      session.send(submissionOf(job));
    },
    close,
  };
}

/**
 * Submits one job over a connection of its own and listens until it has ended. Returns what abandons it: a foreground job
 * that nobody has begun is then dropped by the server. Throws what `dial` throws.
 */
export async function submitJob(
  work: Work,
  { target, origins, onHeard }: { target: Target; origins?: Registry; onHeard: OnHeard },
): Promise<() => void> {
  const client = await openClient({ target, origins, exceptions: work.exceptions && !work.background });
  client.submit(work, (heard) => {
    if (isLast(heard, work)) client.close();
    onHeard(heard);
  });
  return () => client.close();
}

/** Whether nothing more is heard of the job. */
export function isLast({ kind }: Heard, { background }: Pick<Job, 'background'>): boolean {
  if (kind === 'created') return background;
  return kind !== 'data' && kind !== 'warning' && kind !== 'status';
}

const NAMES = {
  high: ['SUBMIT_JOB_HIGH', 'SUBMIT_JOB_HIGH_BG'],
  normal: ['SUBMIT_JOB', 'SUBMIT_JOB_BG'],
  low: ['SUBMIT_JOB_LOW', 'SUBMIT_JOB_LOW_BG'],
} as const;

/** The packet that submits the job. */
export function submissionOf({ function: name, unique, workload, priority, background, at }: Job): Packet {
  if (at != null) return { name: 'SUBMIT_JOB_EPOCH', function: name, unique, epoch: String(at), workload };
  return { name: NAMES[priority][background ? 1 : 0], function: name, unique, workload };
}

interface Waiting {
  readonly job: Job;
  readonly onHeard: OnHeard;
}

/** The jobs of one connection that have not ended. */
class Submitted {
  /** In the order of submission, which is that of the answers. */
  readonly #unanswered: Waiting[] = [];
  /** By handle. Jobs with one function and unique ID share it, and each of them is told on its own. */
  readonly #created = new Map<string, Waiting[]>();

  add(job: Job, onHeard: OnHeard): void {
    this.#unanswered.push({ job, onHeard });
  }

  hear(message: Message): void {
    if (message.kind !== 'packet') return;
    const { packet } = message;
    switch (packet.name) {
      case 'JOB_CREATED':
        return this.#create(packet.handle);
      case 'WORK_DATA':
        return this.#tell(packet.handle, { kind: 'data', bytes: packet.data });
      case 'WORK_WARNING':
        return this.#tell(packet.handle, { kind: 'warning', bytes: packet.warning });
      case 'WORK_STATUS': {
        const { handle, numerator, denominator } = packet;
        return this.#tell(handle, {
          kind: 'status',
          numerator: Number(numerator),
          denominator: Number(denominator),
        });
      }
      case 'WORK_COMPLETE':
        return this.#tell(packet.handle, { kind: 'complete', bytes: packet.result });
      case 'WORK_EXCEPTION':
        return this.#tell(packet.handle, { kind: 'exception', bytes: packet.exception });
      case 'WORK_FAIL':
        return this.#tell(packet.handle, { kind: 'fail' });
      case 'ERROR':
        return this.#refuse(`${packet.code}: ${packet.text}`);
      default:
    }
  }

  /** The end of all of them. */
  break(error: AppError): void {
    const all = [...this.#unanswered.splice(0), ...[...this.#created.values()].flat()];
    this.#created.clear();
    for (const { onHeard } of all) onHeard({ kind: 'broken', error });
  }

  #create(handle: string): void {
    const waiting = this.#unanswered.shift();
    if (waiting === undefined) return;
    if (!waiting.job.background) this.#created.set(handle, [...(this.#created.get(handle) ?? []), waiting]);
    waiting.onHeard({ kind: 'created', handle });
  }

  #tell(handle: string, heard: Heard): void {
    const [first, ...others] = this.#created.get(handle) ?? [];
    if (first === undefined) return;
    if (isLast(heard, first.job)) {
      if (others.length > 0) this.#created.set(handle, others);
      else this.#created.delete(handle);
    }
    first.onHeard(heard);
  }

  /** An error answers the oldest submission; where none waits for an answer nobody knows what it is about. */
  #refuse(reason: string): void {
    const error = new AppError('server-refused', `The job server refused the job. ${reason}.`, { reason });
    const waiting = this.#unanswered.shift();
    if (waiting === undefined) this.break(error);
    else waiting.onHeard({ kind: 'broken', error });
  }
}

import { randomUUID } from 'node:crypto';
import { type Job, submissionOf } from '../client/submit.ts';
import type { Handlers, Parsed } from '../contract/api.ts';
import { AppError } from '../contract/errors.ts';
import type { CommandOutcome, JobStep } from '../contract/jobs.ts';
import type { JobKey } from '../contract/keys.ts';
import { LOCAL } from '../contract/servers.ts';
import {
  type Stop,
  type SubmissionInfo,
  type SubmissionPreview,
  type SubmissionState,
  type SubmitTarget,
  type Unique,
  WORKLOAD_BYTES,
  type Workload,
} from '../contract/submission.ts';
import { addressOf, type Target } from '../net/dial.ts';
import type { Origins } from '../net/origins.ts';
import { encode, sizeOf } from '../protocol/codec.ts';
import type { ChosenFiles } from '../util/chosen-files.ts';
import { now } from '../util/clock.ts';
import type { Dialogs } from '../util/dialogs.ts';
import { targetOf } from '../util/gearman-address.ts';
import { type Several, Submissions, type SubmissionTarget } from '../workload/submissions.ts';
import { templateOf } from '../workload/template.ts';
import { submitLine } from '../workload/twin.ts';
import { hashOf, idOfHash } from '../workload/unique-id.ts';

/** Bytes of a packet that a preview has. */
const PREVIEW_BYTES = 16 * 1024;
/** Bytes before a packet's arguments. docs/protocol.md section 1. */
const HEADER = 12;

/** What the server tells of a job that its client does not hear. */
interface Followed {
  state: string;
  submissions: number;
  submittedAt: number;
  waited(at: number): number | null;
  ran(at: number): number | null;
  steps: { steps: JobStep[] };
  outcome: CommandOutcome | null;
}

export interface SubmissionCallsParts {
  origins: Origins;
  files: ChosenFiles;
  dialogs: Dialogs;
  /** The server that runs, and its run; undefined where none does. */
  target: () => (Target & { run: number }) | undefined;
  /** Where the server listens, or would. */
  address: () => { host: string; port: number };
  /** A server somewhere else, as it is reached. Throws where it may not be. */
  reach: (address: string) => Target;
  /** What a server of ours at an address is in keys of jobs; undefined of others. */
  sourceAt: (address: string) => { server: string; run: number } | undefined;
  /** The workload of a job in the history. */
  workloadOfJob: (key: JobKey) => Promise<Buffer | null>;
  followed: (key: JobKey) => Followed | undefined;
  saveResult: (bytes: Buffer, suggestion: string) => Promise<string | null>;
  onChange: () => void;
}

type SpreadTarget = Extract<SubmitTarget, { how: string }>;
type OnePlace = Exclude<SubmitTarget, SpreadTarget>;

const isSpread = (target: SubmitTarget): target is SpreadTarget => typeof target === 'object' && 'how' in target;

type Calls = Extract<keyof Handlers, `workload.${string}` | `submissions.${string}`>;

export interface SubmissionCalls {
  handlers: Pick<Handlers, Calls>;
  /** The bytes of a workload. Throws where they are not there any more. */
  workloadOf(workload: Workload): Promise<Buffer>;
  /** The job that was submitted last. */
  last(): { key: JobKey; function: string } | null;
  /** The servers that a job was to be spread over, as the person has them; null of one that was not, or is not remembered. */
  spreadOf(key: JobKey): readonly string[] | null;
  /** Forgets one that the person did not submit. */
  forget(id: number): void;
  close(): void;
}

/** What the window asks of jobs that the person submits. */
export function submissionCalls(parts: SubmissionCallsParts): SubmissionCalls {
  const { files, dialogs } = parts;
  const submissions = new Submissions({ origins: parts.origins, onChange: parts.onChange });

  async function workloadOf(workload: Workload): Promise<Buffer> {
    switch (workload.kind) {
      case 'file':
        return files.read(workload.token, WORKLOAD_BYTES);
      case 'text':
        return Buffer.from(workload.text, 'utf8');
      case 'bytes':
        return Buffer.from(workload.bytes);
      case 'template': {
        const template = await templateOf(workload.text, { columns: [], seed: workload.seed });
        return Buffer.from(template.fill({}, 1), 'utf8');
      }
      case 'job': {
        const bytes = await parts.workloadOfJob(workload.key);
        if (bytes === null) throw new AppError('not-kept', 'The workload of this job is no longer kept.');
        return bytes;
      }
    }
  }

  const own = (): SubmissionTarget | undefined => {
    const target = parts.target();
    return target && { ...target, server: LOCAL };
  };

  const elsewhere = (address: string, reach: (address: string) => Target): SubmissionTarget => ({
    ...reach(address),
    ...{ server: address, run: 0, source: parts.sourceAt(address) },
  });

  function placeOf(target: OnePlace): SubmissionTarget {
    if (target !== 'embedded') return elsewhere(addressOf(target), parts.reach);
    const ours = own();
    if (ours === undefined) throw new AppError('server-not-running', 'The job server does not run. Start it first.');
    return ours;
  }

  /** The embedded one has its address on the ring, so that clients elsewhere find its jobs where ours do. */
  const severalOf = ({ how, servers }: SpreadTarget, reach: (address: string) => Target): Several => ({
    how,
    servers: servers.map((address) => {
      if (address === 'embedded') return { address: addressOf(parts.address()), name: address, target: own() };
      return { address, name: address, target: elsewhere(address, reach) };
    }),
  });

  async function submit(given: Parsed<'workload.submit'>): Promise<SubmissionInfo> {
    const { workload: wanted, unique, target, ...job } = given;
    const place = isSpread(target) ? severalOf(target, parts.reach) : placeOf(target);
    mustNotBePast(job.at);
    const workload = await workloadOf(wanted);
    const work = { ...job, workload, unique: await uniqueOf(unique, () => hashOf(workload)) };
    const id = await ('how' in place ? submissions.submitTo(place, work) : submissions.submit(work, place));
    return info(id) as SubmissionInfo;
  }

  /** A file is not read for it beyond its first bytes, but where its hash is asked for. */
  async function preview(wanted: Parsed<'workload.preview'>): Promise<SubmissionPreview> {
    const { workload: given, unique, target, ...job } = wanted;
    const file = given.kind === 'file' ? await files.look(given.token, PREVIEW_BYTES) : null;
    const workload = file?.head ?? (await workloadOf(given));
    const hash = () => (given.kind === 'file' ? files.hash(given.token) : hashOf(workload));
    const whole: Omit<Job, 'workload'> = { ...job, unique: await uniqueOf(unique, hash) };
    const packet = submissionOf({ ...whole, workload: workload.subarray(0, PREVIEW_BYTES) });
    const head = encode(packet, 'REQ');
    const workloadSize = file?.size ?? workload.length;
    const workloadAt = head.length - Math.min(workload.length, PREVIEW_BYTES);
    head.writeUInt32BE(workloadAt + workloadSize - HEADER, 8);
    const isWhole = workloadAt + workloadSize === HEADER + sizeOf(packet);
    // `-` stands for the whole workload, and of a long file that is not read.
    const isPlaced = whole.unique !== '-' || workload.length === workloadSize;
    const stops =
      isSpread(target) && isPlaced
        ? submissions.stops(severalOf(target, targetOf), { unique: whole.unique, workload })
        : null;
    const places = placesOf(target, stops);
    return {
      packet: packet.name,
      size: workloadAt + workloadSize,
      bytes: head,
      workloadAt,
      workloadSize,
      characters: file === null ? charactersOf(workload) : null,
      unique: whole.unique,
      stops,
      command:
        places.length === 0
          ? null
          : submitLine({
              job: whole,
              workload: file === null ? { bytes: workload } : { path: file.path },
              packet: isWhole ? head : null,
              targets: places,
            }),
    };
  }

  /** Where the line of a shell sends it: the stock tool knows of one way to spread jobs, the first that answers. */
  function placesOf(target: SubmitTarget, stops: readonly Stop[] | null): { host: string; port: number }[] {
    const at = (each: string) => (each === 'embedded' ? parts.address() : targetOf(each));
    if (!isSpread(target)) return [target === 'embedded' ? parts.address() : target];
    return target.how === 'first' ? target.servers.map(at) : (stops ?? []).slice(0, 1).map(({ server }) => at(server));
  }

  function recordOf(id: number): Followed | undefined {
    const key = submissions.listedAs(id);
    return key === null ? undefined : parts.followed(key);
  }

  /** Its client does not hear that a worker has come to it. */
  const stateOf = (id: number, state: SubmissionState): SubmissionState =>
    state === 'queued' && recordOf(id)?.state === 'running' ? 'running' : state;

  function info(id: number): SubmissionInfo | null {
    const submission = submissions.get(id);
    if (submission === null) return null;
    const record = recordOf(id);
    return {
      ...submission,
      state: stateOf(id, submission.state),
      joined: record !== undefined && record.submissions > 1 && record.submittedAt < submission.sentAt,
      waited: record?.waited(now()) ?? null,
      ran: record?.ran(now()) ?? null,
      steps: record?.steps.steps ?? [],
      outcome: record?.outcome ?? null,
    };
  }

  return {
    workloadOf,
    last: () => submissions.lastNamed,
    spreadOf: (key) => submissions.spreadOf(key),
    forget: (id) => submissions.forget(id),
    close: () => submissions.close(),
    handlers: {
      'workload.choose': async () => {
        const path = await dialogs.openFile('workload');
        return path === null ? null : files.add(path);
      },
      'workload.submit': submit,
      'workload.preview': preview,
      'submissions.list': () => submissions.list().map((row) => ({ ...row, state: stateOf(row.id, row.state) })),
      'submissions.get': ({ id }) => info(id),
      'submissions.abandon': ({ id }) => submissions.abandon(id),
      'submissions.saveResult': ({ id }) => parts.saveResult(submissions.result(id), 'result.out'),
    },
  };
}

/** Throws `time-past`. */
function mustNotBePast(at: number | null): void {
  if (at === null || at * 1000 > now()) return;
  const time = new Date(at * 1000).toISOString();
  throw new AppError('time-past', `${time} is past. Choose a later time, or submit the job for now.`, { time });
}

async function uniqueOf(unique: Unique, hash: () => string | Promise<string>): Promise<string> {
  switch (unique.kind) {
    case 'none':
      return '';
    case 'random':
      return randomUUID();
    case 'hash':
      return idOfHash(await hash());
    case 'custom':
      return unique.value;
  }
}

/** Characters where the bytes are UTF-8, else null. */
function charactersOf(bytes: Buffer): number | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    let characters = 0;
    for (const _ of text) characters += 1;
    return characters;
  } catch {
    return null;
  }
}

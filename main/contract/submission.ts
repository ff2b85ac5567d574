/** What is submitted, and what became of it. */

import { z } from 'zod';
import type { Failure } from './errors.ts';
import type { FunctionDefinition } from './functions.ts';
import { type CommandOutcome, type Content, type JobStep, Priority } from './jobs.ts';
import { JobKey, Wire } from './keys.ts';
import type { ReasonId } from './reasons.ts';
import { ServerAddress } from './server.ts';

/** Bytes that may be submitted; the packet limit less its names. */
export const WORKLOAD_BYTES = 200 * 1024 * 1024;
export const UNIQUE_BYTES = 64;
export const TEMPLATE_CHARACTERS = 1024 * 1024;

/** The last second that a date can tell, since the epoch. */
const LAST_SECOND = 8_640_000_000_000;

/** Bytes that are the same for each job that they are sent with. */
export const SAME_WORKLOADS = [
  z.object({ kind: z.literal('text'), text: z.string().max(WORKLOAD_BYTES) }),
  z.object({
    kind: z.literal('bytes'),
    bytes: z.instanceof(Uint8Array).refine(({ length }) => length <= WORKLOAD_BYTES),
  }),
  /** A file that the user chose in this session; the token stands for its path. */
  z.object({ kind: z.literal('file'), token: z.string() }),
] as const;

/** Bytes for a job, and where they are. */
export const Workload = z.discriminatedUnion('kind', [
  ...SAME_WORKLOADS,
  /** A text with fields in braces, which are filled in; the same seed makes the same of it. docs/submitting.md. */
  z.object({ kind: z.literal('template'), text: z.string().max(TEMPLATE_CHARACTERS), seed: z.number().int().min(0) }),
  /** The workload of a job in the history. */
  z.object({ kind: z.literal('job'), key: JobKey }),
]);
export type Workload = z.output<typeof Workload>;

/** The unique ID of a job: jobs of one function with the same one are one job. */
export const Unique = z.union([
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('random') }),
  /** Made from the workload, so that the same workload is done once. */
  z.object({ kind: z.literal('hash') }),
  z.object({
    kind: z.literal('custom'),
    value: Wire.refine((value) => !value.includes('\0'), 'has-nul' satisfies ReasonId).refine(
      (value) => value.length <= UNIQUE_BYTES,
      'over-64-bytes' satisfies ReasonId,
    ),
  }),
]);
export type Unique = z.output<typeof Unique>;

/** A function as a client names it. */
export const FunctionOnWire = Wire.refine(
  (name) => name !== '' && !name.includes('\0'),
  'no-function' satisfies ReasonId,
);

/**
 * How jobs go to several servers: all to the first that answers, as libgearman does; one after the other; or each where its unique ID
 * says, so that jobs that are one job meet.
 */
export const SPREADS = ['first', 'round-robin', 'hash'] as const;
export type SpreadHow = (typeof SPREADS)[number];

/** Servers that jobs are spread over, at most. */
export const SPREAD_MOST = 50;

/** Where jobs are submitted to: `embedded`, host and port of another server, or several servers. */
export const SubmitTarget = z.union([
  z.literal('embedded'),
  z.object({ host: z.string().trim().min(1).max(255), port: z.number().int().min(1).max(65_535) }),
  z.object({ how: z.enum(SPREADS), servers: z.array(ServerAddress).min(1).max(SPREAD_MOST) }),
]);
export type SubmitTarget = z.output<typeof SubmitTarget>;

export const Submission = z
  .object({
    function: FunctionOnWire,
    workload: Workload,
    background: z.boolean().default(false),
    priority: Priority.default('normal'),
    unique: Unique.default({ kind: 'none' }),
    exceptions: z.boolean().default(true),
    /** When it may begin, in seconds since the epoch; null is at once. */
    at: z.number().int().min(0).max(LAST_SECOND).nullable().default(null),
    target: SubmitTarget.default('embedded'),
  })
  .refine(({ at, background, priority }) => at === null || (background && priority === 'normal'), {
    path: ['at'],
    message: 'later-is-background' satisfies ReasonId,
  });
export type Submission = z.output<typeof Submission>;

export interface ChosenFile {
  token: string;
  name: string;
  size: number;
}

export type SubmissionState =
  | 'sending'
  | 'queued'
  | 'running'
  | 'accepted'
  | 'done'
  | 'failed'
  | 'exception'
  | 'broken'
  | 'abandoned';

/** What would be sent, as it would be sent. */
export interface SubmissionPreview {
  /** Name of the packet. */
  packet: string;
  /** Bytes of the whole packet, and its first ones. */
  size: number;
  bytes: Uint8Array;
  /** Where the workload begins in the packet, its size, and its characters where it is text. */
  workloadAt: number;
  workloadSize: number;
  characters: number | null;
  unique: Wire;
  /** Servers in the order in which they would be tried; null where there is but one. */
  stops: Stop[] | null;
  /** A line for a POSIX shell that does the same, and with what; null where it would be too long, or no shell can say the name. */
  command: { line: string; by: 'gearman' | 'bytes' } | null;
}

/** A server of several that a job may go to. */
export interface Stop {
  /** host:port, or `embedded`. */
  server: string;
  /** It did not answer lately: the others come first. */
  isGone: boolean;
}

/** A server that a job was not left to, and why. */
export interface Detour {
  server: string;
  problem: Failure;
  /** The job was on its way there already, and nobody can say whether it came: it may be done there too. */
  wasSent: boolean;
}

/** A submission in the list of the last ones. */
export interface SubmissionRow {
  id: number;
  function: Wire;
  /** host:port of another server; null where it is the embedded one. */
  server: string | null;
  background: boolean;
  state: SubmissionState;
  sentAt: number;
  endedAt: number | null;
}

export interface SubmissionInfo {
  id: number;
  function: Wire;
  unique: Wire;
  background: boolean;
  /** host:port of another server; null where it is the embedded one. */
  server: string | null;
  /** It is on a server of ours: the list of jobs has it. Others tell no more than a client hears. */
  listed: boolean;
  /** Where it went to several servers: how, and which of them it was not left to, in order. */
  spread: { how: SpreadHow; servers: string[]; detours: Detour[] } | null;
  state: SubmissionState;
  /** The job, once the server has named it. */
  key: JobKey | null;
  /** An unfinished job with the same unique ID was there: this one joined it. */
  joined: boolean;
  sentAt: number;
  endedAt: number | null;
  /** Time in the queue and on the worker, where the server is ours and tells. */
  waited: number | null;
  ran: number | null;
  result: Content;
  exception: Content | null;
  warnings: Content;
  progress: { numerator: number; denominator: number } | null;
  /** Why it could not be sent, or why the connection broke. */
  problem: Failure | null;
  steps: JobStep[];
  outcome: CommandOutcome | null;
}

/** The job of the first steps, and the worker that was lent for it. */
export interface Demonstration {
  submission: SubmissionInfo;
  /** What did it, as it would be saved in a workspace. */
  definition: FunctionDefinition;
}

import { z } from 'zod';
import { COLOUR_RULES_MOST, COLOURS, ColourRule } from './colour-rules.ts';
import { ChosenKeys } from './commands.ts';
import type { ErrorDetails, Failure } from './errors.ts';
import { FIRST_JOB_COLUMNS, JOB_COLUMNS } from './job-columns.ts';
import { JOB_STATES, type STEP_KINDS } from './job-states.ts';
import { JOURNAL_LIMITS, type JournalState } from './journal.ts';
import { JobKey, Wire } from './keys.ts';
import { CONCURRENCY_MOST, LIMIT_NAMES, LIMITS, type Limit, type LimitName } from './limits.ts';
import {
  FILTERS_KEPT,
  FILTERS_SAVED,
  FIRST_COLUMNS,
  FilterText,
  PACKET_COLUMNS,
  PACKET_PICTURES,
  PACKET_TIMES,
  type PacketFamily,
  STORY_TIMES,
  STORY_VIEWS,
} from './packets.ts';
import type { ReasonId } from './reasons.ts';
import { SNIPPET_LANGUAGES } from './snippets.ts';
import type { Stuck } from './why.ts';

/*
 * What crosses between window and engine. Schemas check what comes from outside; interfaces describe what the engine
 * returns. A `Wire` string holds a Gearman name as it is on the wire, one character per byte; the window decodes it for the
 * eye only. Times are milliseconds since the epoch, durations milliseconds, sizes bytes.
 */

export const Priority = z.enum(['high', 'normal', 'low']);
export type Priority = z.output<typeof Priority>;

/** Bytes that may be submitted; the packet limit less its names. */
export const WORKLOAD_BYTES = 200 * 1024 * 1024;
export const UNIQUE_BYTES = 64;
export const TEMPLATE_CHARACTERS = 1024 * 1024;

// ---------- Server ----------

export const ServerOptions = z.object({ port: z.number().int().min(1).max(65535).optional() });

/** Who holds a port, as far as the system tells. */
export interface PortOwner {
  pid: number;
  name: string;
}

export interface ServerFailure {
  code: 'port-in-use' | 'port-forbidden' | 'address-missing' | 'listen-failed' | 'queue-unusable';
  message: string;
  /** What the window's sentence names beside the port: the reason. */
  details?: ErrorDetails;
  /** What is wrong with the queue file, where it is that. */
  queue?: Failure;
  port: number;
  owner: PortOwner | null;
  /** The next port that nobody holds; null where it was not looked for. */
  freePort: number | null;
}

export interface ServerStatus {
  id: string;
  /** The start that it is, in milliseconds; 0 before the first. */
  run: number;
  mode: 'embedded';
  state: 'stopped' | 'starting' | 'running' | 'failed';
  /** Addresses that accept connections, as `127.0.0.1:4730`. */
  addresses: string[];
  /** The port that is listened on, or that the next start will take. */
  port: number;
  /** The last echo's round trip; null while none has come back. Only this makes the light green. */
  echo: { milliseconds: number; at: number } | null;
  failure: ServerFailure | null;
  /** Set while anything but loopback is listened on. */
  exposed: boolean;
  /** The file that keeps background jobs, and why it cannot at the moment; null where nothing is kept. */
  queue: { path: string; problem: Failure | null } | null;
}

// ---------- Functions and workers ----------

/** No program takes a NUL in an argument or a path. */
const withoutNul = (text: string): boolean => !text.includes('\0');

export const Command = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('argv'),
    argv: z
      .array(
        z
          .string()
          .max(8192)
          .refine(withoutNul, 'has-nul' satisfies ReasonId),
      )
      .min(1)
      .max(256)
      .refine((argv) => argv[0] !== '', 'no-program' satisfies ReasonId),
  }),
  z.object({
    kind: z.literal('shell'),
    line: z
      .string()
      .trim()
      .min(1)
      .max(32768)
      .refine(withoutNul, 'has-nul' satisfies ReasonId),
  }),
]);
export type Command = z.output<typeof Command>;

export const FUNCTION_NAME_BYTES = 255;
export const WORKERS_MOST = 64;

/** A month: what takes longer has no limit. */
const MOST_SECONDS = 31 * 86_400;

function isProgressPattern(pattern: string): boolean {
  try {
    // Beside the pattern an empty alternative matches anything, and tells how many groups there are.
    const groups = (new RegExp(`${pattern}|`).exec('')?.length ?? 0) - 1;
    return pattern === '' || groups === 1 || groups === 2;
  } catch {
    return false;
  }
}

/** The embedded server in a list of servers. */
export const EMBEDDED = 'embedded';

/** A job server as `host:port`, `[::1]:4730`, or the embedded one. */
const ServerAddress = z
  .string()
  .max(300)
  .refine(
    (address) => address === EMBEDDED || /^(\[[0-9A-Fa-f:.]+\]|[^\s:[\]/]+):\d{1,5}$/.test(address),
    'no-address' satisfies ReasonId,
  )
  .refine(
    (address) => address === EMBEDDED || isPort(Number(address.slice(address.lastIndexOf(':') + 1))),
    'no-port' satisfies ReasonId,
  );

const isPort = (port: number): boolean => port >= 1 && port <= 65535;

/** Marks for the eye; the window gives each its light and its dark tone. */
export const FUNCTION_COLOURS = ['none', ...COLOURS] as const;
export type FunctionColour = (typeof FUNCTION_COLOURS)[number];

/** A variable of a command's environment. */
export const VariableName = z
  .string()
  .max(200)
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'no-variable' satisfies ReasonId);

const VariableValue = z
  .string()
  .max(32_768)
  .refine(withoutNul, 'has-nul' satisfies ReasonId);

/** A variable whose value no file of the workspace holds. */
export const SecretName = VariableName.refine(
  (name) => !name.startsWith('GEARBENCH_'),
  'own-variable' satisfies ReasonId,
);
export const SecretValue = VariableValue.min(1);

const isOnce = (names: readonly string[]): boolean => new Set(names).size === names.length;

const Definition = z.object({
  name: z
    .string()
    .min(1)
    .regex(/^[^\s\p{Cc}\p{Cf}]+$/u, 'hidden-characters' satisfies ReasonId)
    .refine(
      (name) => new TextEncoder().encode(name).length <= FUNCTION_NAME_BYTES,
      'over-255-bytes' satisfies ReasonId,
    ),
  description: z.string().max(2000).default(''),
  colour: z.enum(FUNCTION_COLOURS).default('none'),
  command: Command,
  /** Working folder: empty for the workspace's own, else absolute or relative to it. */
  folder: z
    .string()
    .max(4096)
    .refine(withoutNul, 'has-nul' satisfies ReasonId)
    .default(''),
  /** A command that is run for each job, or a program that is a Gearman worker by itself and runs on. docs/commands.md. */
  speaks: z.enum(['stdio', 'gearman']).default('stdio'),
  /** Jobs at once: so many connections, one command each. */
  workers: z.number().int().min(1).max(WORKERS_MOST).default(1),
  /** Job servers that its workers register with; none for the embedded one alone. */
  servers: z.array(ServerAddress).max(16).default([]),
  /** Jobs that may begin in a second; 0 is any number. */
  startRate: z.number().min(0).max(10_000).default(0),
  /** Commands are started before their jobs come and wait on standard input; they know nothing of their job then. */
  prestart: z.boolean().default(false),
  /** Jobs after which a program that is a worker itself is ended and started anew; 0 is never. */
  jobsPerProcess: z.number().int().min(0).max(1_000_000).default(0),
  /** Variables of its own, beside the few that every command gets. */
  environment: z.record(VariableName, VariableValue).default({}),
  /** Variables whose values are secrets: kept by the system, asked for, never in the file. */
  secrets: z
    .array(SecretName)
    .max(100)
    .refine(isOnce, 'twice' satisfies ReasonId)
    .default([]),
  /** Where it finds the workload: on standard input, in a file that GEARBENCH_WORKLOAD_FILE names, or nowhere. */
  input: z.enum(['stdin', 'file', 'none']).default('stdin'),
  /** What becomes of standard output: the result, or data that is sent as it comes, whole lines or as it is written. */
  output: z.enum(['result', 'lines', 'pieces']).default('result'),
  /** Who reads standard error: the log alone, or the client too, as warnings. */
  errors: z.enum(['log', 'warning']).default('log'),
  /** How a job ends whose command did not end with 0; an exception has the end of standard error as its text. */
  failure: z.enum(['fail', 'exception']).default('fail'),
  /** A regular expression that finds progress in a line of standard error: two numbers, or one of 100. Empty for none. */
  progress: z
    .string()
    .max(200)
    .refine(isProgressPattern, 'no-pattern' satisfies ReasonId)
    .default(''),
  /** Time after which the command is ended and its job fails, s; 0 is never. */
  timeLimit: z.number().min(0).max(MOST_SECONDS).default(0),
  /** Bytes of standard output after which it is ended. */
  outputLimit: z
    .number()
    .int()
    .min(1)
    .max(1024 ** 3)
    .default(64 * 1024 ** 2),
});
export const FunctionDefinition = Definition.refine(
  ({ environment, secrets }) => !secrets.some((name) => Object.hasOwn(environment, name)),
  { path: ['secrets'], message: 'secret-and-value' satisfies ReasonId },
);
export type FunctionDefinition = z.output<typeof FunctionDefinition>;

export const STARTERS = ['wc', 'upper', 'sort', 'python', 'node', 'perl', 'php', 'php-worker', 'http'] as const;
export type StarterId = (typeof STARTERS)[number];

/** A definition to begin with. */
export interface Starter {
  id: StarterId;
  definition: FunctionDefinition;
  /** What it needs and is not here: its program, or PHP's gearman extension. */
  missing: 'program' | 'extension' | null;
}

export type WorkerState =
  | 'starting'
  /** Asks a server for a job. */
  | 'idle'
  /** Waits until a server wakes it. */
  | 'sleeping'
  | 'working'
  /** Takes no more jobs; what it has it finishes. */
  | 'quiet'
  | 'reconnecting'
  /** Waits a while after quick failures. */
  | 'back-off'
  /** Gave up after too many quick failures. */
  | 'failed'
  | 'stopping'
  | 'stopped';

/** States in which a worker is there to take a job, now or next. */
export const AT_WORK: readonly WorkerState[] = ['idle', 'sleeping', 'working'];

/** A worker's connection to one of its servers. */
export interface WorkerLink {
  /** `embedded` or host:port. */
  server: string;
  state: 'connecting' | 'connected' | 'lost';
  since: number;
  /** Why it was lost, or why there is none. */
  problem: Failure | null;
}

export interface WorkerInfo {
  /** Client id, as `wc-1`. */
  name: string;
  speaks: FunctionDefinition['speaks'];
  state: WorkerState;
  since: number;
  /** When the back-off ends. */
  until: number | null;
  startedAt: number;
  /** The job it works on, and the server that gave it. */
  handle: Wire | null;
  server: string | null;
  done: number;
  failed: number;
  /** Process group of its command, while one runs, or of the program that it is. */
  pid: number | null;
  /** The connection of a program that speaks Gearman itself, once it registered with the embedded server. */
  connection: number | null;
  links: WorkerLink[];
  /** It may not begin a job now: so many run at once over all functions, or so many of this one in a second. */
  held: 'room' | 'rate' | null;
  /** How its last command or program ended that did not end well. */
  lastFailure: CommandOutcome | null;
}

/** Somebody else's worker that is registered for a function. */
export interface OutsideWorker {
  connection: number;
  clientId: Wire;
  address: string;
}

/** A worker as the server sees it: a connection that is registered for something. */
export interface OutsideWorkerRow extends OutsideWorker {
  functions: Wire[];
  /** Jobs of it that ended well, and that failed. */
  done: number;
  failed: number;
  /** Jobs that it has at the moment. */
  handles: Wire[];
  sleeping: boolean;
  /** When its last bytes came; null before the first, or where packets are not recorded. */
  lastPacketAt: number | null;
}

/** A connection of somebody else's program that has spoken, and what can be known of it. */
export interface OutsideConnection extends OutsideWorker {
  openedAt: number;
  isOpen: boolean;
  /** The functions that it can do as a worker, and the one that it submitted to last as a client. */
  functions: Wire[];
  submitted: Wire | null;
  /** The program at its other end, as the system tells it; null where it does not, yet or at all. */
  program: PortOwner | null;
}

/** Workers of one function that are ours. */
export interface ManagedCrew {
  function: string;
  /** How many its definition asks for. */
  defined: number;
  speaks: FunctionDefinition['speaks'];
  workers: WorkerInfo[];
}

export interface WorkersView {
  managed: ManagedCrew[];
  outside: OutsideWorkerRow[];
}

/** Who an action is for: a function's workers or one of them. */
export const WorkerChoice = z.object({
  name: z.string().min(1).max(1024),
  worker: z.string().max(1100).nullable().default(null),
});
export type WorkerChoice = z.output<typeof WorkerChoice>;

/** What can be done to workers that run. */
export const WorkerAction = z.enum(['start', 'quiet', 'stop', 'kill', 'restart', 'kill-job']);
export type WorkerAction = z.output<typeof WorkerAction>;

export interface FunctionRow {
  name: Wire;
  /** Its definition in the workspace; null where others registered it or only submitted to it. */
  definition: FunctionDefinition | null;
  /** Where a program of an argument vector was found; null where it is not on the PATH. */
  program: string | null;
  /** The command of the stock tool that does the same; null where it is not ours, or a worker by itself. */
  twin: string | null;
  workers: WorkerInfo[];
  outside: OutsideWorker[];
  queued: Record<Priority, number>;
  running: number;
  done: number;
  failed: number;
  /** When its oldest queued job was submitted. */
  waitingSince: number | null;
  /** Why its next job waits, where it does not go on by itself. */
  stuck: Stuck | null;
  /** Median and 95th percentile over the recent jobs. */
  waited: { median: number; p95: number } | null;
  ran: { median: number; p95: number } | null;
}

/** Something that a worker did or met. */
export type WorkerEntry =
  | { kind: 'stdout' | 'stderr'; text: string }
  /** A program that speaks Gearman itself was started. */
  | { kind: 'started'; pid: number }
  /** It ended, after so many ms. */
  | { kind: 'exited'; milliseconds: number; outcome: CommandOutcome }
  /** A job began. */
  | { kind: 'began'; bytesIn: number }
  | { kind: 'ended'; bytesIn: number; bytesOut: number; milliseconds: number; outcome: CommandOutcome }
  | { kind: 'failed'; failure: Failure }
  /** The standard output of the job goes on after so many bytes, and is not noted. */
  | { kind: 'cut'; bytes: number }
  /** The server refused something, in its own words. */
  | { kind: 'refused'; text: string };

/** Lines of a function's workers are numbered from 1 on, as they came. */
export type WorkerOutputLine = WorkerEntry & { number: number; at: number; worker: string; handle: Wire | null };

/** A packet that a worker would send; `bytes` are its first ones. Numbered from 1; where one is missing it was not kept. */
export interface TestPacket {
  number: number;
  name: string;
  family: PacketFamily;
  size: number;
  bytes: Uint8Array;
}

/** What a function's command did when it was run once without a server, and what a server would hear of it. */
export interface TestRun {
  outcome: CommandOutcome;
  milliseconds: number;
  stdout: Content;
  stderr: Content;
  packets: TestPacket[];
}

/** Lines kept of each worker; the last ones. */
export const OUTPUT_LINES = 1000;

// ---------- Secrets ----------

/** Why values last no longer than the program runs. */
export type NotKept = 'no-key-store' | 'refused';

/** What is known of secrets; nothing tells their values. */
export interface SecretState {
  /** Null where values are kept for the next start. */
  notKept: NotKept | null;
  /** Those of the names that were asked for which have a value. */
  set: string[];
}

// ---------- Workspace ----------

/** A workload that the person keeps, with how it is submitted: data, and nothing that runs. */
export const SavedWorkload = z.object({
  name: z.string().trim().min(1).max(200),
  /** Where it stands in the list: `a/b` inside of `a`; empty outside of all. */
  folder: z.string().trim().max(200).default(''),
  /** As people write it. */
  function: z.string().max(1024).default(''),
  source: z.enum(['text', 'json', 'hex', 'template']).default('text'),
  content: z.string().max(TEMPLATE_CHARACTERS).default(''),
  background: z.boolean().default(false),
  priority: Priority.default('normal'),
  unique: z.enum(['none', 'random', 'hash', 'custom']).default('none'),
  uniqueValue: z.string().max(UNIQUE_BYTES).default(''),
  exceptions: z.boolean().default(true),
});
export type SavedWorkload = z.output<typeof SavedWorkload>;

/** A saved workload by its name. */
export const WorkloadPlace = SavedWorkload.pick({ name: true, folder: true });
export type WorkloadPlace = z.output<typeof WorkloadPlace>;

/** Version 1 had no workloads; a file without any says 1 still. */
export const WORKSPACE_VERSION = 2;

export const WorkspaceDescription = z.string().max(10_000);

export const Workspace = z.object({
  gearbench: z.literal(WORKSPACE_VERSION),
  description: WorkspaceDescription.default(''),
  functions: z
    .array(FunctionDefinition)
    .max(1000)
    .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, 'same-function' satisfies ReasonId),
  /** In the order of the person. */
  workloads: z
    .array(SavedWorkload)
    .max(1000)
    .refine(
      (all) => isOnce(all.map(({ folder, name }) => JSON.stringify([folder, name]))),
      'same-workload' satisfies ReasonId,
    )
    .default([]),
});
export type Workspace = z.output<typeof Workspace>;

/** What decides what a function executes, where, and for whom: trust is given for this. */
export const Executable = Definition.pick({
  name: true,
  command: true,
  speaks: true,
  folder: true,
  servers: true,
  environment: true,
  secrets: true,
});
export type Executable = z.output<typeof Executable>;

/** What is not as it was when the person allowed a workspace's commands. */
export interface TrustDifference {
  added: Executable[];
  changed: { before: Executable; now: Executable }[];
  gone: Executable[];
}

export interface WorkspaceInfo {
  /** The file's name without its ending. */
  name: string;
  path: string;
  /** Folder that relative working folders start from. */
  folder: string;
  description: string;
  /** A restricted workspace can be read; none of its commands runs. */
  trusted: boolean;
  /** Stands for all that its functions execute; who allows it says what they have read. */
  fingerprint: string;
  /** What has changed since it was allowed; null where it is trusted or never was. */
  difference: TrustDifference | null;
  /** Changes are in memory only. */
  unsaved: boolean;
  /** Another program wrote the file, and it was not read again: there are unsaved changes, or it has a problem. */
  conflict: { problem: Failure | null } | null;
  functions: FunctionDefinition[];
  workloads: SavedWorkload[];
}

/** Functions of another file, to choose from. */
export interface ImportOffer {
  /** The file's name. */
  file: string;
  functions: FunctionDefinition[];
}

export const Import = z
  .array(z.object({ definition: FunctionDefinition, replace: z.boolean() }))
  .min(1)
  .max(1000);
export type Import = z.output<typeof Import>;

/** A workspace that was open before. */
export interface RecentWorkspace {
  name: string;
  path: string;
  folder: string;
  /** Its file is no longer there. */
  missing: boolean;
}

// ---------- Jobs ----------

export const JobState = z.enum(JOB_STATES);
export type JobState = z.output<typeof JobState>;

export interface JobRow {
  key: JobKey;
  state: JobState;
  function: Wire;
  unique: Wire;
  priority: Priority;
  background: boolean;
  /** Who submitted it first, and who took it last: names of connections; null where nobody did, or nobody knows. */
  client: string | null;
  worker: string | null;
  submittedAt: number;
  assignedAt: number | null;
  endedAt: number | null;
  /** Times it was given to a worker. */
  attempts: number;
  /** Submissions that were coalesced into it, the first included. */
  submissions: number;
  workloadSize: number;
  resultSize: number;
  /** The first bytes of the workload. */
  preview: Uint8Array;
  progress: { numerator: number; denominator: number } | null;
}

export interface JobStep {
  at: number;
  kind: (typeof STEP_KINDS)[number];
  /** The connection that it came from or went to, named. */
  who: string | null;
  size: number | null;
}

/** How a command of ours ended, as only its own supervisor knows. */
export interface CommandOutcome {
  exitCode: number | null;
  signal: string | null;
  /** It wrote more than it may and was ended for it. */
  overflowed: boolean;
  /** It took longer than it may and was ended for it. */
  timedOut: boolean;
  /** Why it could not be run at all. */
  failure: Failure | null;
  /** The end of its standard error. */
  errors: string;
}

/** Bytes with their whole size, of which only the first may be here; null bytes: no longer kept. */
export interface Content {
  size: number;
  bytes: Uint8Array | null;
}

/** What a job brought and what came back. Files keep it by its place in this list. */
export const CONTENT_PARTS = ['workload', 'result', 'warnings', 'exception'] as const;
export type ContentPart = (typeof CONTENT_PARTS)[number];

/** Of a content that the history has: so many bytes are kept, of which the first may be here. */
export interface KeptContent extends Content {
  kept: number;
}

export interface JobDetail extends JobRow {
  /** Until when it waits although it could be done; null where nothing but a worker is missing. */
  dueAt: number | null;
  workload: KeptContent;
  /** WORK_DATA and the final result, in order. */
  result: KeptContent;
  exception: KeptContent | null;
  warnings: KeptContent;
  steps: JobStep[];
  /** Steps left out of the middle because there were too many. */
  skippedSteps: number;
  outcome: CommandOutcome | null;
  /** Its number in the file of background jobs; 0 where it was never in there. One whose server ends goes on at the next start. */
  keptAs: number;
}

export const JobSort = z.enum(['submitted', 'state', 'function', 'priority', 'waited', 'ran', 'workload', 'result']);
export type JobSort = z.output<typeof JobSort>;

export const JobQuery = z.object({
  /** Position of the first row wanted, the nearest one that exists is given; null for the list's first row. */
  from: z.number().int().nullable().default(null),
  rows: z.number().int().min(1).max(500),
  /** In one of these; in any where there are none. */
  states: z.array(JobState).max(JOB_STATES.length).default([]),
  search: z.string().max(500).default(''),
  sort: JobSort.default('submitted'),
  descending: z.boolean().default(true),
});
export type JobQuery = z.output<typeof JobQuery>;

export interface JobWindow {
  /**
   * Positions of the first job of the list and of the first row. In the order of submission, with all states and without a
   * search, a job's position never changes: newest first, they go down as jobs come.
   */
  first: number;
  from: number;
  total: number;
  /** Of all jobs that the search has found. */
  counts: Record<JobState, number>;
  rows: JobRow[];
  /** How far the search has come; null where nothing is searched for. */
  search: { looked: number; of: number; stopped: boolean } | null;
  journal: JournalState;
}

// ---------- Submitting ----------

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

/** Where jobs are submitted to: `embedded`, or host and port of another server. */
export const SubmitTarget = z.union([
  z.literal('embedded'),
  z.object({ host: z.string().trim().min(1).max(255), port: z.number().int().min(1).max(65_535) }),
]);

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
  /** A line for a POSIX shell that does the same, and with what; null where it would be too long, or no shell can say the name. */
  command: { line: string; by: 'gearman' | 'bytes' } | null;
}

/** A submission in the list of the last ones. */
export interface SubmissionRow {
  id: number;
  function: Wire;
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
  /** host:port of another server, which tells no more than a client hears; null where it is the embedded one. */
  server: string | null;
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

// ---------- Overview ----------

export interface Overview {
  /** Jobs that ended well in the last minute, and the median of the five minutes before. */
  finished: { lastMinute: number; median: number };
  queued: Record<Priority, number>;
  running: number;
  workers: number;
  /** Jobs that failed in the last five minutes, and their function if it is one. */
  failed: { count: number; function: Wire | null };
  oldestWait: { since: number; function: Wire; hasWorker: boolean } | null;
  packetsPerSecond: number;
  /** How long what came had to wait for the server's thread, 99th percentile of the last seconds, ms. */
  loopDelay: number;
  connections: number;
  /** Jobs of any kind since the application was started. */
  jobs: number;
  /** How long the last jobs of all functions ran, ms. */
  ran: { median: number; p95: number } | null;
}

// ---------- Settings ----------

export const SETTINGS_VERSION = 1;

const range = ({ least, most }: Limit) => z.number().int().min(least).max(most).optional();
const ChosenLimits = z.object(
  Object.fromEntries(LIMIT_NAMES.map((name) => [name, range(LIMITS[name])])) as Record<
    LimitName,
    ReturnType<typeof range>
  >,
);

const columnsOf = <C extends string>(all: readonly C[]) =>
  z
    .array(z.enum(all))
    .min(1)
    .refine((columns) => new Set(columns).size === columns.length, 'twice' satisfies ReasonId);

const settings = {
  language: z.enum(['system', 'en', 'zh']),
  theme: z.enum(['system', 'light', 'dark']),
  density: z.enum(['compact', 'comfortable']),
  /** How large the window's content is drawn, per cent. */
  zoom: z.number().int().min(50).max(300),
  sidebar: z.boolean(),
  /** Keys of commands that the person has chosen. */
  shortcuts: ChosenKeys,
  /** Where the embedded server listens from its next start on. */
  port: z.number().int().min(1).max(65535),
  /** Background jobs are kept on disk, from the server's next start on. */
  durable: z.boolean(),
  /** Limits of the embedded server from its next start on; those that are not here are the usual ones. */
  limits: ChosenLimits,
  /** Jobs that the workspace's commands do at once, over all functions; 0 is any number. */
  concurrency: z.number().int().min(0).max(CONCURRENCY_MOST),
  /** Which job a worker gets, from the server's next start on: as gearmand 1.x or as 2.x. docs/protocol.md section 4. */
  order: z.enum(['1.x', '2.x']),
  /** Changes to the workspace are written at once; else when they are saved. */
  autosave: z.boolean(),
  /** What happened to jobs is kept for the next start, up to so many jobs and MB. */
  journal: z.boolean(),
  journalJobs: z.number().int().min(JOURNAL_LIMITS.jobs.least).max(JOURNAL_LIMITS.jobs.most),
  journalSize: z.number().int().min(JOURNAL_LIMITS.size.least).max(JOURNAL_LIMITS.size.most),
  /** Columns of the lists of packets and jobs, in their order. */
  packetColumns: columnsOf(PACKET_COLUMNS),
  jobColumns: columnsOf(JOB_COLUMNS),
  packetTime: z.enum(PACKET_TIMES),
  packetPicture: z.enum(PACKET_PICTURES),
  /** Colours of packets: the first rule that lets one through is its. */
  colourRules: z.array(ColourRule).max(COLOUR_RULES_MOST),
  /** Letters without Control or Command do something while a list has the focus. */
  singleKeys: z.boolean(),
  /** A sentence now and then tells a screen reader what has come. */
  spokenTraffic: z.boolean(),
  storyView: z.enum(STORY_VIEWS),
  storyTime: z.enum(STORY_TIMES),
  /** In which a job is shown as a snippet. */
  snippetLanguage: z.enum(SNIPPET_LANGUAGES),
  /** It is in the menu bar, or in the tray; there it goes on when the window is closed, or else it quits. */
  tray: z.boolean(),
  closing: z.enum(['keep', 'quit']),
  /** Quitting asks where something would stop. */
  askQuit: z.boolean(),
  startAtLogin: z.boolean(),
  /** Failures, and jobs that nobody takes, are told who does not look. */
  notices: z.boolean(),
  /** Newer versions are looked for once a day. */
  lookForUpdates: z.boolean(),
  /** The welcome was seen or skipped. */
  welcomed: z.boolean(),
  /** It was said once that it goes on without a window. */
  toldStaying: z.boolean(),
  /** The newest version that the person was told of and passed over. */
  passedVersion: z.string().max(40),
  /** Filters of the traffic that were used, the last one first, and those that the person saved. */
  filterHistory: z.array(FilterText.min(1)).max(FILTERS_KEPT),
  savedFilters: z.array(FilterText.min(1)).max(FILTERS_SAVED),
};

export const Settings = z.object({
  version: z.literal(SETTINGS_VERSION).default(SETTINGS_VERSION),
  language: settings.language.default('system'),
  theme: settings.theme.default('system'),
  density: settings.density.default('compact'),
  zoom: settings.zoom.default(100),
  sidebar: settings.sidebar.default(true),
  shortcuts: settings.shortcuts.default({}),
  port: settings.port.default(4730),
  durable: settings.durable.default(false),
  limits: settings.limits.default({}),
  concurrency: settings.concurrency.default(0),
  order: settings.order.default('1.x'),
  autosave: settings.autosave.default(true),
  journal: settings.journal.default(true),
  journalJobs: settings.journalJobs.default(JOURNAL_LIMITS.jobs.default),
  journalSize: settings.journalSize.default(JOURNAL_LIMITS.size.default),
  packetColumns: settings.packetColumns.default([...FIRST_COLUMNS]),
  jobColumns: settings.jobColumns.default([...FIRST_JOB_COLUMNS]),
  packetTime: settings.packetTime.default('start'),
  packetPicture: settings.packetPicture.default('none'),
  colourRules: settings.colourRules.default([]),
  singleKeys: settings.singleKeys.default(true),
  spokenTraffic: settings.spokenTraffic.default(true),
  storyView: settings.storyView.default('diagram'),
  storyTime: settings.storyTime.default('compressed'),
  snippetLanguage: settings.snippetLanguage.default('php'),
  tray: settings.tray.default(true),
  closing: settings.closing.default('keep'),
  askQuit: settings.askQuit.default(true),
  startAtLogin: settings.startAtLogin.default(false),
  notices: settings.notices.default(true),
  lookForUpdates: settings.lookForUpdates.default(false),
  welcomed: settings.welcomed.default(false),
  toldStaying: settings.toldStaying.default(false),
  passedVersion: settings.passedVersion.default(''),
  filterHistory: settings.filterHistory.default([]),
  savedFilters: settings.savedFilters.default([]),
  /** The workspace that was open last. */
  workspace: z.string().nullable().default(null),
  /** Workspaces that were open, the last one first. */
  recent: z.array(z.string()).default([]),
});
export type Settings = z.output<typeof Settings>;

/** What could not be read of the settings' file at the start. */
export interface SettingsFault {
  /** Where the file is now, as it was. */
  aside: string;
  /** What has its default therefore: `theme`, `colourRules.2`; null is all. */
  lost: string[] | null;
}

export const SettingsChange = z.object(settings).partial();

export interface AppInfo {
  version: string;
  platform: 'darwin' | 'linux' | 'win32' | 'other';
  /** The system's language, as a tag. */
  locale: string;
  electron: string;
  node: string;
  /** It runs with all rights of the machine, and so do the commands that it starts. */
  root: boolean;
  /** Why the profile cannot be written, and the folder that is its stand-in for this session; null where it can. */
  standIn: { problem: Failure; folder: string } | null;
}

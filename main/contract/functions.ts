/** Functions: what a command is told, and what it did when it was tried. */

import { z } from 'zod';
import { COLOURS } from './colour-rules.ts';
import type { CommandOutcome, Content, Priority } from './jobs.ts';
import type { Wire } from './keys.ts';
import type { PacketFamily } from './packets.ts';
import type { ReasonId } from './reasons.ts';
import { ServerAddress } from './server.ts';
import type { Stuck } from './why.ts';
import type { OutsideWorker, WorkerInfo } from './workers.ts';

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

export const isOnce = (names: readonly string[]): boolean => new Set(names).size === names.length;

export const Definition = z.object({
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
  /** Of its jobs at any server of ours, each once, since the start. */
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

/** Why values last no longer than the program runs. */
export type NotKept = 'no-key-store' | 'refused';

/** What is known of secrets; nothing tells their values. */
export interface SecretState {
  /** Null where values are kept for the next start. */
  notKept: NotKept | null;
  /** Those of the names that were asked for which have a value. */
  set: string[];
}

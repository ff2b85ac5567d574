/** Job servers that the person works with: which there are, how each of them is, and what of them is looked at. */

import { z } from 'zod';
import type { Failure } from './errors.ts';
import { Wire } from './keys.ts';
import type { Reason, ReasonId } from './reasons.ts';
import { EMBEDDED, ServerAddress, type ServerFailure } from './server.ts';

/** The embedded server that is always there; its port and rules are in the settings. */
export const LOCAL = 'local';

/** What a server goes by in keys of jobs, packets and connections. It stays as it is when the server gets another label. */
export const ServerId = z.string().regex(/^[a-z0-9-]{1,40}$/);

export const SERVER_COLOURS = ['none', 'red', 'orange', 'yellow', 'green', 'blue', 'purple'] as const;
export const ServerColour = z.enum(SERVER_COLOURS);
export type ServerColour = z.output<typeof ServerColour>;

const Path = z.string().min(1).max(4096);

/** Paths of PEM files; without one's own certificate and without an authority where they are null. */
export const ServerTls = z.object({ ca: Path.nullable(), certificate: Path.nullable(), key: Path.nullable() });
export type ServerTls = z.output<typeof ServerTls>;

const Port = z.number().int().min(1).max(65535);
const Elsewhere = ServerAddress.refine((address) => address !== EMBEDDED, 'no-address' satisfies ReasonId);
export const SERVER_LABEL_MOST = 60;

const common = {
  label: z.string().trim().min(1).max(SERVER_LABEL_MOST),
  colour: ServerColour.default('none'),
  /** Servers of one name are looked at together; empty where it is in no group. */
  group: z.string().trim().max(SERVER_LABEL_MOST).default(''),
  /** It runs, or is looked at, as long as the program runs. */
  on: z.boolean().default(true),
};

/** Between two looks at an attached server, seconds. */
export const POLL_EVERY = { default: 2, least: 0.5, most: 300 } as const;

/** A server as the person describes it. */
export const ServerDraft = z.discriminatedUnion('kind', [
  /** One more of our own, in memory. */
  z.object({ kind: z.literal('embedded'), ...common, port: Port }),
  /** Somebody's, over the text protocol alone: counts, no contents. */
  z.object({
    kind: z.literal('attached'),
    ...common,
    address: Elsewhere,
    tls: ServerTls.nullable().default(null),
    every: z.number().min(POLL_EVERY.least).max(POLL_EVERY.most).default(POLL_EVERY.default),
  }),
  /** Somebody's, with us between it and those who come to our port: all their packets are seen. */
  z.object({
    kind: z.literal('proxy'),
    ...common,
    address: Elsewhere,
    tls: ServerTls.nullable().default(null),
    port: Port,
    /** What we show to those who come, where they speak TLS with us. */
    ownTls: ServerTls.extend({ certificate: Path, key: Path }).nullable().default(null),
    /** Refuses submissions and what changes the server by the text protocol. */
    readOnly: z.boolean().default(false),
  }),
]);
export type ServerDraft = z.output<typeof ServerDraft>;

/** Servers beside the first one. */
export const SERVERS_MOST = 200;

export const ServerEntry = z.object({ id: ServerId, server: ServerDraft });
export type ServerEntry = z.output<typeof ServerEntry>;

/** Where there is one, and how it would be reached: it is asked once. */
export const ServerTrial = z.object({ address: Elsewhere, tls: ServerTls.nullable().default(null) });
export type ServerTrial = z.output<typeof ServerTrial>;

export interface TriedServer {
  /** The echo's round trip, ms. */
  milliseconds: number;
  version: string | null;
}

/** What a server has, all functions together. Null is what it does not tell. */
export interface ServerCounts {
  functions: number;
  queued: number;
  running: number;
  workers: number;
  connections: number | null;
  /** Functions with jobs in the queue and no worker. */
  stuck: number;
}

/** A server and how it is. */
export interface ServerInfo {
  id: string;
  /** As the person described it; the first one's port is in the settings. */
  server: ServerDraft;
  /** `running` is there and answers; an attached one is `starting` until its first answer and `failed` while it cannot be reached. */
  state: 'stopped' | 'starting' | 'running' | 'failed';
  /** Where clients and workers reach it, or us before it. */
  address: string;
  /** The start, or the connection, that it is: ms since the epoch; 0 before the first. */
  run: number;
  /** The last echo's round trip through all that is between; only this makes the light green. */
  echo: { milliseconds: number; at: number } | null;
  version: string | null;
  /** When it was started, as far as it tells. */
  startedAt: number | null;
  /** Null while it cannot be asked. */
  counts: ServerCounts | null;
  /** When it was counted last; null before the first time. */
  countedAt: number | null;
  failure: ServerFailure | Failure | null;
  /** When it is tried again; null while nothing is wrong. */
  retryAt: number | null;
  loopback: boolean;
  /** The same text for all rows of the list that are one server: sums count it once. */
  same: string;
  /** Changing it is refused until it is unlocked: an attached one that is not on this machine. */
  locked: boolean;
  /** Commands of the text protocol that it does not know, of those that are asked: `prioritystatus`, `show jobs`, … */
  unknown: string[];
}

/** What is looked at. */
export const ServerScope = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('all') }),
  z.object({ kind: z.literal('group'), group: z.string().max(SERVER_LABEL_MOST) }),
  z.object({ kind: z.literal('server'), id: ServerId }),
]);
export type ServerScope = z.output<typeof ServerScope>;

/** Columns by which functions of servers are sorted; `server` by how many have it where a row is the sum of several. */
export const SERVER_FUNCTION_ORDERS = ['name', 'server', 'queued', 'running', 'workers'] as const;

/** Functions of the servers in a scope, some rows of them. */
export const ServerFunctionQuery = z.object({
  scope: ServerScope,
  /** A row for each function of each server, or one for each function with the sums of its servers. */
  by: z.enum(['server', 'function']),
  /** In the name, as it is shown; no matter whether large or small letters. */
  search: z.string().max(500).default(''),
  /** Only those with jobs in the queue and no worker; of sums, where that is so on one of the servers. */
  stuck: z.boolean().default(false),
  order: z.enum(SERVER_FUNCTION_ORDERS).default('name'),
  descending: z.boolean().default(false),
  /** By server: rows of a server stand together under one with its sums, servers in the order of the list. */
  grouped: z.boolean().default(false),
  /** By function: each of these is followed by a row for each of its servers. */
  open: z.array(Wire).max(100).default([]),
  from: z.number().int().min(0),
  count: z.number().int().min(1).max(1000),
});
export type ServerFunctionQuery = z.output<typeof ServerFunctionQuery>;

export interface ServerFunctionRow {
  /** The sums of a server's rows that follow it, whose name is empty; or one server's part of the function before it. */
  is: 'function' | 'server' | 'part';
  name: Wire;
  /** Servers that have it: one, or all whose sums this is. */
  servers: string[];
  /** Jobs that wait and that run. */
  queued: number;
  running: number;
  /** Jobs that wait by priority; null where a server does not tell. */
  waiting: { high: number; normal: number; low: number } | null;
  /** Of a server those that it has, each of which may do several functions. */
  workers: number;
  /** A server does not tell running jobs and workers: both are without its. */
  vague: boolean;
  /** How many functions of servers have jobs in the queue and no worker. */
  stuck: number;
}

export interface ServerFunctionWindow {
  /**
   * Rows that the query has with those that stand between them, functions that they are of, and their sums. A server that is in the
   * scope more than once has rows as often by server; sums, rows by function and what is stuck have it once.
   */
  total: number;
  functions: number;
  queued: number;
  running: number;
  workers: number;
  rows: ServerFunctionRow[];
}

/** Workers of the servers in a scope, each server once: those that registered for something. */
export const ServerWorkerQuery = z.object({
  scope: ServerScope,
  search: z.string().max(500).default(''),
  from: z.number().int().min(0),
  count: z.number().int().min(1).max(1000),
});
export type ServerWorkerQuery = z.output<typeof ServerWorkerQuery>;

export interface ServerWorkerRow {
  server: string;
  /** The server's number for its connection: a file descriptor at gearmand; 0 where it says none. */
  connection: number;
  address: string;
  /** Empty where it has not said one. */
  clientId: Wire;
  functions: Wire[];
}

export interface ServerWorkerWindow {
  total: number;
  rows: ServerWorkerRow[];
}

/** Jobs that an attached server has now, by handle: all that it tells of them. Other servers' jobs are in the list of jobs. */
export const ServerJobQuery = z.object({
  id: ServerId,
  search: z.string().max(500).default(''),
  from: z.number().int().min(0),
  count: z.number().int().min(1).max(1000),
});
export type ServerJobQuery = z.output<typeof ServerJobQuery>;

export interface ServerJobRow {
  handle: Wire;
  /** How often it was given to a worker that was lost. */
  retries: number;
  /** Cancelled, or its client has gone: no worker will get it. Whether a job runs is not told. */
  abandoned: boolean;
  background: boolean;
}

export interface ServerJobWindow {
  /** Null where the server does not know the question, has not answered it yet, or has more jobs than are asked for. */
  total: number | null;
  rows: ServerJobRow[];
}

/** Ten minutes as they were looked at, or a day by the minute; a day of a function by five. */
export const ServerHistorySpan = z.enum(['minutes', 'day']);
export type ServerHistorySpan = z.output<typeof ServerHistorySpan>;

/** Counts of a server, or of a function of it, from the moment of attaching on; the oldest first. */
export interface ServerHistory {
  /** Between two points, ms. */
  every: number;
  /** Of the first point, ms since the epoch. */
  from: number;
  /** Null where the server could not be asked. */
  queued: (number | null)[];
  running: (number | null)[];
  workers: (number | null)[];
}

/** What the text protocol can name: one word. What cannot be said in it is refused with a reason. */
const Named = Wire.min(1).max(1024);

/** Something that changes an attached server, by the text protocol. */
export const ServerAction = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('create'), function: Named }),
  /** Refused by the server while the function has jobs or workers. */
  z.object({ kind: z.literal('drop'), function: Named }),
  /** Null takes the bound away. */
  z.object({
    kind: z.literal('maxqueue'),
    function: Named,
    most: z.number().int().min(1).max(4_294_967_295).nullable(),
  }),
  /** A job that waits; one that runs goes on. */
  z.object({ kind: z.literal('cancel'), handle: Named }),
]);
export type ServerAction = z.output<typeof ServerAction>;

/** Of a file that is looked through for servers; characters. */
export const SERVER_FILE_MOST = 256 * 1024;

/** A server that a file or a pasted text names. */
export interface ServerOffer {
  label: string;
  /** As `ServerAddress` has it. */
  address: string;
  /** Whether it is asked for with TLS. */
  tls: boolean;
  /** The key that names it, as `GEARMAN_HOST` or `services.jobs.ports`; empty in a list of nothing else. */
  from: string;
  /** Where the key stands, from 1 on; null where that is not known. */
  line: number | null;
}

/** What seemed to name a server and could not be used. */
export interface ServerMisread extends Reason {
  from: string;
  line: number | null;
  /** What is written there. */
  text: string;
}

/** Servers of a file, to choose from. */
export interface ServerImport {
  /** The file's name; null of a pasted text. */
  file: string | null;
  /** Each address once. */
  offers: ServerOffer[];
  misread: ServerMisread[];
}

/**
 * The Gearman binary protocol as one table: number, who sends it, what family it belongs to, and its arguments in wire
 * order. `args` are ended by a NUL, `data` is the opaque rest. Types, codec and window follow from it.
 * Source: docs/protocol.md section 2.
 */

/** `relay` packets are sent by the worker as a request and passed on by the server to the client as a response. */
type Sender = 'client' | 'worker' | 'peer' | 'server' | 'relay' | 'nobody';

/** What a packet is for; the window gives each family a shape and a colour. */
export type Family = 'registration' | 'submission' | 'assignment' | 'progress' | 'terminal' | 'admin' | 'error';

export interface Definition {
  readonly type: number;
  readonly from: Sender;
  readonly family: Family;
  readonly args: readonly string[];
  readonly data?: string;
}

const submission = { from: 'client', family: 'submission', args: ['function', 'unique'], data: 'workload' } as const;
const reduction = { ...submission, args: ['function', 'unique', 'reducer', 'unused'] } as const;

export const PACKETS = {
  CAN_DO: { type: 1, from: 'worker', family: 'registration', args: ['function'] },
  CANT_DO: { type: 2, from: 'worker', family: 'registration', args: ['function'] },
  RESET_ABILITIES: { type: 3, from: 'worker', family: 'registration', args: [] },
  PRE_SLEEP: { type: 4, from: 'worker', family: 'assignment', args: [] },
  UNUSED: { type: 5, from: 'nobody', family: 'admin', args: [] },
  NOOP: { type: 6, from: 'server', family: 'assignment', args: [] },
  SUBMIT_JOB: { type: 7, ...submission },
  JOB_CREATED: { type: 8, from: 'server', family: 'submission', args: ['handle'] },
  GRAB_JOB: { type: 9, from: 'worker', family: 'assignment', args: [] },
  NO_JOB: { type: 10, from: 'server', family: 'assignment', args: [] },
  JOB_ASSIGN: { type: 11, from: 'server', family: 'assignment', args: ['handle', 'function'], data: 'workload' },
  WORK_STATUS: { type: 12, from: 'relay', family: 'progress', args: ['handle', 'numerator', 'denominator'] },
  WORK_COMPLETE: { type: 13, from: 'relay', family: 'terminal', args: ['handle'], data: 'result' },
  WORK_FAIL: { type: 14, from: 'relay', family: 'error', args: ['handle'] },
  GET_STATUS: { type: 15, from: 'client', family: 'admin', args: ['handle'] },
  ECHO_REQ: { type: 16, from: 'peer', family: 'admin', args: [], data: 'data' },
  ECHO_RES: { type: 17, from: 'server', family: 'admin', args: [], data: 'data' },
  SUBMIT_JOB_BG: { type: 18, ...submission },
  ERROR: { type: 19, from: 'server', family: 'error', args: ['code', 'text'] },
  STATUS_RES: {
    type: 20,
    from: 'server',
    family: 'admin',
    args: ['handle', 'known', 'running', 'numerator', 'denominator'],
  },
  SUBMIT_JOB_HIGH: { type: 21, ...submission },
  SET_CLIENT_ID: { type: 22, from: 'worker', family: 'registration', args: ['clientId'] },
  CAN_DO_TIMEOUT: { type: 23, from: 'worker', family: 'registration', args: ['function', 'timeout'] },
  ALL_YOURS: { type: 24, from: 'nobody', family: 'registration', args: [] },
  WORK_EXCEPTION: { type: 25, from: 'relay', family: 'error', args: ['handle'], data: 'exception' },
  OPTION_REQ: { type: 26, from: 'peer', family: 'admin', args: ['option'] },
  OPTION_RES: { type: 27, from: 'server', family: 'admin', args: ['option'] },
  WORK_DATA: { type: 28, from: 'relay', family: 'progress', args: ['handle'], data: 'data' },
  WORK_WARNING: { type: 29, from: 'relay', family: 'progress', args: ['handle'], data: 'warning' },
  GRAB_JOB_UNIQ: { type: 30, from: 'worker', family: 'assignment', args: [] },
  JOB_ASSIGN_UNIQ: {
    type: 31,
    from: 'server',
    family: 'assignment',
    args: ['handle', 'function', 'unique'],
    data: 'workload',
  },
  SUBMIT_JOB_HIGH_BG: { type: 32, ...submission },
  SUBMIT_JOB_LOW: { type: 33, ...submission },
  SUBMIT_JOB_LOW_BG: { type: 34, ...submission },
  SUBMIT_JOB_SCHED: {
    type: 35,
    from: 'nobody',
    family: 'submission',
    args: ['function', 'unique', 'minute', 'hour', 'dayOfMonth', 'month', 'dayOfWeek'],
    data: 'workload',
  },
  SUBMIT_JOB_EPOCH: { type: 36, ...submission, args: ['function', 'unique', 'epoch'] },
  SUBMIT_REDUCE_JOB: { type: 37, ...reduction },
  SUBMIT_REDUCE_JOB_BACKGROUND: { type: 38, ...reduction },
  GRAB_JOB_ALL: { type: 39, from: 'worker', family: 'assignment', args: [] },
  JOB_ASSIGN_ALL: {
    type: 40,
    from: 'server',
    family: 'assignment',
    args: ['handle', 'function', 'unique', 'reducer'],
    data: 'workload',
  },
  GET_STATUS_UNIQUE: { type: 41, from: 'client', family: 'admin', args: ['unique'] },
  STATUS_RES_UNIQUE: {
    type: 42,
    from: 'server',
    family: 'admin',
    args: ['unique', 'known', 'running', 'numerator', 'denominator', 'clients'],
  },
} as const satisfies Record<string, Definition>;

export type PacketName = keyof typeof PACKETS;

type Text<D extends Definition> = { readonly [A in D['args'][number]]: string };
type Data<D extends Definition> = D extends { data: infer K extends string } ? { readonly [A in K]: Buffer } : unknown;

/** A packet: its name and arguments. Text arguments are latin1 strings, one character per byte; data is a Buffer. */
export type PacketOf<N extends PacketName> = N extends PacketName
  ? { readonly name: N } & Text<(typeof PACKETS)[N]> & Data<(typeof PACKETS)[N]>
  : never;
export type Packet = PacketOf<PacketName>;

/** The magic says who speaks: REQ to the server, RES from it. */
export type Magic = 'REQ' | 'RES';

const names: (PacketName | undefined)[] = [];
for (const [name, definition] of Object.entries(PACKETS)) names[definition.type] = name as PacketName;

/** The name of packet type `type`, or undefined where the protocol has none. */
export const nameOf = (type: number): PacketName | undefined => names[type];

/** gearmand reads some arguments as C does: what follows a NUL does not count. docs/protocol.md section 1. */
export const beforeNul = (text: string): string => text.split('\0', 1)[0] as string;

/** The table row of a packet, with its types widened for code that treats all packets alike. */
export const definitionOf = (name: PacketName): Definition => PACKETS[name];

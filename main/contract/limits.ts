const KiB = 1024;
const MiB = 1024 * KiB;
const GiB = 1024 * MiB;

/** What a limit counts: bytes, seconds, or things. */
export interface Limit {
  readonly of: 'bytes' | 'seconds' | 'things';
  readonly default: number;
  readonly least: number;
  readonly most: number;
}

/** How much the job server takes in before it refuses more. docs/protocol.md section 10 says what happens then. */
export const LIMITS = {
  /** Payload that a packet may declare. */
  packet: { of: 'bytes', default: 256 * MiB, least: KiB, most: GiB },
  /** A line of the text protocol. */
  line: { of: 'bytes', default: 8 * KiB, least: 64, most: MiB },
  connections: { of: 'things', default: 10_000, least: 1, most: 1_000_000 },
  /** What waits for a peer that does not read. */
  unsent: { of: 'bytes', default: 512 * MiB, least: MiB, most: 16 * GiB },
  /** Silence in the middle of a message. */
  unfinished: { of: 'seconds', default: 60, least: 1, most: 86_400 },
  /** Silence after which the system asks whether a peer is still there; Linux takes no longer time. */
  keepAlive: { of: 'seconds', default: 60, least: 1, most: 32_767 },
  /** Unfinished jobs, of all functions and of one; their workloads. */
  jobs: { of: 'things', default: 4_000_000, least: 1, most: 10_000_000 },
  jobBytes: { of: 'bytes', default: 2 * GiB, least: KiB, most: 1024 * GiB },
  functionJobs: { of: 'things', default: 2_000_000, least: 1, most: 10_000_000 },
  functionBytes: { of: 'bytes', default: GiB, least: KiB, most: 1024 * GiB },
} as const satisfies Record<string, Limit>;

export type LimitName = keyof typeof LIMITS;

export const LIMIT_NAMES = Object.keys(LIMITS) as readonly LimitName[];

/** A number for each limit; bytes, seconds or a count. */
export type ServerLimits = Record<LimitName, number>;

/** Limits that a person chose; what is not there is as in the table. */
export type ChosenLimits = { [name in LimitName]?: number | undefined };

/** Jobs that commands may be let do at once. */
export const CONCURRENCY_MOST = 1024;

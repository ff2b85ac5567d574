/** What crosses of captured packets: which are asked for, and what the window shows of them. */
import { z } from 'zod';
import type { ColourSign } from './colour-rules.ts';
import type { JobStep } from './jobs.ts';
import { ConnectionKey, JobKey, OnServers, type Wire } from './keys.ts';

export const PACKET_FAMILIES = [
  'registration',
  'submission',
  'assignment',
  'progress',
  'terminal',
  'admin',
  'error',
] as const;
export type PacketFamily = (typeof PACKET_FAMILIES)[number];

export interface PacketRow {
  seq: number;
  at: number;
  direction: 'in' | 'out';
  party: 'client' | 'worker' | 'peer';
  connection: ConnectionKey;
  /** Client id or address of the connection. */
  who: Wire;
  address: Wire;
  /** What the connection has shown to be, so far. */
  role: 'client' | 'worker' | null;
  /** Packet type, or what the entry is where it is no packet. */
  type: string;
  /** A gap is what a capture file lacks; its content says how many bytes. */
  kind: 'packet' | 'text' | 'garbage' | 'gap';
  family: PacketFamily;
  function: Wire | null;
  handle: Wire | null;
  unique: Wire | null;
  size: number;
  /** What it carries, cut. */
  content: Wire;
  /** Its other arguments, cut: figures, options, codes. */
  values: Record<string, Wire>;
  origin: 'self' | 'probe' | 'other';
  /** The job whose story it belongs to: a submission has no handle yet, and is its first packet all the same. */
  job: Wire | null;
  /** Time since the packet before it of the same job, ms. */
  sinceJob: number | null;
  /** Number of the request that it answers. */
  answers: number | null;
  /** It tells a client that its submission became part of a job that was there already. */
  joined: boolean;
  /** The person's comment, empty where it is marked without one; null where it is not marked. */
  mark: string | null;
  /** The person's rule that colours it. */
  colour: ColourSign | null;
}

/** Columns of the list, in the order in which they stand at first. */
export const PACKET_COLUMNS = [
  'number',
  'marks',
  'time',
  'sincePrevious',
  'sinceJob',
  'direction',
  'server',
  'connection',
  'type',
  'function',
  'handle',
  'unique',
  'size',
  'info',
] as const;
export type PacketColumn = (typeof PACKET_COLUMNS)[number];
export const FIRST_COLUMNS: readonly PacketColumn[] = PACKET_COLUMNS.filter(
  (column) => column !== 'sinceJob' && column !== 'server' && column !== 'unique',
);

/** What the column of time tells: since the server's start, of day, since the row above, since the job's last packet, since a chosen packet. */
export const PACKET_TIMES = ['start', 'clock', 'previous', 'job', 'reference'] as const;
export type PacketTime = (typeof PACKET_TIMES)[number];
/** An expression, docs/filter.md. */
export const FilterText = z.string().max(2000);
/** Filters that are remembered, and that are saved. */
export const FILTERS_KEPT = 50;
export const FILTERS_SAVED = 100;

/** What is drawn above the list. */
export const PACKET_PICTURES = ['none', 'lanes', 'rates'] as const;
export type PacketPicture = (typeof PACKET_PICTURES)[number];

/** What the list is narrowed to beside its filter. */
export const PacketScope = z.object({
  /** What belongs to a job, over all connections. */
  job: JobKey.nullable().default(null),
  connections: z.array(ConnectionKey).max(200).nullable().default(null),
  /** From one time up to, not including, another. */
  time: z.object({ from: z.number(), to: z.number() }).nullable().default(null),
  servers: OnServers,
});
export type PacketScope = z.output<typeof PacketScope>;

/** Which packets are shown. */
export const PacketFilter = z.object({
  /** A call refuses one that cannot be read. */
  filter: FilterText.default(''),
  /** Show Gearbench's own health probe too. */
  probes: z.boolean().default(false),
  scope: PacketScope.default({ job: null, connections: null, time: null, servers: null }),
});
export type PacketFilter = z.output<typeof PacketFilter>;

/** What may be written at a place of a filter. */
export interface FilterSuggestion {
  kind: 'field' | 'operator' | 'value' | 'test';
  /** As it is written; a test is a field, its operator and a value. */
  text: string;
  field: string | null;
  /** In how many of the packets that were looked at it was seen; null where that is not counted. */
  count: number | null;
}

export interface FilterSuggestions {
  /** What of the text a suggestion takes the place of. */
  start: number;
  end: number;
  suggestions: FilterSuggestion[];
  /** Packets that were looked at for the counts, the newest ones; 0 where nothing is counted. */
  looked: number;
}

/** Looks for a shown packet: the one with a number or the next one there is, or the nearest one with a mark, or of the same job. */
export const PacketSearch = PacketFilter.extend({
  seq: z.number().int().min(0),
  by: z.enum(['number', 'mark', 'job']),
  direction: z.enum(['next', 'previous']).default('next'),
});
export type PacketSearch = z.output<typeof PacketSearch>;

/** A packet and its position in the filtered list. */
export interface PacketPlace {
  seq: number;
  position: number;
}

/** A packet of a story. Connections are those of the job's server. */
export interface StoryPacket {
  seq: number;
  at: number;
  direction: 'in' | 'out';
  type: string;
  family: PacketFamily;
  connection: number;
  who: Wire;
}

/** Something that happened to a job, from its packets or from its history. */
export interface StoryStep {
  /** Those of the history, of which packets tell the most; and that somebody asked how far it is. */
  kind: Exclude<JobStep['kind'], 'status' | 'fail'> | 'progress' | 'failed' | 'asked';
  at: number;
  /** Since the first step, and from the request to its answer, ms. */
  since: number;
  took: number | null;
  /** Who asked, or who said it; null where it was nobody or is not known. */
  connection: number | null;
  who: Wire;
  /** Its packets, of many the first ones. None where only the history of jobs tells of it. */
  packets: StoryPacket[];
  /** Clients that it was passed on to. */
  told: number;
  /** Arguments of the answer, or of what was said: figures. */
  values: Record<string, Wire>;
  /** Bytes of the packet, or of what it carried where the packet is gone; null where it is not known. */
  size: number | null;
  /** What is left out between this step and the next one, because there is too much of it; `kind` where it is all of one. */
  omitted: { steps: number; packets: number; kind: StoryStep['kind'] | null } | null;
}

/** How a story is shown, whether room tells the time in its picture, and as what it is saved. */
export const STORY_VIEWS = ['diagram', 'table'] as const;
export const STORY_TIMES = ['compressed', 'scale'] as const;
export const StoryFormat = z.enum(['svg', 'mermaid']);
export type StoryFormat = z.output<typeof StoryFormat>;
/** Characters of a story as a file. */
export const STORY_MOST = 16_000_000;

export interface Story {
  steps: StoryStep[];
  /** Its first packets are gone, or too many came after them: what they were is told from the history of jobs, as far as that goes. */
  partly: boolean;
}

/** Connections over time: the last packets, up to `until`. */
export const LanesQuery = z.object({
  probes: z.boolean().default(false),
  servers: OnServers,
  /** How far back, ms. */
  span: z.number().min(1).max(86_400_000),
  columns: z.number().int().min(1).max(1000),
  until: z.number().int().min(0).nullable().default(null),
});

export interface PacketLane {
  connection: ConnectionKey;
  who: Wire;
  role: 'client' | 'worker' | null;
  packets: number;
  /** For each column the families that lie in it, a bit for each in the order of PACKET_FAMILIES. */
  cells: Uint8Array;
}

export interface PacketLanes {
  /** Times of the first column's beginning and of the newest packet. */
  from: number;
  to: number;
  lanes: PacketLane[];
  /** Connections beside those. */
  others: number;
}

/** Packets per second by type, up to now. */
export const RatesQuery = z.object({
  probes: z.boolean().default(false),
  servers: OnServers,
  seconds: z.number().int().min(10).max(3600),
});

export interface PacketRates {
  /** The first second, since the epoch. */
  from: number;
  /** Types with the most packets, and how many came in each second. */
  types: { type: string; family: PacketFamily; counts: Uint32Array }[];
  /** All types that are not listed. */
  others: Uint32Array;
  /** It is still being counted. */
  counting: boolean;
}

export const COMMENT_CHARACTERS = 2000;

export interface PacketMark {
  row: PacketRow;
  comment: string;
}

export interface PacketMarks {
  /** The first thousand, in the order of their packets. */
  marks: PacketMark[];
  total: number;
  /** Marks that were forgotten with their packets. */
  forgotten: number;
}

export const PacketQuery = PacketFilter.extend({
  /** Position in the filtered list, or its end. Positions stay: they count from the first packet ever. */
  from: z.union([z.literal('end'), z.number().int().min(0)]),
  rows: z.number().int().min(1).max(500),
  /** Show nothing from this packet number on: the view is paused. */
  until: z.number().int().min(0).nullable().default(null),
});
export type PacketQuery = z.output<typeof PacketQuery>;

export interface PacketWindow {
  /** Positions of the first and past the last row that can be shown; the first goes down while older packets are looked at. */
  first: number;
  end: number;
  /** Position of rows[0]. */
  from: number;
  rows: PacketRow[];
  /** When the packet above rows[0] came; null where there is none. */
  before: number | null;
  /** Packets held, and packets that were forgotten because the capture is bounded. */
  held: number;
  forgotten: number;
  /** Packets of our own probe that the view hides. */
  hidden: number;
  /** Rows that came after `until`. */
  newer: number;
  /** Number of the next packet to come. */
  next: number;
  /** Packets that are marked, and marks that were forgotten with their packets. */
  marks: { held: number; forgotten: number };
  /** Share of the capture that the filter has been applied to, 0 to 1. */
  scanned: number;
}

export interface PacketField {
  name: string;
  start: number;
  end: number;
  /** Wireshark's name for it. */
  displayField: string | null;
}

export interface PacketDetail {
  row: PacketRow;
  fields: PacketField[];
  /** The first of the packet's bytes. */
  bytes: Uint8Array;
  /** How many of them are kept. */
  kept: number;
}

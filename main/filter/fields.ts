import { nearest } from './near.ts';
import { OWN_FIELDS } from './own-fields.ts';
import type { FilteredPacket, FilterFacts, Place } from './packet.ts';
import { WIRE_FIELDS } from './wire-fields.ts';

/**
 * How a field is read of a packet. A `text` or `bytes` says where it lies, or false where the packet has none; a `number` or
 * `time`, the latter in microseconds, is NaN then; a `label` is there or not.
 */
export type Reader =
  | { readonly type: 'text' | 'bytes'; readonly read: (packet: FilteredPacket, place: Place) => boolean }
  | { readonly type: 'number' | 'time'; readonly read: (packet: FilteredPacket) => number }
  | { readonly type: 'label'; readonly read: (packet: FilteredPacket) => boolean };

export type Source = 'jobs' | 'marks' | 'expert';

export interface FieldDefinition {
  readonly name: string;
  readonly type: Reader['type'];
  /** Values that it can have, where they are few: of a number, the names that may stand for it. */
  readonly values?: ReadonlyMap<string, number> | readonly string[];
  /** What it is read from that may become known, or change, after the packet has come. */
  readonly from?: Source;
  /** How it is read, given what is known beside the packet. */
  readonly bind: (facts: FilterFacts) => Reader;
}

/** All fields by name: Wireshark's, and ours. */
export const FIELDS: ReadonlyMap<string, FieldDefinition> = new Map(
  [...WIRE_FIELDS, ...OWN_FIELDS].map((field) => [field.name, field]),
);

export const fieldNamed = (name: string): FieldDefinition | undefined => FIELDS.get(name);

/** Beginnings of names that stand for fields of Wireshark or of ours, and are no words to search. */
const FIELD_LIKE = /^(?:gearman|gb|frame|tcp|ip|ipv6|eth|udp)\.\w/i;

/** What people call fields, and what Wireshark calls what is not part of a capture here. */
const MEANT: Readonly<Record<string, string>> = {
  type: 'gearman.pkt_type',
  function: 'gearman.func.name',
  func: 'gearman.func.name',
  unique: 'gearman.uniq_id',
  workload: 'gearman.func.arg',
  handle: 'gearman.job.handle',
  job: 'gb.job',
  size: 'gb.size',
  'frame.len': 'gb.size',
  'frame.time_delta_displayed': 'gb.delta',
  'tcp.stream': 'gb.conn',
};

/** Whether a word is meant as a field though there is none of its name. */
export const isFieldLike = (word: string): boolean =>
  FIELD_LIKE.test(word) || (word.includes('.') && nearest(word, FIELDS.keys()) !== undefined);

/** The field that was probably meant. */
export function nearestField(word: string): string | undefined {
  const lower = word.toLowerCase();
  if (Object.hasOwn(MEANT, lower)) return MEANT[lower];
  const ending = [...FIELDS.keys()].find((name) => name.endsWith(`.${lower}`));
  return ending ?? nearest(word, FIELDS.keys());
}

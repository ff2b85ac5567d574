import { displayField } from '../protocol/describe.ts';
import { GARBAGE, HEADER, TEXT } from '../protocol/framer.ts';
import { definitionOf, PACKETS, type PacketName } from '../protocol/packets.ts';
import type { FieldDefinition } from './fields.ts';
import type { FilteredPacket, Place } from './packet.ts';

/**
 * The fields of Wireshark's Gearman dissector and of its frames, read from the packet's bytes. Where it is known to be wrong
 * ours are right: docs/filter.md lists the differences.
 */
const NAMES = Object.keys(PACKETS) as PacketName[];

/** Type numbers by name, the names that Wireshark has for them included. */
export const TYPE_NUMBERS: ReadonlyMap<string, number> = new Map([
  ...NAMES.map((name) => [name, definitionOf(name).type] as const),
  ['SUBMIT_REDUCE_JOB_BG', PACKETS.SUBMIT_REDUCE_JOB_BACKGROUND.type],
  ['TEXT', 0],
]);

const isPacket = ({ type }: FilteredPacket): boolean => type !== TEXT && type !== GARBAGE;

/** Where an argument lies in each type of packet: how many are before it, and whether it is the last. */
interface Position {
  readonly before: number;
  readonly last: boolean;
}

/** The positions of each field that is an argument, by packet type. */
function positions(): Map<string, (Position | undefined)[]> {
  const found = new Map<string, (Position | undefined)[]>();
  for (const name of NAMES) {
    const { type, args, data } = definitionOf(name);
    const all = data === undefined ? args : [...args, data];
    for (const [before, argument] of all.entries()) {
      const field = argument === 'unused' ? undefined : displayField(name, argument);
      if (field === undefined) continue;
      const types = found.get(field) ?? Array<Position | undefined>(256).fill(undefined);
      types[type] = { before, last: before === all.length - 1 };
      found.set(field, types);
    }
  }
  return found;
}

/** Finds an argument. The last runs to the end and counts as absent where it is empty, as in Wireshark. */
function findArgument(packet: FilteredPacket, { before, last }: Position, place: Place): boolean {
  if (!packet.locate()) return false;
  const { block, end } = packet;
  let at = packet.start + HEADER;
  for (let skipped = 0; skipped < before; skipped += 1) {
    while (at < end && block[at] !== 0) at += 1;
    if (at >= end) return false;
    at += 1;
  }
  place.block = block;
  place.from = at;
  if (last) {
    place.to = end;
    return end > at;
  }
  while (at < end && block[at] !== 0) at += 1;
  place.to = at;
  return true;
}

function inBytes(packet: FilteredPacket, place: Place, from: number, to: number): boolean {
  if (!packet.locate()) return false;
  place.block = packet.block;
  place.from = Math.min(packet.start + from, packet.end);
  place.to = Math.min(packet.start + to, packet.end);
  return true;
}

const argumentFields: FieldDefinition[] = [...positions()].map(([name, types]) => ({
  name,
  type: 'text',
  bind: () => ({
    type: 'text',
    read: (packet, place) => {
      const position = types[packet.type];
      return position !== undefined && findArgument(packet, position, place);
    },
  }),
}));

/** All bytes of a packet, a line or garbage. */
const wholeField = (name: string): FieldDefinition => ({
  name,
  type: 'bytes',
  bind: () => ({ type: 'bytes', read: (packet, place) => inBytes(packet, place, 0, packet.size) }),
});

const FIRST_ARGUMENT: Position = { before: 0, last: false };

export const WIRE_FIELDS: readonly FieldDefinition[] = [
  wholeField('gearman'),
  wholeField('frame'),
  {
    name: 'gearman.pkt_type',
    type: 'number',
    values: TYPE_NUMBERS,
    bind: () => ({ type: 'number', read: (packet) => (isPacket(packet) ? packet.type : Number.NaN) }),
  },
  {
    name: 'gearman.pkt_type.unknown',
    type: 'label',
    bind: () => ({ type: 'label', read: (packet) => isPacket(packet) && !KNOWN.has(packet.type) }),
  },
  {
    name: 'gearman.magic_code',
    type: 'text',
    values: ['REQ', 'RES'],
    bind: () => ({ type: 'text', read: (packet, place) => isPacket(packet) && inBytes(packet, place, 1, 4) }),
  },
  {
    name: 'gearman.data_size',
    type: 'number',
    bind: () => ({ type: 'number', read: (packet) => (isPacket(packet) ? packet.size - HEADER : Number.NaN) }),
  },
  {
    name: 'gearman.data_content',
    type: 'text',
    bind: () => ({
      type: 'text',
      read: (packet, place) => isPacket(packet) && findArgument(packet, FIRST_ARGUMENT, place),
    }),
  },
  {
    name: 'gearman.mgr_cmd',
    type: 'text',
    bind: () => ({ type: 'text', read: (packet, place) => !packet.out && findLine(packet, place) }),
  },
  ...argumentFields,
  {
    name: 'frame.number',
    type: 'number',
    bind: () => ({ type: 'number', read: (packet) => packet.seq }),
  },
  {
    name: 'frame.time_relative',
    type: 'time',
    bind: (facts) => ({ type: 'time', read: (packet) => microseconds(packet.at - facts.startOf(packet.host)) }),
  },
  {
    name: 'frame.time_delta',
    type: 'time',
    bind: (facts) => ({ type: 'time', read: (packet) => sincePrevious(packet, facts) }),
  },
];

const KNOWN = new Set(TYPE_NUMBERS.values());
const [LINE_FEED, RETURN] = [0x0a, 0x0d];

/** The line of a text command or answer, without its end. */
export function findLine(packet: FilteredPacket, place: Place): boolean {
  if (packet.type !== TEXT || !inBytes(packet, place, 0, packet.size)) return false;
  for (const end of [LINE_FEED, RETURN]) if (place.to > place.from && place.block[place.to - 1] === end) place.to -= 1;
  return true;
}

export const microseconds = (milliseconds: number): number => Math.round(milliseconds * 1000);

/** Microseconds since the packet before, 0 for the first, or one whose predecessor was forgotten. */
export function sincePrevious({ seq, at }: FilteredPacket, facts: { timeOf(seq: number): number | undefined }): number {
  return microseconds(at - (facts.timeOf(seq - 1) ?? at));
}

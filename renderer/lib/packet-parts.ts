import type { PacketDetail, PacketField } from '../../main/contract/packets.ts';

/** Bytes of a packet before its arguments. */
const HEADER = 12;

export interface PacketPart extends PacketField {
  /** It stands before the packet's own fields. */
  header: boolean;
}

/** The header's parts before the packet's own fields; a line or garbage is one part. */
export function partsOf({ row, fields, kept }: PacketDetail): PacketPart[] {
  const part = (name: string, start: number, end: number, displayField: string | null = null, header = true) => ({
    name,
    start,
    end: Math.min(end, kept),
    displayField,
    header,
  });
  if (row.kind !== 'packet') return [part(row.kind, 0, kept, null, false)];
  return [
    part('magic', 0, 4, 'gearman.magic_code'),
    part('type', 4, 8, 'gearman.pkt_type'),
    part('size', 8, HEADER, 'gearman.data_size'),
    ...fields.map((field) => ({ ...field, header: false })),
  ];
}

/** What a byte belongs to; undefined for a NUL between two arguments. */
export const partAt = (parts: readonly PacketPart[], at: number): PacketPart | undefined =>
  parts.findLast(({ start, end }) => at >= start && at < end);

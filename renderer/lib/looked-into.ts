import type { DecodeSource } from '../../main/contract/decode.ts';
import type { JobDetail, KeptContent } from '../../main/contract/jobs.ts';
import type { PacketDetail } from '../../main/contract/packets.ts';
import { textOfKey } from '../store/jobs.ts';
import { type PacketPart, partsOf } from './packet-parts.ts';

/** What is looked into: the bytes of a packet, or what was kept of a job. */
export interface LookedInto {
  source: DecodeSource;
  /** Tells it from all others; what has grown is another. */
  id: string;
  parts: readonly PacketPart[];
  /** The first of its bytes. */
  bytes: Uint8Array;
  /** Bytes that are kept, and that there were. */
  kept: number;
  size: number;
  /** The packet's type. */
  type: string | null;
}

export const packetLookedInto = (detail: PacketDetail): LookedInto => ({
  source: { kind: 'packet', seq: detail.row.seq },
  id: `packet ${detail.row.seq}`,
  parts: partsOf(detail),
  bytes: detail.bytes,
  kept: detail.kept,
  size: detail.row.size,
  type: detail.row.type,
});

/** A job's workload or result is one part, all of it data. */
export function jobLookedInto(
  { key }: JobDetail,
  part: 'workload' | 'result',
  { bytes, kept, size }: KeptContent,
): LookedInto {
  return {
    source: { kind: 'job', key, part },
    id: `${part} of ${textOfKey(key)}, ${kept}`,
    parts: [{ name: part, start: 0, end: kept, displayField: null, header: false }],
    bytes: bytes ?? new Uint8Array(),
    kept,
    size,
    type: null,
  };
}

import { z } from 'zod';
import type { Failure } from './errors.ts';
import { PacketFilter } from './packets.ts';

/** What packets can be written as. */
export const CaptureFormat = z.enum(['pcapng', 'jsonl', 'csv', 'text', 'markdown', 'mermaid']);
export type CaptureFormat = z.output<typeof CaptureFormat>;

/** Packets to be exported: all that are held, those that the list shows, or some. */
export const PacketExport = z.object({
  format: CaptureFormat,
  packets: z.discriminatedUnion('which', [
    z.object({ which: z.literal('all') }),
    z.object({ which: z.literal('shown'), filter: PacketFilter }),
    z.object({ which: z.literal('some'), seqs: z.array(z.number().int().min(0)).min(1).max(100_000) }),
  ]),
});
export type PacketExport = z.output<typeof PacketExport>;

const MIB = 1024 * 1024;

/** A recording begins a next file when one has so many bytes, and keeps the last `files`. */
export const RecordingLimits = z.object({
  bytes: z
    .number()
    .int()
    .min(MIB)
    .max(100 * 1024 * MIB)
    .default(1024 * MIB),
  files: z.number().int().min(1).max(1000).default(10),
});
export type RecordingLimits = z.output<typeof RecordingLimits>;

export interface CaptureState {
  /** The file whose packets are shown instead of the live ones. */
  open: {
    name: string;
    /** Share of it that has been read, 0 to 1. */
    read: number;
    reading: boolean;
    packets: number;
    connections: number;
    /** Frames of links that are not known: they were not looked at. */
    unknownLinks: number;
    /** Why it could not be read to its end. */
    problem: Failure | null;
  } | null;
  /** The file that was left for the live packets and can be gone back to; its name. */
  left: string | null;
  exporting: { name: string; packets: number; total: number } | null;
  recording: {
    name: string;
    packets: number;
    bytes: number;
    files: number;
    /** Packets that were forgotten before they could be written. */
    missed: number;
    /** Why it has ended by itself. */
    problem: Failure | null;
  } | null;
}

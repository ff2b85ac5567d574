import { z } from 'zod';
import { DECODE_LIMITS, DECODERS, type DecoderName } from './decode-limits.ts';
import { JobKey } from './keys.ts';

/* What a workload is, layer by layer: what crosses between window and engine. Sizes and places are bytes. */

/** The limit that decoding stopped at, or that it took more memory than it may. */
export type DecodeStop = keyof typeof DECODE_LIMITS | 'memory';

/** Whose data: what a packet carries, or what was kept of a job. */
export const DecodeSource = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('packet'), seq: z.number().int().min(0) }),
  z.object({ kind: z.literal('job'), key: JobKey, part: z.enum(['workload', 'result']) }),
]);
export type DecodeSource = z.output<typeof DecodeSource>;

export const DecodeRequest = z.object({
  source: DecodeSource,
  /** What the first layers are taken for, as a person chose; the rest is found out. */
  as: z.array(z.enum(DECODERS)).max(DECODE_LIMITS.layers + 1),
});
export type DecodeRequest = z.output<typeof DecodeRequest>;

export interface DecodedLayer {
  as: DecoderName;
  /** Bytes that it was read from. */
  size: number;
}

/** Why something could not be read to its end, and where: a place in the last layer's bytes. */
export interface DecodeProblem {
  /** `unexpected`: what stands there cannot; `ends`: too early; `damaged`; `left`: bytes behind the end. */
  code: 'unexpected' | 'ends' | 'damaged' | 'left';
  at: number;
  /** Where it is a text: counted from 1, in characters. */
  line: number | null;
  column: number | null;
}

export type NodeKind =
  | 'object'
  | 'array'
  | 'string'
  | 'binary'
  | 'integer'
  | 'float'
  | 'boolean'
  | 'null'
  | 'reference'
  | 'enum'
  | 'extension';

export interface DecodedNode {
  id: number;
  /** Its name or place in what it is part of; null for the whole. */
  key: string | null;
  kind: NodeKind;
  /** What it says, cut; null where it has parts instead. A number is as it was written. */
  value: string | null;
  /** The value goes on. */
  cut: boolean;
  /** Its class, or who may see it: PHP's own words. */
  note: string | null;
  /** Where it stands in the last layer's bytes. */
  start: number;
  end: number;
  children: number;
}

export type DecodedContent =
  | { kind: 'tree'; root: DecodedNode; nodes: number }
  | { kind: 'text'; characters: number }
  | { kind: 'image'; type: string; width: number; height: number }
  | { kind: 'bytes' };

export interface Decoded {
  /** Place of the data in the packet; 0 for a job's. */
  at: number;
  layers: DecodedLayer[];
  /** What the last layer says. */
  content: DecodedContent;
  stopped: DecodeStop | null;
  problem: DecodeProblem | null;
}

const place = z.number().int().min(0);

/** `send` is a command that sends the packet again. */
export const CopyForm = z.enum(['hex', 'c', 'base64', 'text', 'send']);
export type CopyForm = z.output<typeof CopyForm>;

/** Bytes of a packet from a place up to another. */
export const CopyRequest = z.object({ seq: place, form: CopyForm, start: place, end: place });

export const CopyInnerRequest = DecodeRequest.extend({ form: CopyForm, start: place, end: place });
export const PathRequest = DecodeRequest.extend({ at: place });

/** A node on the way to a byte, and its place among the parts of the one before. */
export interface PathStep {
  node: DecodedNode;
  place: number;
}

export const NodesRequest = DecodeRequest.extend({ node: place, from: place });
export const TextRequest = DecodeRequest.extend({ from: place });
/** `layer` is the one that was read from the bytes; -1 is the last one. */
export const LayerBytesRequest = DecodeRequest.extend({ layer: z.number().int().min(-1), from: place });

import { basename } from 'node:path';
import type { Recorder } from '../capture/recorder.ts';
import { CaptureRing, DEFAULT_RING } from '../capture/ring.ts';
import type { RowParts } from '../capture/rows.ts';
import { readApart } from '../capture-files/read-apart.ts';
import type { CaptureState } from '../contract/captures.ts';
import { failureOf } from '../contract/errors.ts';
import { FilePackets } from './file-packets.ts';
import { type PacketParts, packetCalls } from './packets.ts';

/** Packets and bytes that are held of a file; of more the last ones, and it is told how many were forgotten. */
const RING = { ...DEFAULT_RING, bytes: 256 * 1024 * 1024 };

/** A capture file whose packets are shown in the place of the live ones. */
export interface OpenCapture {
  readonly ring: CaptureRing;
  readonly recorders: readonly Recorder[];
  readonly calls: ReturnType<typeof packetCalls>;
  readonly functionOf: RowParts['functionOf'];
  readonly began: FilePackets['began'];
  readonly state: NonNullable<CaptureState['open']>;
  /** Reads no more of it. */
  end(): void;
  /** Resolves when no more is read. */
  readonly read: Promise<void>;
}

/** Begins to read a file. What goes wrong is told in its state. */
export function openCapture(path: string, { onChange, rules }: Pick<PacketParts, 'onChange' | 'rules'>): OpenCapture {
  const ring = new CaptureRing(RING);
  const packets = new FilePackets(ring);
  const { recorders, functionOf, began } = packets;
  const calls = packetCalls({ ring, recorders, functionOf, onChange, rules, began });
  const ending = new AbortController();
  const state: OpenCapture['state'] = {
    name: basename(path),
    read: 0,
    reading: true,
    packets: 0,
    connections: 0,
    unknownLinks: 0,
    problem: null,
  };

  const read = readApart({
    path,
    signal: ending.signal,
    onPackets: (batch) => packets.take(batch, calls.marks),
    onProgress: ({ size, read: bytes, packets: found, connections, unknownLinks }) => {
      Object.assign(state, { read: size === 0 ? 1 : bytes / size, packets: found, connections, unknownLinks });
      onChange();
    },
  })
    .then(
      () => {},
      (error: unknown) => {
        state.problem = failureOf(error);
      },
    )
    .then(() => {
      state.reading = false;
      onChange();
    });
  return { ring, recorders, calls, functionOf, began, state, end: () => ending.abort(), read };
}

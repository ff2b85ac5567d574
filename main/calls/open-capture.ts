import { basename } from 'node:path';
import { Recorder } from '../capture/recorder.ts';
import { CaptureRing, DEFAULT_RING } from '../capture/ring.ts';
import type { RowParts } from '../capture/rows.ts';
import { bytesOf, entriesOf, type PacketBatch } from '../capture-files/batch.ts';
import { MARKED } from '../capture-files/notes.ts';
import { readApart } from '../capture-files/read-apart.ts';
import type { CaptureState } from '../contract/captures.ts';
import { failureOf } from '../contract/errors.ts';
import { Rate } from '../util/rate.ts';
import { type PacketParts, packetCalls } from './packets.ts';

/** Packets and bytes that are held of a file; of more the last ones, and it is told how many were forgotten. */
const RING = { ...DEFAULT_RING, bytes: 256 * 1024 * 1024 };
/** Jobs whose function is remembered. */
const MOST_JOBS = 200_000;

/** A capture file whose packets are shown in the place of the live ones. */
export interface OpenCapture {
  readonly ring: CaptureRing;
  readonly recorders: readonly Recorder[];
  readonly calls: ReturnType<typeof packetCalls>;
  readonly functionOf: RowParts['functionOf'];
  readonly state: NonNullable<CaptureState['open']>;
  /** Reads no more of it. */
  end(): void;
  /** Resolves when no more is read. */
  readonly read: Promise<void>;
}

/** Begins to read a file. What goes wrong is told in its state. */
export function openCapture(path: string, { onChange, rules }: Pick<PacketParts, 'onChange' | 'rules'>): OpenCapture {
  const ring = new CaptureRing(RING);
  const recorders: Recorder[] = [];
  const functions = new Map<string, string>();
  const functionOf = ({ handle }: { handle: string }) => functions.get(handle);
  const calls = packetCalls({ ring, recorders, functionOf, onChange, rules, isFile: true });
  const ending = new AbortController();
  const facts = new Map<number, NonNullable<PacketBatch['connections'][number]['facts']>>();
  const state: OpenCapture['state'] = {
    name: basename(path),
    read: 0,
    reading: true,
    packets: 0,
    connections: 0,
    unknownLinks: 0,
    problem: null,
  };

  function take(batch: PacketBatch): void {
    const all = bytesOf(batch);
    const position = ring.keep(all);
    const comments = new Map(batch.comments);
    for (const [handle, name] of batch.functions) functions.set(handle, name);
    for (const handle of functions.keys()) {
      if (functions.size <= MOST_JOBS) break;
      functions.delete(handle);
    }
    let place = 0;
    for (const entry of entriesOf(batch)) {
      const recorder = recorders[0] ?? newRecorder(entry.at);
      if (place === 0) meet(recorder, batch);
      const { at, connection, direction, type, size, bytes } = entry;
      const seq = recorder.packet(at, connection, direction, type, size);
      recorder.place(seq, all, position, bytes.byteOffset - all.byteOffset, bytes.length);
      const told = comments.get(place);
      if (told !== undefined) calls.marks.set(seq, told.filter((each) => each !== MARKED).join('\n'));
      place += 1;
    }
  }

  /** A file is a run that began with its first packet. */
  function newRecorder(at: number): Recorder {
    const run = Math.floor(at);
    const recorder = new Recorder({ ring, host: 0, server: 'file', run, rate: new Rate(), onPacket: () => {} });
    recorders.push(recorder);
    return recorder;
  }

  function meet(recorder: Recorder, batch: PacketBatch): void {
    for (const { connection, facts: told } of batch.connections) {
      if (told === undefined) continue;
      if (!facts.has(connection)) recorder.opened(connection, () => facts.get(connection) ?? told);
      facts.set(connection, told);
    }
  }

  const read = readApart({
    path,
    signal: ending.signal,
    onPackets: take,
    onProgress: ({ size, read: bytes, packets, connections, unknownLinks }) => {
      Object.assign(state, { read: size === 0 ? 1 : bytes / size, packets, connections, unknownLinks });
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
  return { ring, recorders, calls, functionOf, state, end: () => ending.abort(), read };
}

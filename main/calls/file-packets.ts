import { LargeMap } from '../capture/large-map.ts';
import type { Marks } from '../capture/marks.ts';
import { type ConnectionFacts, Recorder } from '../capture/recorder.ts';
import type { CaptureRing } from '../capture/ring.ts';
import type { RowParts } from '../capture/rows.ts';
import { bytesOf, entriesOf, type PacketBatch } from '../capture-files/batch.ts';
import { MARKED } from '../capture-files/notes.ts';
import { Rate } from '../util/rate.ts';

/** Jobs whose function is remembered. */
const MOST_JOBS = 200_000;

/** Puts the packets of a capture file where those of the live capture are: into a ring, with a recorder that knows them. */
export class FilePackets {
  readonly #ring: CaptureRing;
  readonly #functions = new LargeMap<string, string>(MOST_JOBS);
  readonly #facts = new Map<number, ConnectionFacts>();
  readonly #begun = new Set<number>();
  /** A file is one run, that began with its first packet; before that there is none. */
  readonly recorders: Recorder[] = [];

  constructor(ring: CaptureRing) {
    this.#ring = ring;
  }

  readonly functionOf: RowParts['functionOf'] = ({ handle }) => this.#functions.get(handle);

  /** Whether the file has a connection from its beginning on. */
  readonly began = (_host: number, connection: number): boolean => this.#begun.has(connection);

  take(batch: PacketBatch, marks: Pick<Marks, 'set'>): void {
    const all = bytesOf(batch);
    const position = this.#ring.keep(all);
    const comments = new Map(batch.comments);
    for (const [handle, name] of batch.functions) this.#functions.set(handle, name);
    let place = 0;
    for (const { at, connection, direction, type, size, bytes } of entriesOf(batch)) {
      const recorder = this.recorders[0] ?? this.#begin(at);
      if (place === 0) this.#meet(recorder, batch);
      const seq = recorder.packet(at, connection, direction, type, size);
      recorder.place(seq, all, position, bytes.byteOffset - all.byteOffset, bytes.length);
      const told = comments.get(place);
      if (told !== undefined) marks.set(seq, told.filter((each) => each !== MARKED).join('\n'));
      place += 1;
    }
  }

  #begin(at: number): Recorder {
    const parts = { ring: this.#ring, host: 0, server: 'file', run: Math.floor(at), start: at };
    const recorder = new Recorder({ ...parts, rate: new Rate(), onPacket: () => {} });
    this.recorders.push(recorder);
    return recorder;
  }

  #meet(recorder: Recorder, batch: PacketBatch): void {
    for (const { connection, facts, begun } of batch.connections) {
      if (begun) this.#begun.add(connection);
      if (facts === undefined) continue;
      if (!this.#facts.has(connection)) recorder.opened(connection, () => this.#facts.get(connection) ?? facts);
      this.#facts.set(connection, facts);
    }
  }
}

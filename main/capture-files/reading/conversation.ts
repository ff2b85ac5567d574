import type { ConnectionFacts } from '../../capture/recorder.ts';
import { dissect, partyOf } from '../../protocol/describe.ts';
import { GAP, GARBAGE, TEXT } from '../../protocol/framer.ts';
import { nameOf, PACKETS } from '../../protocol/packets.ts';
import type { Noted } from '../notes.ts';
import { ByteStream } from './byte-stream.ts';
import { MessageFinder, type Room } from './message-finder.ts';
import { type Endpoint, endpointName, type Segment } from './segments.ts';

/** A message that was found in a file. Its bytes are valid until the one who is told returns. */
export interface Found {
  conversation: Conversation;
  direction: 'in' | 'out';
  type: number;
  bytes: Buffer;
  size: number;
  at: number;
  comments: readonly string[];
}

interface Half {
  stream: ByteStream;
  finder: MessageFinder;
  /** Comments of frames whose message has not ended yet. */
  comments: string[];
  /** The sequence number behind its last byte, once that is known. */
  fin: number | undefined;
}

const NONE: readonly string[] = [];

/** One TCP connection that speaks Gearman. */
export class Conversation {
  readonly number: number;
  #facts: ConnectionFacts;
  #heardAt = 0;
  ended = false;
  /** The file has it from its beginning on. */
  begun: boolean;
  readonly #tell: (found: Found) => void;
  readonly #halves: { in: Half; out: Half };

  /** `begun` where its beginning was seen; `lost` where it is not known either at which byte a message begins. */
  constructor(
    {
      number,
      client,
      room,
      begun,
      lost,
    }: { number: number; client: Endpoint; room: Room; begun: boolean; lost: boolean },
    tell: (found: Found) => void,
  ) {
    this.number = number;
    this.begun = begun;
    this.#tell = tell;
    this.#facts = { address: endpointName(client), clientId: '', role: undefined, origin: 'other', heardAt: 0 };
    this.#halves = { in: this.#half('in', room, lost), out: this.#half('out', room, lost) };
  }

  /** What is known of it; what more its packets tell is added. */
  get facts(): ConnectionFacts {
    return { ...this.#facts, heardAt: this.#heardAt };
  }

  /** What a file of ours says of it goes before what is seen. */
  note({ facts, begun = false }: Noted): void {
    this.begun &&= begun; // the beginning that we write is made up
    if (facts !== undefined) this.#facts = { ...this.#facts, ...facts };
  }

  /** Where a direction begins. */
  begin(direction: 'in' | 'out', sequence: number): void {
    this.#halves[direction].stream.begin(sequence);
  }

  hear(direction: 'in' | 'out', segment: Segment, at: number, comments: readonly string[]): void {
    const { sequence, payload, missing, acknowledges, syn, fin } = segment;
    const half = this.#halves[direction];
    if (acknowledges !== undefined) this.#halves[direction === 'in' ? 'out' : 'in'].stream.acknowledge(acknowledges);
    if (comments.length > 0) half.comments.push(...comments);
    const first = syn ? sequence + 1 : sequence;
    if (payload.length + missing > 0) half.stream.push(first >>> 0, payload, missing, at);
    if (fin) half.fin ??= (first + payload.length + missing) >>> 0;
    this.#finish(at);
  }

  /** Whether something is missing that may still come. */
  get hasHole(): boolean {
    return this.#halves.in.stream.hasHole || this.#halves.out.stream.hasHole;
  }

  /** Gives up what will not come any more. */
  look(now: number): void {
    this.#halves.in.stream.look(now);
    this.#halves.out.stream.look(now);
    this.#finish(now);
  }

  /** Nothing more comes. */
  end(at: number): void {
    if (this.ended) return;
    this.ended = true;
    for (const { stream, finder } of [this.#halves.in, this.#halves.out]) {
      stream.end();
      finder.end(at);
    }
  }

  /** It ends when both sides have said so and all that they have said is there. */
  #finish(at: number): void {
    const { in: client, out: server } = this.#halves;
    if (
      client.fin !== undefined &&
      server.fin !== undefined &&
      client.stream.isAt(client.fin) &&
      server.stream.isAt(server.fin)
    )
      this.end(at);
  }

  #half(direction: 'in' | 'out', room: Room, lost: boolean): Half {
    const comments: string[] = [];
    const finder = new MessageFinder(
      (type, bytes, size, at) => {
        this.#learn(direction, type, bytes, at);
        const told = comments.length === 0 ? NONE : comments.splice(0);
        this.#tell({ conversation: this, direction, type, bytes, size, at, comments: told });
      },
      room,
      lost,
    );
    const stream = new ByteStream({
      bytes: (bytes, at) => finder.push(bytes, at),
      gap: (size, at) => finder.gap(size, at),
    });
    return { stream, finder, comments, fin: undefined };
  }

  /** Who it is, as its packets tell. */
  #learn(direction: 'in' | 'out', type: number, bytes: Buffer, at: number): void {
    if (direction === 'in') this.#heardAt = at;
    const name = type === TEXT || type === GARBAGE || type === GAP ? undefined : nameOf(type);
    if (name === undefined) return;
    if (this.#facts.role === undefined) {
      const role = partyOf(name, direction);
      if (role !== undefined) this.#facts = { ...this.#facts, role };
    }
    if (type !== PACKETS.SET_CLIENT_ID.type || direction !== 'in') return;
    const field = dissect(bytes)?.fields[0];
    if (field === undefined) return;
    this.#facts = { ...this.#facts, clientId: bytes.toString('latin1', field.start, field.end) };
  }
}

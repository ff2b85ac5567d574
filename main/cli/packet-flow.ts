import type { knownPackets } from '../calls/known-packets.ts';
import type { Glimpse } from '../capture/glimpse.ts';
import type { CaptureRing } from '../capture/ring.ts';
import type { Source } from '../filter/fields.ts';
import type { Filter } from '../filter/filter.ts';
import type { PacketSink } from './packet-sink.ts';

/** Packets between two looks at the clock. */
const CLOCK_EVERY = 64;

export interface FlowParts {
  ring: CaptureRing;
  known: Pick<ReturnType<typeof knownPackets>, 'jobs' | 'expert'>;
  accepts: Filter['accepts'];
  /** What is asked of a packet that may become known only after it has come. */
  from: ReadonlySet<Source>;
  hides: (packet: Glimpse) => boolean;
  /** Packets after which it is done. */
  count: number;
  sinks: readonly PacketSink[];
}

/** Looks at captured packets in their order, each once, and gives the sinks those that a filter lets through. */
export class PacketFlow {
  readonly #parts: FlowParts;
  readonly #glimpse: Glimpse;
  /** The number of the next packet to look at, and how many were looked at. */
  next: number;
  looked = 0;
  /** Packets that were forgotten before they could be looked at. */
  missed = 0;

  constructor(parts: FlowParts) {
    this.#parts = parts;
    this.#glimpse = parts.ring.glimpse();
    this.next = parts.ring.first;
  }

  /** All that was asked for has been looked at. */
  get done(): boolean {
    return this.looked >= this.#parts.count;
  }

  /** Whether more may become known of a packet after it has come. */
  get waits(): boolean {
    const { from } = this.#parts;
    return from.has('jobs') || from.has('expert');
  }

  /** Looks at packets below `end` that came before a time; false where the clock has reached `until` before that. */
  go({ end, before = Number.POSITIVE_INFINITY, until = Number.POSITIVE_INFINITY }: Stretch): boolean {
    const { ring, accepts, hides, sinks } = this.#parts;
    const glimpse = this.#glimpse;
    this.#learn();
    if (this.next < ring.first) {
      this.missed += ring.first - this.next;
      this.next = ring.first;
    }
    for (let turn = 1; this.next < end && !this.done; turn += 1) {
      ring.glance(this.next, glimpse);
      if (glimpse.at >= before) return true;
      this.next += 1;
      if (!hides(glimpse)) {
        this.looked += 1;
        const entry = accepts === null || accepts(glimpse) ? ring.get(glimpse.seq) : undefined;
        if (entry !== undefined) for (const sink of sinks) sink.packet(entry, glimpse);
      }
      if (turn % CLOCK_EVERY === 0 && performance.now() > until) return false;
    }
    return true;
  }

  async flush(): Promise<void> {
    for (const sink of this.#parts.sinks) await sink.flush();
  }

  async end(): Promise<void> {
    for (const sink of this.#parts.sinks) await sink.end();
  }

  async cancel(): Promise<void> {
    for (const sink of this.#parts.sinks) await sink.cancel();
  }

  #learn(): void {
    const { known, from } = this.#parts;
    if (from.has('jobs')) while (!known.jobs.catchUp());
    if (!from.has('expert')) return;
    known.expert.ask();
    while (!known.expert.catchUp());
  }
}

interface Stretch {
  end: number;
  /** ms since the epoch. */
  before?: number;
  /** ms of `performance.now`. */
  until?: number;
}

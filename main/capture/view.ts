import type { PacketRow, PacketWindow } from '../contract/packets.ts';
import type { Glimpse } from './glimpse.ts';
import type { CaptureRing, Entry } from './ring.ts';
import { SortedNumbers } from './sorted-numbers.ts';

/** Time that one look at the capture may take, ms; between two looks the event loop serves the sockets. */
const SLICE = 8;

/** Packets between two looks at the clock; every so many bytes of a large one count as one more. */
const CLOCK_EVERY = 64;
const LARGE = 4096;

export interface ViewParts {
  ring: CaptureRing;
  rowOf: (entry: Entry) => PacketRow;
  isProbe: (host: number, connection: number) => boolean;
  /** Whether the filter lets a packet through; null where there is none. */
  accepts: ((packet: Glimpse) => boolean) | null;
  /** Lets only some packets through, before the filter is asked; not given where all are looked at. */
  scope?: Scope;
  /** Counts up when connections turn out to be probes that have spoken before. */
  claims: () => number;
  /** Called when a scan in the background has found more. */
  onProgress: () => void;
  /** A clock in ms. */
  now?: () => number;
}

export interface ViewQuery {
  filter: string;
  probes: boolean;
}

/** What a view is narrowed to beside its filter. */
export interface Scope {
  lets(seq: number): boolean;
  /** It can tell of packets below this number. */
  readonly known: number;
  /** Changes when it tells otherwise of packets that it has told of: the view begins anew. */
  readonly version: number;
}

/** A window onto a view; marks are no affair of views. */
export type ViewWindow = Omit<PacketWindow, 'marks'>;

/** A packet that a view shows, and its position in it. */
export interface Place {
  seq: number;
  position: number;
}

/**
 * The packets that a filter lets through, in order, by their numbers. Positions in the list never change: a position counts
 * all matches ever found, those that were forgotten included.
 */
export class PacketView {
  readonly query: ViewQuery;
  readonly #parts: ViewParts;
  readonly #glimpse: Glimpse;
  #matches = new SortedNumbers();
  #hidden = new SortedNumbers();
  #scanned: number;
  #version: string;
  #scanning = false;
  #closed = false;

  constructor(parts: ViewParts, query: ViewQuery) {
    this.#parts = parts;
    this.query = query;
    this.#glimpse = parts.ring.glimpse();
    this.#scanned = parts.ring.first;
    this.#version = this.#currentVersion;
  }

  /** Rows from a position, or the last ones; with `until`, as if the capture had ended before that packet. */
  window({ from, rows, until }: { from: number | 'end'; rows: number; until: number | null }): ViewWindow {
    this.#catchUp();
    const { ring, rowOf } = this.#parts;
    const shown = until === null ? this.#matches.length : this.#matches.lowerBound(until);
    const first = this.#matches.dropped;
    const start =
      from === 'end' ? Math.max(0, shown - rows) : Math.min(Math.max(0, from - first), Math.max(0, shown - 1));
    const seqs = this.#matches.slice(start, Math.min(start + rows, shown));
    return {
      first,
      end: first + shown,
      from: first + start,
      rows: seqs.flatMap((seq) => ring.get(seq) ?? []).map(rowOf),
      held: ring.next - ring.first,
      forgotten: ring.forgotten,
      hidden: this.#hidden.length,
      before: this.#atBefore(start),
      newer: this.#matches.length - shown,
      next: ring.next,
      scanned: ring.next === ring.first ? 1 : Math.max(0, this.#scanned - ring.first) / (ring.next - ring.first),
    };
  }

  /** Numbers of all packets that are shown, once all have been looked at; null before that. */
  all(): number[] | null {
    this.#catchUp();
    return this.#scanned < this.#parts.ring.next ? null : this.#matches.slice(0, this.#matches.length);
  }

  /** The first packet that is shown from this number on. */
  from(seq: number): Place | null {
    this.#catchUp();
    return this.#place(this.#matches.lowerBound(seq));
  }

  /** The last packet that is shown before this number. */
  before(seq: number): Place | null {
    this.#catchUp();
    return this.#place(this.#matches.lowerBound(seq) - 1);
  }

  /** A packet, if it is shown. */
  at(seq: number): Place | null {
    const place = this.from(seq);
    return place?.seq === seq ? place : null;
  }

  #place(index: number): Place | null {
    const [seq] = index < 0 ? [] : this.#matches.slice(index, index + 1);
    return seq === undefined ? null : { seq, position: this.#matches.dropped + index };
  }

  /** When the packet above the row at `index` came. */
  #atBefore(index: number): number | null {
    const above = this.#place(index - 1);
    return above === null ? null : this.#parts.ring.atOf(above.seq);
  }

  /** Ends a scan in the background; the view is not asked again. */
  close(): void {
    this.#closed = true;
  }

  /** Looks at what came since; a long backlog is worked off in slices. */
  #catchUp(): void {
    const { first } = this.#parts.ring;
    this.#matches.dropBelow(first);
    this.#hidden.dropBelow(first);
    this.#beginAnew();
    if (this.#scanning) return;
    this.#scan();
    this.#scanning = this.#scanned < this.#end;
    if (this.#scanning) setImmediate(() => this.#goOn());
  }

  /** What the scope has told may be otherwise by now, and whose a connection is. */
  get #currentVersion(): string {
    const { scope, claims } = this.#parts;
    return `${scope?.version ?? ''} ${claims()}`;
  }

  #beginAnew(): void {
    const version = this.#currentVersion;
    if (version === this.#version) return;
    this.#version = version;
    this.#matches = new SortedNumbers();
    this.#hidden = new SortedNumbers();
    this.#scanned = this.#parts.ring.first;
  }

  /** Past the last packet that can be looked at. */
  get #end(): number {
    const { ring, scope } = this.#parts;
    return Math.min(ring.next, scope?.known ?? ring.next);
  }

  #goOn(): void {
    if (this.#closed) return;
    this.#scan();
    this.#parts.onProgress();
    this.#scanning = this.#scanned < this.#end;
    if (this.#scanning) setImmediate(() => this.#goOn());
  }

  #scan(): void {
    const { ring, accepts, isProbe, scope, now = () => performance.now() } = this.#parts;
    const glimpse = this.#glimpse;
    const until = now() + SLICE;
    let untilClock = CLOCK_EVERY;
    let seq = Math.max(this.#scanned, ring.first);
    const end = this.#end;
    for (; seq < end; seq += 1) {
      if (untilClock <= 0) {
        if (now() > until) break;
        untilClock = CLOCK_EVERY;
      }
      if (scope !== undefined && !scope.lets(seq)) {
        untilClock -= 1;
        continue;
      }
      ring.glance(seq, glimpse);
      untilClock -= 1 + Math.floor(glimpse.size / LARGE);
      if (!this.query.probes && isProbe(glimpse.host, glimpse.connection)) this.#hidden.push(seq);
      else if (accepts === null || accepts(glimpse)) this.#matches.push(seq);
    }
    this.#scanned = seq;
  }
}

import type { PacketRow, PacketWindow } from '../contract/packets.ts';
import type { ChangeLog } from './change-log.ts';
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
  /** Where it tells otherwise than before: those packets are looked at anew. */
  readonly changes: readonly ChangeLog[];
}

/** A window onto a view; marks are no affair of views. */
export type ViewWindow = Omit<PacketWindow, 'marks'>;

/** A packet that a view shows, and its position in it. */
export interface Place {
  seq: number;
  position: number;
}

/**
 * The packets that a filter lets through, in order, by their numbers. What is there already is looked at from its end on, which is
 * shown first. Positions in the list never change: at first there is room before them for all that may yet be found there.
 */
export class PacketView {
  readonly query: ViewQuery;
  readonly #parts: ViewParts;
  readonly #glimpse: Glimpse;
  readonly #matches: SortedNumbers;
  readonly #hidden = new SortedNumbers();
  /** Packets from one number up to, not including, the other have been looked at. */
  #from: number;
  #to: number;
  #claims: number;
  readonly #versions: number[];
  /** Packets that may be looked at before the clock is. */
  #untilClock = 0;
  #scanning = false;
  #closed = false;

  constructor(parts: ViewParts, query: ViewQuery) {
    const { ring, scope, claims } = parts;
    this.#parts = parts;
    this.query = query;
    this.#glimpse = ring.glimpse();
    this.#from = this.#to = Math.max(ring.first, this.#end);
    this.#matches = new SortedNumbers(this.#from - ring.first);
    this.#claims = claims();
    this.#versions = scope?.changes.map(({ version }) => version) ?? [];
  }

  /** Rows from a position, or the last ones; with `until`, as if the capture had ended before that packet. */
  window({ from, rows, until }: { from: number | 'end'; rows: number; until: number | null }): ViewWindow {
    this.#catchUp();
    const { ring, rowOf } = this.#parts;
    const shown = until === null ? this.#matches.length : this.#matches.lowerBound(until);
    const { first } = this.#matches;
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
      scanned: ring.next === ring.first ? 1 : Math.max(0, this.#to - this.#from) / (ring.next - ring.first),
    };
  }

  /** Numbers of all packets that are shown, once all have been looked at; null before that. */
  all(): number[] | null {
    this.#catchUp();
    const { first, next } = this.#parts.ring;
    return this.#from > first || this.#to < next ? null : this.#matches.slice(0, this.#matches.length);
  }

  /** Whether it is known of a packet if it is shown; it is known of others next. */
  hasLookedAt(seq: number): boolean {
    this.#catchUp();
    return seq >= this.#from && seq < this.#to;
  }

  /** No more is asked of it. */
  get isClosed(): boolean {
    return this.#closed;
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
    return seq === undefined ? null : { seq, position: this.#matches.first + index };
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
    this.#from = Math.max(this.#from, first);
    this.#to = Math.max(this.#to, first);
    this.#lookAnew(this.#changed);
    if (this.#scanning) return;
    this.#scan();
    this.#scanning = this.#isBehind;
    if (this.#scanning) setImmediate(() => this.#goOn());
  }

  /** The first packet of which something is told otherwise than before. */
  get #changed(): number {
    const { scope, claims } = this.#parts;
    let changed = Number.POSITIVE_INFINITY;
    for (const [at, log] of (scope?.changes ?? []).entries()) {
      changed = Math.min(changed, log.since(this.#versions[at] ?? 0));
      this.#versions[at] = log.version;
    }
    const before = this.#claims;
    this.#claims = claims();
    return this.#claims === before ? changed : 0;
  }

  /** Forgets what was found from a packet on. */
  #lookAnew(changed: number): void {
    if (changed >= this.#to) return;
    this.#to = Math.max(changed, this.#from);
    this.#matches.dropFrom(this.#to);
    this.#hidden.dropFrom(this.#to);
  }

  /** Past the last packet that can be looked at. */
  get #end(): number {
    const { ring, scope } = this.#parts;
    return Math.min(ring.next, scope?.known ?? ring.next);
  }

  get #isBehind(): boolean {
    return this.#to < this.#end || this.#from > this.#parts.ring.first;
  }

  #goOn(): void {
    if (this.#closed) return;
    this.#scan();
    this.#parts.onProgress();
    this.#scanning = this.#isBehind;
    if (this.#scanning) setImmediate(() => this.#goOn());
  }

  /** Looks at what has come, then at what was there before, as far as the time goes. */
  #scan(): void {
    const { ring, now = () => performance.now() } = this.#parts;
    const until = now() + SLICE;
    this.#untilClock = CLOCK_EVERY;
    const isOver = () => {
      if (this.#untilClock > 0) return false;
      this.#untilClock = CLOCK_EVERY;
      return now() > until;
    };
    this.#to = Math.max(this.#to, ring.first);
    for (const end = this.#end; this.#to < end; this.#to += 1) {
      if (isOver()) return;
      this.#listFor(this.#to)?.push(this.#to);
    }
    while (this.#from > ring.first) {
      if (isOver()) return;
      this.#from -= 1;
      this.#listFor(this.#from)?.unshift(this.#from);
    }
  }

  /** Where a packet belongs; undefined where it is neither shown nor hidden as ours. */
  #listFor(seq: number): SortedNumbers | undefined {
    const { ring, accepts, isProbe, scope } = this.#parts;
    const glimpse = this.#glimpse;
    this.#untilClock -= 1;
    if (scope !== undefined && !scope.lets(seq)) return undefined;
    ring.glance(seq, glimpse);
    this.#untilClock -= Math.floor(glimpse.size / LARGE);
    if (!this.query.probes && isProbe(glimpse.host, glimpse.connection)) return this.#hidden;
    return accepts === null || accepts(glimpse) ? this.#matches : undefined;
  }
}

import type { PacketRow, PacketWindow } from '../contract/model.ts';
import type { CaptureRing, Entry } from './ring.ts';
import { SortedNumbers } from './sorted-numbers.ts';

/** Time that one look at the capture may take, ms; between two looks the event loop serves the sockets. */
const SLICE = 8;

/** Packets between two looks at the clock. */
const CLOCK_EVERY = 64;

/** Bytes of a packet that are searched. */
const SEARCHED = 1024 * 1024;

export interface ViewParts {
  ring: CaptureRing;
  rowOf: (entry: Entry) => PacketRow;
  isProbe: (host: number, connection: number) => boolean;
  /** Called when a scan in the background has found more. */
  onProgress: () => void;
  /** A clock in ms. */
  now?: () => number;
}

export interface ViewQuery {
  filter: string;
  probes: boolean;
}

/**
 * The packets that a filter lets through, in order, by their numbers. Positions in the list never change: a position counts
 * all matches ever found, those that were forgotten included.
 */
export class PacketView {
  readonly query: ViewQuery;
  readonly #parts: ViewParts;
  readonly #needle: string;
  readonly #matches = new SortedNumbers();
  readonly #hidden = new SortedNumbers();
  #scanned: number;
  #scanning = false;
  #closed = false;

  constructor(parts: ViewParts, query: ViewQuery) {
    this.#parts = parts;
    this.query = query;
    this.#needle = query.filter.trim().toLowerCase();
    this.#scanned = parts.ring.first;
  }

  /** Rows from a position, or the last ones; with `until`, as if the capture had ended before that packet. */
  window({ from, rows, until }: { from: number | 'end'; rows: number; until: number | null }): PacketWindow {
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
      newer: this.#matches.length - shown,
      next: ring.next,
      scanned: ring.next === ring.first ? 1 : Math.max(0, this.#scanned - ring.first) / (ring.next - ring.first),
    };
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
    if (this.#scanning) return;
    this.#scan();
    this.#scanning = this.#scanned < this.#parts.ring.next;
    if (this.#scanning) setImmediate(() => this.#goOn());
  }

  #goOn(): void {
    if (this.#closed) return;
    this.#scan();
    this.#parts.onProgress();
    this.#scanning = this.#scanned < this.#parts.ring.next;
    if (this.#scanning) setImmediate(() => this.#goOn());
  }

  #scan(): void {
    const { ring, rowOf, isProbe, now = () => performance.now() } = this.#parts;
    const from = Math.max(this.#scanned, ring.first);
    const until = now() + SLICE;
    let seq = from;
    for (; seq < ring.next; seq += 1) {
      if ((seq - from) % CLOCK_EVERY === CLOCK_EVERY - 1 && now() > until) break;
      if (!this.query.probes && isProbe(ring.hostOf(seq), ring.connectionOf(seq))) this.#hidden.push(seq);
      else if (this.#needle === '') this.#matches.push(seq);
      else {
        const entry = ring.get(seq);
        if (entry !== undefined && matches(rowOf(entry), entry, this.#needle)) this.#matches.push(seq);
      }
    }
    this.#scanned = seq;
  }
}

/** Words are looked for in what a row shows and in the packet's bytes, whatever their case. */
function matches(row: PacketRow, entry: Entry, needle: string): boolean {
  const shown = `${row.type} ${row.function ?? ''} ${row.handle ?? ''} #${row.connection.number} ${row.who}`;
  return includes(Buffer.from(shown, 'latin1'), needle) || includes(entry.bytes.subarray(0, SEARCHED), needle);
}

const includes = (bytes: Buffer, needle: string): boolean => bytes.toString('utf8').toLowerCase().includes(needle);

import { ChangeLog } from '../capture/change-log.ts';
import type { Recorder } from '../capture/recorder.ts';
import type { CaptureRing } from '../capture/ring.ts';
import type { ExpertReport, FindingCode } from '../contract/expert.ts';
import { Expert } from '../expert/expert.ts';

/** Time that one look at the capture may take, ms. */
const SLICE = 4;
/** Packets between two looks at the clock. */
const CLOCK_EVERY = 32;
/** It looks for so long after somebody has asked, ms; who watches asks again and again. */
const LOOKS_FOR = 10_000;

export interface ExpertScanParts {
  ring: CaptureRing;
  recorders: readonly Recorder[];
  /** A clock in ms. */
  now?: () => number;
  /** It is a file, whose time ends with its last packet: whether it has a connection from its beginning on. */
  began?: ((host: number, connection: number) => boolean) | undefined;
}

/** Shows the expert the packets of the capture, in slices, while somebody asks what it has found. Our own probes it is not shown. */
export class ExpertScan {
  readonly #parts: ExpertScanParts;
  #expert: Expert;
  #next: number;
  #askedAt = Number.NEGATIVE_INFINITY;
  /** Packets at which more was found, perhaps after they had been looked at. */
  readonly changes = new ChangeLog();

  constructor(parts: ExpertScanParts) {
    this.#parts = parts;
    this.#next = parts.ring.first;
    this.#expert = this.#newExpert();
  }

  /** Somebody wants to know: it looks. */
  ask(): void {
    this.#askedAt = this.#now();
  }

  /** The capture was cleared: it begins anew. */
  clear(): void {
    this.#begin();
  }

  /** Looks at what has come since; false where there is more than it may look at in one turn, true where nobody wants to know. */
  catchUp(): boolean {
    if (this.#now() - this.#askedAt > LOOKS_FOR) return true;
    const { ring, recorders, began } = this.#parts;
    if (ring.first > this.#next) this.#begin();
    this.#expert.forgetBelow(ring.first);
    const until = this.#now() + SLICE;
    const packet = ring.glimpse();
    for (let looked = 1; this.#next < ring.next; looked += 1) {
      if (looked % CLOCK_EVERY === 0 && this.#now() > until) return false;
      ring.glance(this.#next, packet);
      this.#next += 1;
      if (!recorders[packet.host]?.isProbe(packet.connection) && packet.locate()) this.#expert.look(packet);
    }
    if (began === undefined) this.#expert.until(Date.now());
    else if (ring.next > ring.first) this.#expert.until(ring.atOf(ring.next - 1));
    return true;
  }

  /** All that was found so far. */
  report(): ExpertReport {
    const { ring } = this.#parts;
    const held = ring.next - ring.first;
    const scanned = held === 0 ? 1 : Math.max(0, this.#next - ring.first) / held;
    return { groups: this.#expert.report(), scanned };
  }

  /** What was found at a packet, as far as it has looked; who asks of many asks for `scanned` first, which makes it look on. */
  at(seq: number): readonly FindingCode[] {
    return this.#expert.at(seq);
  }

  /** Packets below this number have been looked at. */
  get scanned(): number {
    this.ask();
    return this.#next;
  }

  #now(): number {
    return (this.#parts.now ?? (() => performance.now()))();
  }

  /** The capture was cleared, or has forgotten what was not looked at. */
  #begin(): void {
    this.#next = this.#parts.ring.first;
    this.#expert = this.#newExpert();
    this.changes.mark(0);
  }

  #newExpert(): Expert {
    const { ring, recorders, began } = this.#parts;
    return new Expert({
      whole: ring.first === 0 ? 'all' : 'later',
      ...(began && { began }),
      isOpen: (host, connection) => recorders[host]?.isOpen(connection) ?? true,
      onFound: (seq) => this.changes.mark(seq),
    });
  }
}

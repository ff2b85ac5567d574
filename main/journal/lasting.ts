import { Slabs } from '../util/slabs.ts';
import type { HeardEvent } from './event-columns.ts';

/** Gives events bytes of their own: those that they come with are borrowed. */
export class Lasting {
  readonly #slabs = new Slabs();

  of(event: HeardEvent): HeardEvent {
    if ('bytes' in event) return { ...event, bytes: this.#copy(event.bytes) };
    if (event.kind !== 'submitted') return event;
    return { ...event, job: { ...event.job, workload: this.#copy(event.job.workload) } };
  }

  #copy(bytes: Buffer): Buffer {
    const kept = { block: bytes, start: 0, end: bytes.length };
    this.#slabs.keep(bytes, 0, bytes.length, kept);
    return kept.block.subarray(kept.start, kept.end);
  }
}

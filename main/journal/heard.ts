import type { JobEvent } from '../contract/job-event.ts';

/** Where events come from: a run of a server, and how it names its connections. */
export interface EventSource {
  server: string;
  run: number;
  who: (connection: number) => string;
}

/** Events that wait, oldest first, at most `capacity`. In columns: an object each, that lives for a while, costs V8 dear. */
export class Heard {
  readonly #sources: (EventSource | undefined)[];
  readonly #events: (JobEvent | undefined)[];
  readonly #times: Float64Array;
  #from = 0;
  #to = 0;
  /** Bytes that they keep in memory. */
  bytes = 0;

  constructor(capacity: number) {
    this.#sources = new Array<EventSource | undefined>(capacity).fill(undefined);
    this.#events = new Array<JobEvent | undefined>(capacity).fill(undefined);
    this.#times = new Float64Array(capacity);
  }

  get length(): number {
    return this.#to - this.#from;
  }

  /** Whether there is room for no more. */
  get full(): boolean {
    if (this.#to === this.#times.length && this.#from > 0) this.keep(() => true);
    return this.#to === this.#times.length;
  }

  /** Adds one that came at `at`, ms. There must be room. */
  add(source: EventSource, event: JobEvent, at: number): void {
    this.#sources[this.#to] = source;
    this.#events[this.#to] = event;
    this.#times[this.#to] = at;
    this.#to += 1;
    this.bytes += bytesOf(event);
  }

  /** Takes out the oldest and tells of it; false where there is none. */
  take(each: (source: EventSource, event: JobEvent, at: number) => void): boolean {
    const index = this.#from;
    const source = this.#sources[index];
    const event = this.#events[index];
    if (index === this.#to || source === undefined || event === undefined) return false;
    this.#sources[index] = undefined;
    this.#events[index] = undefined;
    this.bytes -= bytesOf(event);
    this.#from += 1;
    if (this.#from === this.#to) this.#from = this.#to = 0;
    each(source, event, this.#times[index] as number);
    return true;
  }

  /** How many jobs they tell of for the first time. */
  get submitted(): number {
    let count = 0;
    for (let index = this.#from; index < this.#to; index += 1)
      if (this.#events[index]?.kind === 'submitted') count += 1;
    return count;
  }

  /** Forgets all that `wanted` does not say yes to; it is asked from the oldest on. */
  keep(wanted: (event: JobEvent) => boolean): void {
    let kept = 0;
    for (let index = this.#from; index < this.#to; index += 1) {
      const event = this.#events[index] as JobEvent;
      if (!wanted(event)) {
        this.bytes -= bytesOf(event);
        continue;
      }
      this.#sources[kept] = this.#sources[index];
      this.#events[kept] = event;
      this.#times[kept] = this.#times[index] as number;
      kept += 1;
    }
    this.#sources.fill(undefined, kept, this.#to);
    this.#events.fill(undefined, kept, this.#to);
    this.#from = 0;
    this.#to = kept;
  }
}

function bytesOf(event: JobEvent): number {
  if ('bytes' in event) return event.bytes.length;
  return event.kind === 'submitted' ? event.job.workloadBytes : 0;
}

import type { WorkerInfo } from '../contract/workers.ts';

/** What a worker that may not begin a job waits for. */
type Held = NonNullable<WorkerInfo['held']>;

/**
 * Says when a job may begin: so many at once over all functions, so many a second of one function. Who may not yet is
 * called when it may try again, in the order of asking.
 */
export interface Gate {
  /** Whether a job may begin; if not, what it waits for, and `again` is called once, later. Who entered leaves. */
  enter(again: () => void): 'in' | Held;
  /** The one who entered got a job. */
  began(): void;
  leave(): void;
}

/** Lets so many in at once. */
export class Room {
  readonly #places: () => number;
  readonly #queue: (() => void)[] = [];
  #taken = 0;

  /** `places` is asked each time; 0 is any number. */
  constructor(places: () => number) {
    this.#places = places;
  }

  enter(again: () => void): 'in' | 'room' {
    const places = this.#places();
    if (places > 0 && this.#taken >= places) {
      this.#queue.push(again);
      return 'room';
    }
    this.#taken += 1;
    return 'in';
  }

  leave(): void {
    this.#taken -= 1;
    this.changed();
  }

  /** There may be more places; who was called and does not want any more leaves them to the next. */
  changed(): void {
    const places = this.#places();
    let waiting = this.#queue.length;
    while (waiting > 0 && (places === 0 || this.#taken < places)) {
      waiting -= 1;
      this.#queue.shift()?.();
    }
  }
}

/** The gate of one function's workers: a room that they share with all others, and so many jobs a second; 0 is any number. */
export function gateOf(room: Room, perSecond: number, now: () => number = () => performance.now()): Gate {
  const apart = perSecond > 0 ? 1000 / perSecond : 0;
  let next = 0;
  return {
    enter(again) {
      const wait = next - now();
      if (wait <= 0) return room.enter(again);
      setTimeout(again, wait);
      return 'rate';
    },
    began() {
      next = Math.max(next, now()) + apart;
    },
    leave: () => room.leave(),
  };
}

/** Something that is due at a time, in milliseconds, and where it stands in its agenda; -1 when it has left. */
export interface Appointment<T> {
  readonly item: T;
  readonly due: number;
  readonly order: number;
  place: number;
}

/** Things by the time at which they are due, and those of one time in the order in which they came: a binary heap. */
export class Agenda<T> {
  readonly #heap: Appointment<T>[] = [];
  readonly #onSooner: () => void;
  #added = 0;

  /** `onSooner` hears that something was added that is due before all that was there. */
  constructor(onSooner: () => void) {
    this.#onSooner = onSooner;
  }

  /** When the first is due; undefined where there is none. */
  get due(): number | undefined {
    return this.#heap[0]?.due;
  }

  /** Everything in it, in no order. */
  get items(): T[] {
    return this.#heap.map(({ item }) => item);
  }

  add(item: T, due: number): Appointment<T> {
    const added = { item, due, order: this.#added++, place: -1 };
    this.#rise(added, this.#heap.length);
    if (added.place === 0) this.#onSooner();
    return added;
  }

  remove(gone: Appointment<T>): void {
    const { place } = gone;
    if (place < 0) return;
    gone.place = -1;
    const last = this.#heap.pop() as Appointment<T>;
    if (last === gone) return;
    this.#rise(last, place);
    this.#sink(last, last.place);
  }

  /** Takes the first out if it is due by then. */
  takeDue(now: number): T | undefined {
    const first = this.#heap[0];
    if (first === undefined || first.due > now) return undefined;
    this.remove(first);
    return first.item;
  }

  #rise(moved: Appointment<T>, from: number): void {
    let at = from;
    while (at > 0) {
      const parent = this.#heap[(at - 1) >> 1] as Appointment<T>;
      if (isBefore(parent, moved)) break;
      this.#put(parent, at);
      at = (at - 1) >> 1;
    }
    this.#put(moved, at);
  }

  #sink(moved: Appointment<T>, from: number): void {
    let at = from;
    for (;;) {
      const left = this.#heap[2 * at + 1];
      const right = this.#heap[2 * at + 2];
      const child = left !== undefined && right !== undefined && isBefore(right, left) ? right : left;
      if (child === undefined || isBefore(moved, child)) break;
      const { place } = child;
      this.#put(child, at);
      at = place;
    }
    this.#put(moved, at);
  }

  #put(moved: Appointment<T>, at: number): void {
    this.#heap[at] = moved;
    moved.place = at;
  }
}

const isBefore = <T>(a: Appointment<T>, b: Appointment<T>): boolean =>
  a.due < b.due || (a.due === b.due && a.order < b.order);

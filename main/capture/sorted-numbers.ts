/** Ascending numbers that come in at either end and leave at the beginning, each in constant time. Each has a place, which stays. */
export class SortedNumbers {
  /** Those that came in at the beginning, descending, and the others. */
  readonly #before: number[] = [];
  #values: number[] = [];
  #head = 0;
  /** Place of the first number, or where the next one comes. */
  first: number;

  constructor(first = 0) {
    this.first = first;
  }

  get length(): number {
    return this.#before.length + this.#values.length - this.#head;
  }

  /** At the end. */
  push(value: number): void {
    this.#values.push(value);
  }

  /** At the beginning. */
  unshift(value: number): void {
    if (this.length === 0) this.#values.push(value);
    else this.#before.push(value);
    this.first -= 1;
  }

  /** Index of the first number that is not below `least`. */
  lowerBound(least: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#at(middle) < least) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  slice(from: number, to: number): number[] {
    const ofBefore = this.#before.length;
    const begin = Math.max(0, from);
    const end = Math.max(begin, Math.min(to, this.length));
    const early = this.#before.slice(Math.max(0, ofBefore - end), Math.max(0, ofBefore - begin)).reverse();
    const late = this.#values.slice(
      this.#head + Math.max(0, begin - ofBefore),
      this.#head + Math.max(0, end - ofBefore),
    );
    return early.length === 0 ? late : early.concat(late);
  }

  /** Those below `least` leave. */
  dropBelow(least: number): void {
    const gone = this.lowerBound(least);
    if (gone === 0) return;
    this.first += gone;
    const ofBefore = Math.min(gone, this.#before.length);
    this.#before.length -= ofBefore;
    this.#head += gone - ofBefore;
    if (this.#head * 2 <= this.#values.length) return;
    this.#values = this.#values.slice(this.#head);
    this.#head = 0;
  }

  /** Those from `least` on leave. */
  dropFrom(least: number): void {
    const kept = this.lowerBound(least);
    const ofBefore = Math.min(kept, this.#before.length);
    if (ofBefore < this.#before.length) this.#before.splice(0, this.#before.length - ofBefore);
    this.#values.length = this.#head + kept - ofBefore;
  }

  #at(index: number): number {
    const { length } = this.#before;
    return (index < length ? this.#before[length - 1 - index] : this.#values[this.#head + index - length]) as number;
  }
}

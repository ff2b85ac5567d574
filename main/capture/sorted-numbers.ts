/** Ascending numbers that are added at the end and leave at the beginning, each in constant time. */
export class SortedNumbers {
  #values: number[] = [];
  #head = 0;
  /** Numbers that have left. */
  dropped = 0;

  get length(): number {
    return this.#values.length - this.#head;
  }

  push(value: number): void {
    this.#values.push(value);
  }

  /** Index of the first number that is not below `least`. */
  lowerBound(least: number): number {
    let low = this.#head;
    let high = this.#values.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#values[middle] as number) < least) low = middle + 1;
      else high = middle;
    }
    return low - this.#head;
  }

  slice(from: number, to: number): number[] {
    return this.#values.slice(this.#head + from, this.#head + Math.min(to, this.length));
  }

  dropBelow(least: number): void {
    const gone = this.lowerBound(least);
    this.#head += gone;
    this.dropped += gone;
    if (this.#head * 2 <= this.#values.length) return;
    this.#values = this.#values.slice(this.#head);
    this.#head = 0;
  }
}

/** How many maps it is; with half a million entries each has two thousand, laid out anew in a tenth of a millisecond. */
const PARTS = 256;
/** Characters of a text that are looked at, from its end: names that are counted up differ there. */
const LOOKED_AT = 8;

/**
 * A map that grows without a stall. A Map of half a million entries stops its thread for 20 to 40 ms whenever it has grown full
 * and is laid out anew; this is many small ones.
 */
export class LargeMap<K extends string | number, V> {
  readonly #parts = Array.from({ length: PARTS }, () => new Map<K, V>());
  readonly #most: number;

  /** With `most`, about so many of the newest entries are kept. */
  constructor(most = Number.POSITIVE_INFINITY) {
    this.#most = most / PARTS;
  }

  get(key: K): V | undefined {
    return this.#part(key).get(key);
  }

  set(key: K, value: V): void {
    const part = this.#part(key);
    part.set(key, value);
    if (part.size > this.#most) part.delete(part.keys().next().value as K);
  }

  delete(key: K): void {
    this.#part(key).delete(key);
  }

  /** In no order; those that come or go meanwhile may be among them or not. */
  *values(): Generator<V> {
    for (const part of this.#parts) yield* part.values();
  }

  #part(key: K): Map<K, V> {
    return this.#parts[(typeof key === 'number' ? key : hash(key)) & (PARTS - 1)] as Map<K, V>;
  }
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = Math.max(0, text.length - LOOKED_AT); at < text.length; at += 1)
    value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value ^ (value >>> 16);
}

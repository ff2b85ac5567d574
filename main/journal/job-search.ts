import { type Term, termsOf } from './search-text.ts';
import type { Volume } from './volume.ts';

interface Looked {
  /** What the volume had written when it was looked at, when that was, and how long it took, ms. */
  written: number;
  at: number;
  took: number;
  found: Uint8Array;
}

/** A volume that takes long and goes on changing is looked at again after so many times of what it took. */
const LONG = 4;
const REST = 8;

/** A search over all volumes, the newest first. It goes on by being asked to. */
export class JobSearch {
  readonly text: string;
  /** It was told to look no further. */
  stopped = false;
  /** Counts up with each change of what was found. */
  version = 0;
  readonly #terms: readonly Term[];
  #looked = new WeakMap<Volume, Looked>();

  constructor(text: string) {
    this.text = text;
    this.#terms = termsOf(text);
  }

  /** Places of a volume's jobs that were found, 1 where one was; undefined where it was not looked at. */
  foundIn(volume: Volume): Uint8Array | undefined {
    return this.#looked.get(volume)?.found;
  }

  /** Whether all volumes were looked at, and nothing is to be looked at again yet. */
  isDone(volumes: readonly Volume[]): boolean {
    return this.stopped || volumes.every((volume) => this.#isDone(volume) || this.#rests(volume));
  }

  /** Whether something has changed that is looked at a little later. */
  isWaiting(volumes: readonly Volume[]): boolean {
    return !this.stopped && volumes.some((volume) => this.#rests(volume));
  }

  /** Jobs that were looked at. */
  looked(volumes: readonly Volume[]): number {
    return volumes.reduce((sum, volume) => sum + (this.#looked.get(volume)?.found.length ?? 0), 0);
  }

  /** Looks until a time, one volume at least; then again at what has changed since. */
  goOn(volumes: readonly Volume[], until: number): void {
    for (const fresh of [true, false]) {
      for (const volume of volumes.toReversed()) {
        if (this.stopped || this.#isDone(volume) || this.#rests(volume) || (fresh && this.#looked.has(volume)))
          continue;
        this.#look(volume);
        if (performance.now() > until) return;
      }
    }
  }

  #isDone(volume: Volume): boolean {
    return this.#looked.get(volume)?.written === volume.written;
  }

  #rests(volume: Volume): boolean {
    const looked = this.#looked.get(volume);
    if (looked === undefined || looked.written === volume.written || looked.took < LONG) return false;
    return performance.now() - looked.at < looked.took * REST;
  }

  #look(volume: Volume): void {
    const begun = performance.now();
    const { written } = volume;
    const { length } = volume.columns;
    const found = new Uint8Array(length).fill(1);
    for (const term of this.#terms) {
      const marked = new Uint8Array(length);
      volume.mark(term, marked);
      for (let at = 0; at < length; at += 1) found[at] = (found[at] as number) & (marked[at] as number);
    }
    const at = performance.now();
    this.#looked.set(volume, { written, at, took: at - begun, found });
    this.version += 1;
  }
}

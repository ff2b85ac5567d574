import { type Term, termsOf } from './search-text.ts';
import type { Volume } from './volume.ts';

interface Looked {
  /** What the volume had written when it was looked at. */
  written: number;
  found: Uint8Array;
}

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

  /** Whether all volumes were looked at as they are. */
  isDone(volumes: readonly Volume[]): boolean {
    return this.stopped || volumes.every((volume) => this.#isDone(volume));
  }

  /** Jobs that were looked at. */
  looked(volumes: readonly Volume[]): number {
    return volumes.reduce((sum, volume) => sum + (this.#looked.get(volume)?.found.length ?? 0), 0);
  }

  /** Looks until a time, one volume at least; then again at what has changed since. */
  goOn(volumes: readonly Volume[], until: number): void {
    for (const fresh of [true, false]) {
      for (const volume of volumes.toReversed()) {
        if (this.stopped || this.#isDone(volume) || (fresh && this.#looked.has(volume))) continue;
        this.#look(volume);
        if (performance.now() > until) return;
      }
    }
  }

  #isDone(volume: Volume): boolean {
    return this.#looked.get(volume)?.written === volume.written;
  }

  #look(volume: Volume): void {
    const { length } = volume.columns;
    const found = new Uint8Array(length).fill(1);
    for (const term of this.#terms) {
      const marked = new Uint8Array(length);
      volume.mark(term, marked);
      for (let at = 0; at < length; at += 1) found[at] = (found[at] as number) & (marked[at] as number);
    }
    this.#looked.set(volume, { written: volume.written, found });
    this.version += 1;
  }
}

import type { Versions } from '../contract/api.ts';

/** At most one event in this time, ms: a frame. */
const FRAME = 16;

export type Topic = keyof Versions;

/** Counts changes per topic and tells listeners of them, at most once a frame, however often something changes. */
export class Changes {
  readonly #versions: Versions = {
    server: 0,
    servers: 0,
    functions: 0,
    jobs: 0,
    packets: 0,
    submissions: 0,
    workspace: 0,
    settings: 0,
    doctor: 0,
    faults: 0,
    captures: 0,
  };
  readonly #listeners = new Set<(versions: Versions) => void>();
  #timer: NodeJS.Timeout | undefined;

  mark(topic: Topic): void {
    this.#versions[topic] += 1;
    if (this.#timer !== undefined || this.#listeners.size === 0) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      for (const listener of this.#listeners) listener({ ...this.#versions });
    }, FRAME);
  }

  /** Returns what ends the listening. */
  on(listener: (versions: Versions) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#listeners.clear();
  }
}

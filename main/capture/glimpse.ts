import type { ByteStore } from './bytes.ts';

const NOTHING = Buffer.alloc(0);

/**
 * An entry of the capture, for who looks at very many of them: one object is filled again for each, and the bytes are found
 * when they are asked for. Valid until the next packet comes.
 */
export class Glimpse {
  seq = 0;
  at = 0;
  host = 0;
  connection = 0;
  /** Whether the server sent it. */
  out = false;
  type = 0;
  size = 0;
  /** The bytes, or the first of them, are `start..end` of this block once they are located. */
  block: Buffer = NOTHING;
  start = 0;
  end = 0;
  readonly #bytes: ByteStore;
  #position = 0;
  #kept = 0;
  #found: boolean | undefined;

  constructor(bytes: ByteStore) {
    this.#bytes = bytes;
  }

  /** Says where the bytes are to be looked for. */
  lies(position: number, kept: number): void {
    this.#position = position;
    this.#kept = kept;
    this.#found = undefined;
  }

  /** Finds the bytes; false where they were forgotten. */
  locate(): boolean {
    if (this.#found !== undefined) return this.#found;
    const segment = this.#bytes.find(this.#position);
    this.#found = segment !== undefined;
    if (segment === undefined) return false;
    this.block = segment.bytes;
    this.start = this.#position - segment.start;
    this.end = this.start + this.#kept;
    return true;
  }
}

import type { Content } from '../contract/jobs.ts';

const NONE: readonly Buffer[] = [];

/** Bytes that come in pieces, of which a limited number is kept. */
export class Kept {
  size = 0;
  kept = 0;
  #pieces: readonly Buffer[] | null = NONE;
  /** Of too many the first ones are kept; else none. */
  readonly #cuts: boolean;

  constructor(cuts = false) {
    this.#cuts = cuts;
  }

  /** Adds bytes, which nobody else changes from now on. They may be the first of `size`. */
  add(bytes: Buffer, limit: number, size = bytes.length): void {
    const whole = this.kept === this.size;
    this.size += size;
    if (this.#pieces === null || bytes.length === 0) return;
    const room = limit - this.kept;
    if (bytes.length > room && !this.#cuts) {
      this.forget();
      return;
    }
    // After a gap nothing more is kept: what is here is the beginning.
    const piece = bytes.length > room ? bytes.subarray(0, room) : bytes;
    if (!whole || piece.length === 0) return;
    this.kept += piece.length;
    if (this.#pieces === NONE) this.#pieces = [piece];
    else (this.#pieces as Buffer[]).push(piece);
  }

  /** Goes on from what `content` told. */
  restore({ size, bytes }: Content): void {
    this.size = size;
    this.kept = bytes?.length ?? 0;
    this.#pieces =
      bytes === null ? null : bytes.length === 0 ? NONE : [Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)];
  }

  forget(): void {
    this.#pieces = null;
    this.kept = 0;
  }

  /** All bytes, or null where they are not kept. */
  bytes(): Buffer | null {
    return this.#first(Number.POSITIVE_INFINITY);
  }

  /** Its first bytes: more than those are not copied. */
  content(limit: number): Content {
    return { size: this.size, bytes: this.#first(limit)?.subarray(0, limit) ?? null };
  }

  /** So many bytes in one piece, or more, or all. */
  #first(least: number): Buffer | null {
    const pieces = this.#pieces;
    if (pieces === null) return null;
    let [count, length] = [0, 0];
    while (count < pieces.length && length < least) {
      length += (pieces[count] as Buffer).length;
      count += 1;
    }
    if (count > 1) this.#pieces = [Buffer.concat(pieces.slice(0, count)), ...pieces.slice(count)];
    return this.#pieces?.[0] ?? Buffer.alloc(0);
  }
}

import type { Content } from '../contract/model.ts';

const NONE: readonly Buffer[] = [];

/** Bytes that come in pieces, of which a limited number is kept. */
export class Kept {
  size = 0;
  kept = 0;
  #pieces: readonly Buffer[] | null = NONE;

  /** Adds bytes, which nobody else changes from now on. */
  add(bytes: Buffer, limit: number): void {
    this.size += bytes.length;
    if (this.#pieces === null || bytes.length === 0) return;
    if (this.kept + bytes.length > limit) {
      this.forget();
      return;
    }
    this.kept += bytes.length;
    if (this.#pieces === NONE) this.#pieces = [bytes];
    else (this.#pieces as Buffer[]).push(bytes);
  }

  forget(): void {
    this.#pieces = null;
    this.kept = 0;
  }

  /** All bytes, or null where they are not kept. */
  bytes(): Buffer | null {
    if (this.#pieces === null) return null;
    if (this.#pieces.length > 1) this.#pieces = [Buffer.concat(this.#pieces)];
    return this.#pieces[0] ?? Buffer.alloc(0);
  }

  content(limit: number): Content {
    return { size: this.size, bytes: this.bytes()?.subarray(0, limit) ?? null };
  }
}

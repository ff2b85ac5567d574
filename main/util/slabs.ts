/**
 * Bytes of the memory that sockets are read into, which the next chunk overwrites. What is as large as that lies in memory of
 * its own, and may be kept without a copy.
 */
export const BORROWED = 64 * 1024;

/** Small pieces are gathered in blocks of so many bytes; one piece that stays holds no more than its block. */
export const SLAB = 16 * 1024;
const SMALL = 4096;

/** Copies bytes that are borrowed into memory that lasts. A block is freed when the last piece in it has gone. */
export class Slabs {
  #slab = Buffer.alloc(0);
  #used = 0;

  /** Keeps `start..end` of the block; tells `into` where. */
  keep(block: Buffer, start: number, end: number, into: { block: Buffer; start: number; end: number }): void {
    const length = end - start;
    if (length >= BORROWED) {
      into.block = block;
      into.start = start;
      into.end = end;
      return;
    }
    if (length > SMALL) {
      into.block = Buffer.from(block.subarray(start, end));
      into.start = 0;
      into.end = length;
      return;
    }
    if (this.#used + length > this.#slab.length) {
      this.#slab = Buffer.allocUnsafeSlow(SLAB);
      this.#used = 0;
    }
    block.copy(this.#slab, this.#used, start, end);
    into.block = this.#slab;
    into.start = this.#used;
    this.#used += length;
    into.end = this.#used;
  }
}

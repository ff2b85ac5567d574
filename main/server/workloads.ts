/** Small workloads are gathered in blocks of so many bytes; one job that stays holds no more than its block. */
const BLOCK = 16 * 1024;
const SMALL = 4096;

/**
 * Where workloads are kept: copied out of the chunk they came in, which may hold much else. A block is freed when the last
 * job in it has gone.
 */
export class Workloads {
  #block = Buffer.alloc(0);
  #used = 0;

  /** Copies `start..end` of the chunk unless it is most of it; tells `into` where it is kept. */
  keep(chunk: Buffer, start: number, end: number, into: { block: Buffer; start: number; end: number }): void {
    const length = end - start;
    if (length * 2 > chunk.buffer.byteLength) {
      into.block = chunk;
      into.start = start;
      into.end = end;
      return;
    }
    if (length > SMALL) {
      into.block = Buffer.from(chunk.subarray(start, end));
      into.start = 0;
      into.end = length;
      return;
    }
    if (this.#used + length > this.#block.length) {
      this.#block = Buffer.allocUnsafeSlow(BLOCK);
      this.#used = 0;
    }
    chunk.copy(this.#block, this.#used, start, end);
    into.block = this.#block;
    into.start = this.#used;
    this.#used += length;
    into.end = this.#used;
  }
}

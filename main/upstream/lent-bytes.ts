import { BORROWED } from '../util/slabs.ts';

/** Bytes of a block that many pieces share. What is larger has memory of its own. */
const BLOCK = 64 * 1024;
const SMALL = 8 * 1024;
/** Blocks that wait to be used again. */
const SPARE = 32;

/** A block, and how many pieces in it are still needed. */
export interface LentBlock {
  readonly bytes: Buffer;
  /** It is used again when nobody needs it any more; else it may be memory of somebody else. */
  readonly isShared: boolean;
  users: number;
}

/** Keeps copies of small pieces for a short while, in memory that is used again and again. */
export class LentBytes {
  #block: LentBlock = newBlock();
  #used = 0;
  readonly #spare: LentBlock[] = [];

  /** Copies `start..end` of a block; returns where to, at the position that `position` then tells. */
  keep(block: Buffer, start: number, end: number): LentBlock {
    const length = end - start;
    if (length > SMALL) {
      this.position = 0;
      const piece = block.subarray(start, end);
      return { bytes: length >= BORROWED ? piece : Buffer.from(piece), isShared: false, users: 1 };
    }
    if (this.#used + length > BLOCK) {
      if (this.#block.users > 0) this.#block = this.#spare.pop() ?? newBlock();
      this.#used = 0;
    }
    block.copy(this.#block.bytes, this.#used, start, end);
    this.position = this.#used;
    this.#used += length;
    this.#block.users += 1;
    return this.#block;
  }

  position = 0;

  /** A piece is not needed any more. */
  giveBack(block: LentBlock): void {
    block.users -= 1;
    if (block.isShared && block.users === 0 && block !== this.#block && this.#spare.length < SPARE)
      this.#spare.push(block);
  }
}

const newBlock = (): LentBlock => ({ bytes: Buffer.allocUnsafeSlow(BLOCK), isShared: true, users: 0 });

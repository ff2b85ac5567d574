const NOTHING = Buffer.alloc(0);
/** Bytes for the answer to one packet, and for those to a chunk full of them. */
const SMALL = 512;
const LARGE = 64 * 1024;
/** Large blocks that wait to be used again, of all connections: fresh memory is dear. */
const SPARE = 32;
const spare: Buffer[] = [];

/** What is to be written to one connection. Packets gather in one block, so that a burst is one write. */
export class Outbox {
  bytes: Buffer = NOTHING;
  length = 0;
  /** For each packet in it: its number in the capture, and where it begins. */
  readonly packets: number[] = [];

  /** Makes room for `size` more bytes of `bytes`; returns where they begin. */
  room(size: number): number {
    const at = this.length;
    this.length += size;
    if (this.length > this.bytes.length) this.#grow(at);
    return at;
  }

  /** All that is in it, as one block. */
  block(): Buffer {
    return this.bytes.subarray(0, this.length);
  }

  /** Empties it. `free` says that nobody needs the block any more. */
  clear(free: boolean): void {
    if (this.bytes.length === LARGE && free && spare.length < SPARE) spare.push(this.bytes);
    if (this.bytes.length > SMALL || !free) this.bytes = NOTHING;
    this.length = 0;
    this.packets.length = 0;
  }

  #grow(used: number): void {
    const needed = this.length;
    const size = needed <= SMALL ? SMALL : needed <= LARGE ? LARGE : Math.max(needed, this.bytes.length * 2);
    const grown = (size === LARGE ? spare.pop() : undefined) ?? Buffer.allocUnsafe(size);
    this.bytes.copy(grown, 0, 0, used);
    this.bytes = grown;
  }
}

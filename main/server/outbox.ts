const NOTHING = Buffer.alloc(0);
/** Bytes for the answer to one packet, and for those to a chunk full of them. */
const SMALL = 512;
export const LARGE = 64 * 1024;
/** Large blocks that wait to be used again, of all connections: fresh memory is dear. */
const SPARE = 32;
const spare: Buffer[] = [];

/** What is to be written to one connection. Packets gather in one block, so that a burst is one write. */
export class Outbox {
  bytes: Buffer = NOTHING;
  length = 0;
  /** For each packet in it: what `note` returned for it, and where it begins. */
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

  /** Puts another packet in the place of those with these indexes, and notes it as `note`. */
  replace(indexes: ReadonlySet<number>, note: number, packet: Buffer): void {
    const [before, { packets }] = [this.block(), this];
    const pieces: Buffer[] = [];
    let at = 0;
    for (let index = 0; index * 2 < packets.length; index += 1) {
      const replaced = indexes.has(index);
      const piece = replaced ? packet : before.subarray(packets[index * 2 + 1], packets[index * 2 + 3]);
      if (replaced) packets[index * 2] = note;
      pieces.push(piece);
    }
    for (const [index, piece] of pieces.entries()) {
      packets[index * 2 + 1] = at;
      at += piece.length;
    }
    this.bytes = Buffer.concat(pieces);
    this.length = at;
  }

  #grow(used: number): void {
    const needed = this.length;
    const size = needed <= SMALL ? SMALL : needed <= LARGE ? LARGE : Math.max(needed, this.bytes.length * 2);
    const grown = (size === LARGE ? spare.pop() : undefined) ?? Buffer.allocUnsafe(size);
    this.bytes.copy(grown, 0, 0, used);
    this.bytes = grown;
  }
}

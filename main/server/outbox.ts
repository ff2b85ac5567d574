const NOTHING = Buffer.alloc(0);
/** Bytes for the answer to one packet, and for those to a chunk full of them. */
const SMALL = 512;
const LARGE = 64 * 1024;
/** Large blocks that wait to be used again, of all connections. */
const SPARE = 32;
const spare: Buffer[] = [];

/** What is to be written to one connection. Packets gather in one block, so that a burst is one write. */
export class Outbox {
  bytes: Buffer = NOTHING;
  length = 0;
  /** For each packet in it: its number in the capture, and where it begins. */
  readonly packets: number[] = [];
  #first = SMALL;

  /** Makes room for `size` more bytes of `bytes`; returns where they begin. */
  room(size: number): number {
    const at = this.length;
    this.length += size;
    if (this.length > this.bytes.length) this.#grow();
    return at;
  }

  /** All that is in it, as one block; it is empty then. */
  take(): Buffer {
    const block = this.bytes.subarray(0, this.length);
    this.#first = this.length > SMALL ? LARGE : SMALL;
    this.bytes = NOTHING;
    this.length = 0;
    this.packets.length = 0;
    return block;
  }

  #grow(): void {
    const least = this.bytes.length === 0 ? this.#first : LARGE;
    const size = Math.max(least, this.length > least ? Math.max(this.length, this.bytes.length * 2) : 0);
    const grown = size === SMALL ? Buffer.allocUnsafe(size) : (takeSpare(size) ?? Buffer.allocUnsafeSlow(size));
    this.bytes.copy(grown);
    this.bytes = grown;
  }
}

/** A block that was taken and is on its way may serve again. */
export function giveBack(block: Buffer): void {
  if (block.buffer.byteLength === LARGE && block.byteOffset === 0 && spare.length < SPARE)
    spare.push(Buffer.from(block.buffer));
}

const takeSpare = (size: number): Buffer | undefined => (size === LARGE ? spare.pop() : undefined);

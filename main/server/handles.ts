const COLON = 0x3a;
const ZERO = 0x30;
/** Digits of the largest number a handle has. */
const DIGITS = 10;

/** How a run names its jobs: a prefix, a colon, and numbers from 1 up. docs/protocol.md section 4. */
export class Handles {
  readonly #prefix: Buffer;

  /** `prefix` as on the wire, as `H:hostname`. */
  constructor(prefix: string) {
    this.#prefix = Buffer.from(`${prefix}:`, 'latin1');
  }

  text(number: number): string {
    return this.#prefix.toString('latin1') + String(number);
  }

  /** Bytes of the handle with this number. */
  lengthOf(number: number): number {
    let digits = 1;
    for (let rest = number; rest >= 10; rest = Math.floor(rest / 10)) digits += 1;
    return this.#prefix.length + digits;
  }

  /** Writes the handle, which has `length` bytes; returns where it ends. */
  write(out: Buffer, at: number, number: number, length: number): number {
    const prefix = this.#prefix;
    for (let index = 0; index < prefix.length; index += 1) out[at + index] = prefix[index] as number;
    let rest = number;
    for (let place = at + length - 1; place >= at + prefix.length; place -= 1) {
      const tenth = Math.floor(rest / 10);
      out[place] = ZERO + rest - tenth * 10;
      rest = tenth;
    }
    return at + length;
  }

  /** The number of the handle at `start..end`; 0 where it is none of this run's. */
  numberAt(block: Buffer, start: number, end: number): number {
    const prefix = this.#prefix;
    const digits = start + prefix.length;
    if (end <= digits || end - digits > DIGITS) return 0;
    if (block[digits - 1] !== COLON || block[digits] === ZERO) return 0;
    for (let index = 0; index < prefix.length; index += 1) if (block[start + index] !== prefix[index]) return 0;
    let number = 0;
    for (let at = digits; at < end; at += 1) {
      const digit = (block[at] as number) - ZERO;
      if (digit < 0 || digit > 9) return 0;
      number = number * 10 + digit;
    }
    return number;
  }

  numberOf(handle: string): number {
    const block = Buffer.from(handle, 'latin1');
    return this.numberAt(block, 0, block.length);
  }
}

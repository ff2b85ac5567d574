import { type Budget, wrong } from './halt.ts';
import { shownText } from './text.ts';
import { Tree } from './tree.ts';

interface Open {
  left: number;
  /** For arrays the place of the next value. */
  next: number | null;
}

/** A value as it stands: one without parts, or the number of the parts that follow. */
type Read =
  | { kind: 'string' | 'binary' | 'integer' | 'float' | 'boolean' | 'null' | 'extension'; value: string; note?: string }
  | { kind: 'object' | 'array'; parts: number };

/**
 * Reads MessagePack. Integers of 64 bits are exact; no objects are made. It goes down without recursion.
 * https://github.com/msgpack/msgpack/blob/master/spec.md
 */
export const readMsgpack = (bytes: Buffer, budget: Budget): Tree =>
  Tree.read(budget, bytes.length, (tree) => new MsgpackReader(bytes, tree).read());

/** Whether it begins with an array or a map that could have as many parts as it says. */
export function looksLikeMsgpack(bytes: Buffer): boolean {
  const first = bytes[0] ?? 0;
  if (bytes.length < 3) return false;
  if (first >= 0x80 && first <= 0x9f) return true;
  if (first === 0xdc || first === 0xde) return bytes.readUInt16BE(1) < bytes.length;
  return (first === 0xdd || first === 0xdf) && bytes.length >= 5 && bytes.readUInt32BE(1) < bytes.length;
}

class MsgpackReader {
  readonly #bytes: Buffer;
  readonly #tree: Tree;
  readonly #open: Open[] = [];
  #at = 0;

  constructor(bytes: Buffer, tree: Tree) {
    this.#bytes = bytes;
    this.#tree = tree;
  }

  read(): void {
    let key: string | null = null;
    for (;;) {
      this.#value(key);
      for (let inside = this.#open.at(-1); inside?.left === 0; inside = this.#open.at(-1)) {
        this.#open.pop();
        this.#tree.close(this.#at);
      }
      const inside = this.#open.at(-1);
      if (inside === undefined) break;
      inside.left -= 1;
      key = inside.next === null ? this.#name() : String(inside.next++);
    }
    if (this.#at < this.#bytes.length) throw wrong('left', this.#at);
  }

  #name(): string {
    const start = this.#at;
    const read = this.#read();
    // A map or an array can be a name, but no language that speaks with PHP has such.
    if ('parts' in read) throw wrong('unexpected', start);
    return read.value;
  }

  #value(key: string | null): void {
    const start = this.#at;
    const read = this.#read();
    if (!('parts' in read)) {
      this.#tree.leaf({ key, ...read, start, end: this.#at });
      return;
    }
    this.#tree.open({ key, kind: read.kind, start });
    this.#open.push({ left: read.parts, next: read.kind === 'array' ? 0 : null });
  }

  #read(): Read {
    const start = this.#at;
    const first = this.#number(1);
    if (first < 0x80) return integer(first);
    if (first < 0x90) return this.#parts('object', first & 0x0f);
    if (first < 0xa0) return this.#parts('array', first & 0x0f);
    if (first < 0xc0) return this.#text(first & 0x1f);
    if (first >= 0xe0) return integer(first - 0x100);
    switch (first) {
      case 0xc0:
        return { kind: 'null', value: 'null' };
      case 0xc2:
      case 0xc3:
        return { kind: 'boolean', value: first === 0xc3 ? 'true' : 'false' };
      case 0xc4:
      case 0xc5:
      case 0xc6:
        return { kind: 'binary', value: this.#take(this.#number(2 ** (first - 0xc4))).toString('hex') };
      case 0xc7:
      case 0xc8:
      case 0xc9:
        return this.#extension(this.#number(2 ** (first - 0xc7)));
      case 0xca:
        return { kind: 'float', value: String(Math.fround(this.#take(4).readFloatBE())) };
      case 0xcb:
        return { kind: 'float', value: String(this.#take(8).readDoubleBE()) };
      case 0xcc:
      case 0xcd:
      case 0xce:
        return integer(this.#number(2 ** (first - 0xcc)));
      case 0xcf:
        return integer(this.#take(8).readBigUInt64BE());
      case 0xd0:
        return integer(this.#take(1).readInt8());
      case 0xd1:
        return integer(this.#take(2).readInt16BE());
      case 0xd2:
        return integer(this.#take(4).readInt32BE());
      case 0xd3:
        return integer(this.#take(8).readBigInt64BE());
      case 0xd4:
      case 0xd5:
      case 0xd6:
      case 0xd7:
      case 0xd8:
        return this.#extension(2 ** (first - 0xd4));
      case 0xd9:
      case 0xda:
      case 0xdb:
        return this.#text(this.#number(2 ** (first - 0xd9)));
      case 0xdc:
      case 0xdd:
        return this.#parts('array', this.#number(2 ** (first - 0xdb)));
      case 0xde:
      case 0xdf:
        return this.#parts('object', this.#number(2 ** (first - 0xdd)));
      default:
        throw wrong('unexpected', start);
    }
  }

  #parts(kind: 'object' | 'array', parts: number): Read {
    if (parts > this.#bytes.length - this.#at) throw wrong('ends', this.#at);
    return { kind, parts };
  }

  #text(length: number): Read {
    return { kind: 'string', value: shownText(this.#take(length)) };
  }

  #extension(length: number): Read {
    const type = this.#take(1).readInt8();
    const data = this.#take(length);
    const time = type === -1 ? timeOf(data) : undefined;
    return {
      kind: 'extension',
      value: time ?? data.toString('hex'),
      note: time === undefined ? String(type) : 'timestamp',
    };
  }

  #number(size: number): number {
    return this.#take(size).readUIntBE(0, size);
  }

  #take(length: number): Buffer {
    const end = this.#at + length;
    if (end > this.#bytes.length) throw wrong('ends', this.#bytes.length);
    const found = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return found;
  }
}

const integer = (value: number | bigint): Read => ({ kind: 'integer', value: String(value) });

/** The specification's own extension; undefined where it has no time of it. */
function timeOf(data: Buffer): string | undefined {
  const [seconds, nanoseconds] =
    data.length === 4
      ? [BigInt(data.readUInt32BE()), 0]
      : data.length === 8
        ? [data.readBigUInt64BE() & 0x3ffffffffn, Number(data.readBigUInt64BE() >> 34n)]
        : data.length === 12
          ? [data.readBigInt64BE(4), data.readUInt32BE()]
          : [undefined, 0];
  const milliseconds = seconds === undefined ? Number.NaN : Number(seconds) * 1000;
  if (Number.isNaN(new Date(milliseconds).getTime())) return undefined;
  const whole = new Date(milliseconds).toISOString();
  return nanoseconds === 0 ? whole : whole.replace('.000', `.${String(nanoseconds).padStart(9, '0')}`);
}

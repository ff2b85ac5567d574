import { GARBAGE, HEADER, TEXT } from '../protocol/framer.ts';
import { type Definition, definitionOf, nameOf, type PacketName } from '../protocol/packets.ts';
import type { Named, Traced } from './finding.ts';

const NOTHING = Buffer.alloc(0);

/** A longer argument is not compared with the one before it. */
const COMPARED = 128;

/**
 * A captured packet whose arguments are looked for when a rule asks for one: of millions most are asked for none. One object is
 * filled again for each packet, and an argument that is the same as in the packet before is the same string.
 */
export class NamedPacket implements Named {
  seq = 0;
  at = 0;
  host = 0;
  connection = 0;
  out = false;
  type = 0;
  size = 0;
  block: Buffer = NOTHING;
  start = 0;
  end = 0;
  name: PacketName | '' = '';
  #definition: Definition | undefined;
  /** Where each argument and the data begin, how many are there; undefined before they were looked for. */
  readonly #from: number[] = [];
  #shown: number | undefined;
  /** By argument, what it was last. */
  readonly #last = new Map<string, string>();

  /** Takes the next packet, whose bytes have been located. */
  fill(packet: Traced): void {
    const { seq, at, host, connection, out, type, size, block, start, end } = packet;
    this.seq = seq;
    this.at = at;
    this.host = host;
    this.connection = connection;
    this.out = out;
    this.type = type;
    this.size = size;
    this.block = block;
    this.start = start;
    this.end = end;
    const name = type === TEXT || type === GARBAGE ? undefined : nameOf(type);
    this.name = name ?? '';
    this.#definition = name && definitionOf(name);
    this.#shown = undefined;
  }

  text(argument: string): string {
    const index = this.#definition?.args.indexOf(argument) ?? -1;
    if (index < 0 || index >= this.shown) return '';
    const from = this.#from[index] as number;
    let to = index + 1 < this.shown ? (this.#from[index + 1] as number) - 1 : this.end;
    if (to > from && this.block[to - 1] === 0) to -= 1; // the last one, ended as all others are
    const last = this.#last.get(argument);
    if (last !== undefined && this.#reads(last, from, to)) return last;
    const text = this.block.toString('latin1', from, to);
    if (text.length <= COMPARED) this.#last.set(argument, text);
    return text;
  }

  get shown(): number {
    this.#shown ??= this.#look();
    return this.#shown;
  }

  get lastFrom(): number {
    return this.#from[this.shown - 1] ?? this.start + HEADER;
  }

  get dataFrom(): number | undefined {
    const definition = this.#definition;
    if (definition?.data === undefined || this.shown <= definition.args.length) return undefined;
    return this.#from[definition.args.length];
  }

  #reads(text: string, from: number, to: number): boolean {
    if (text.length !== to - from) return false;
    // Names that differ mostly differ at their end.
    for (let index = text.length - 1; index >= 0; index -= 1)
      if (text.charCodeAt(index) !== this.block[from + index]) return false;
    return true;
  }

  /** Arguments are ended by a NUL, all but the last. */
  #look(): number {
    const definition = this.#definition;
    if (definition === undefined || this.end - this.start < HEADER) return 0;
    const all = definition.args.length + (definition.data === undefined ? 0 : 1);
    const { block, end } = this;
    let at = this.start + HEADER;
    let shown = 0;
    while (shown < all) {
      this.#from[shown] = at;
      shown += 1;
      if (shown === all) break;
      while (at < end && block[at] !== 0) at += 1;
      if (at === end) break;
      at += 1;
    }
    return shown;
  }
}

import { dissect, type Field } from '../protocol/describe.ts';
import { GARBAGE, TEXT } from '../protocol/framer.ts';
import { definitionOf, nameOf } from '../protocol/packets.ts';
import type { Named, Traced } from './finding.ts';

const NO_FIELDS: readonly Field[] = [];

/** A captured packet whose arguments are looked for when a rule asks for one: of millions most are asked for none. */
export class NamedPacket implements Named {
  readonly seq: number;
  readonly at: number;
  readonly host: number;
  readonly connection: number;
  readonly out: boolean;
  readonly type: number;
  readonly size: number;
  readonly bytes: Buffer;
  readonly name: string;
  #fields: readonly Field[] | undefined;

  constructor({ seq, at, host, connection, direction, type, size, bytes }: Traced) {
    this.seq = seq;
    this.at = at;
    this.host = host;
    this.connection = connection;
    this.out = direction === 'out';
    this.type = type;
    this.size = size;
    this.bytes = bytes;
    this.name = nameOf(type) ?? '';
  }

  text(argument: string): string {
    const found = this.#field(argument);
    if (found === undefined) return '';
    const { start, end } = found;
    return this.bytes.toString('latin1', start, end > start && this.bytes[end - 1] === 0 ? end - 1 : end);
  }

  get data(): Buffer | undefined {
    const type = nameOf(this.type);
    const name = type && definitionOf(type).data;
    const found = name === undefined ? undefined : this.#field(name);
    return found && this.bytes.subarray(found.start, found.end);
  }

  get fields(): readonly Field[] {
    this.#fields ??=
      this.type === TEXT || this.type === GARBAGE ? NO_FIELDS : (dissect(this.bytes)?.fields ?? NO_FIELDS);
    return this.#fields;
  }

  #field(name: string): Field | undefined {
    for (const field of this.fields) if (field.name === name) return field;
    return undefined;
  }
}

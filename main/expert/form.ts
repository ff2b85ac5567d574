import { GARBAGE, HEADER, MAGIC, TEXT } from '../protocol/framer.ts';
import { definitionOf, type PacketName } from '../protocol/packets.ts';
import type { Named, Rules, Tell } from './finding.ts';
import type { Peer } from './peers.ts';

/** Bytes that gearmand gives a handle. docs/protocol.md section 2. */
const HANDLE = 64;

/** Bytes of a workload that are looked at, whether they are text. */
const LOOKED_AT = 64 * 1024;

/** What is wrong with a single packet: its magic, type, size, arguments, and what it carries. */
export class FormRules implements Rules {
  readonly #tell: Tell;
  /** Whether packets and text lines came from a connection; `told` when it was said once. */
  readonly #spoken = new WeakMap<Peer, { packet: boolean; text: boolean; told: boolean }>();

  constructor(tell: Tell) {
    this.#tell = tell;
  }

  look(packet: Named, peer: Peer): void {
    const { seq, type, size, out, name, block, start, end } = packet;
    if (type === GARBAGE) return this.#tell('E-03', seq, { bytes: size });
    if (!out) this.#mixed(packet, peer);
    if (type === TEXT) return;
    if (name === '') return this.#tell('E-01', seq, { type });
    const isRequest = end - start >= 4 && block.readUInt32BE(start) === MAGIC.REQ;
    if (isRequest === out) this.#tell('E-02', seq, { type: name });
    this.#arguments(packet, name);
    if (size > HEADER + HANDLE && packet.text('handle').length > HANDLE)
      this.#tell('E-19', seq, { bytes: packet.text('handle').length });
    if (name === 'ERROR') this.#tell('E-23', seq, { code: packet.text('code'), text: packet.text('text') });
    if (!out && packet.dataFrom !== undefined && looksLikeBrokenText(block, packet.dataFrom, end))
      this.#tell('E-21', seq, { type: name });
  }

  /** E-20: lines of the text protocol and binary packets on one connection. */
  #mixed({ type, seq }: Named, peer: Peer): void {
    const spoken = this.#spoken.get(peer) ?? { packet: false, text: false, told: false };
    this.#spoken.set(peer, spoken);
    if (type === TEXT) spoken.text = true;
    else spoken.packet = true;
    if (!spoken.packet || !spoken.text || spoken.told) return;
    spoken.told = true;
    this.#tell('E-20', seq);
  }

  /** E-04: arguments are ended by a NUL, but for the last; in what is no data there is none. */
  #arguments({ seq, block, start, end, size, shown, lastFrom }: Named, name: PacketName): void {
    if (end - start < size) return; // not all of it is held
    const { args, data } = definitionOf(name);
    const expected = args.length + (data === undefined ? 0 : 1);
    let found = expected === 0 && size > HEADER ? 1 : shown;
    // Data may hold NULs of its own. Many a client ends the last argument with a NUL too.
    if (data === undefined) for (let at = lastFrom; at < end - 1; at += 1) if (block[at] === 0) found += 1;
    if (found !== expected) this.#tell('E-04', seq, { type: name, expected, found });
  }
}

/** Text in another encoding: no control characters, and yet no UTF-8. */
function looksLikeBrokenText(block: Buffer, from: number, end: number): boolean {
  const to = Math.min(end, from + LOOKED_AT);
  let high = false;
  for (let at = from; at < to; at += 1) {
    const byte = block[at] as number;
    if (byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 13) return false;
    if (byte === 0x7f) return false;
    if (byte >= 0x80) high = true;
  }
  if (!high) return false;
  try {
    // A letter may be cut where the part ends.
    new TextDecoder('utf-8', { fatal: true }).decode(block.subarray(from, to), { stream: to < end });
    return false;
  } catch {
    return true;
  }
}

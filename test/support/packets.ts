import fc from 'fast-check';
import { definitionOf, PACKETS, type Packet, type PacketName } from '../../main/protocol/packets.ts';

/** Bytes of a string, one per character. */
export const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');

const noNul = fc
  .uint8Array({ maxLength: 20 })
  .map((values) => Buffer.from(values.map((value) => value || 1)).toString('latin1'));
const anyBytes = fc.uint8Array({ maxLength: 60 }).map((values) => Buffer.from(values));

/** Any packet of any type, with any bytes that its arguments can hold. */
export const anyPacket: fc.Arbitrary<Packet> = fc
  .constantFrom(...(Object.keys(PACKETS) as PacketName[]))
  .chain((name) => {
    const { args, data } = definitionOf(name);
    const fields: Record<string, fc.Arbitrary<unknown>> = { name: fc.constant(name) };
    for (const arg of args) fields[arg] = noNul;
    if (data !== undefined) fields[data] = anyBytes;
    return fc.record(fields) as unknown as fc.Arbitrary<Packet>;
  });

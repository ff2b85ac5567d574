import type { FindingCode } from '../../main/contract/expert.ts';
import { Expert, type ExpertParts } from '../../main/expert/expert.ts';
import { encode } from '../../main/protocol/codec.ts';
import { GARBAGE, TEXT } from '../../main/protocol/framer.ts';
import { definitionOf, type Packet } from '../../main/protocol/packets.ts';
import { bytes } from './packets.ts';

/** An expert that is shown a conversation, packet by packet, with the time in the test's hands. */
export function traced(parts: Partial<ExpertParts> = {}) {
  const expert = new Expert({ whole: 'all', ...parts });
  let seq = 0;
  let at = 1_000_000;
  const raw = (connection: number, out: boolean, type: number, block: Buffer) => {
    expert.look({ seq, at, host: 0, connection, out, type, size: block.length, block, start: 0, end: block.length });
    seq += 1;
    return seq - 1;
  };
  return {
    expert,
    raw,
    /** What a peer sends; returns the packet's number, as all of these do. */
    hear: (connection: number, packet: Packet) =>
      raw(connection, false, definitionOf(packet.name).type, encode(packet, 'REQ')),
    /** What the server sends. */
    say: (connection: number, packet: Packet) =>
      raw(connection, true, definitionOf(packet.name).type, encode(packet, 'RES')),
    line: (connection: number, text: string) => raw(connection, false, TEXT, bytes(text)),
    garbage: (connection: number, text: string) => raw(connection, false, GARBAGE, bytes(text)),
    /** Milliseconds go by. */
    wait: (ms: number) => {
      at += ms;
      expert.until(at);
    },
    /** Codes and the numbers of their packets. */
    found: (): string[] => expert.report().flatMap(({ latest }) => latest.map(({ code, seq: at }) => `${code} ${at}`)),
    valuesOf: (code: FindingCode) =>
      expert
        .report()
        .find((group) => group.code === code)
        ?.latest.map(({ values }) => values),
  };
}

import { noteOf } from '../../main/capture-files/notes.ts';
import { PcapngWriter } from '../../main/capture-files/pcapng-writer.ts';
import { encode } from '../../main/protocol/codec.ts';
import type { Packet } from '../../main/protocol/packets.ts';
import { bytes } from './packets.ts';

/** When the first packet of a file that a test writes was seen: 2026-01-02 03:04:05.000001. */
const START = Date.UTC(2026, 0, 2, 3, 4, 5) + 0.001;

/** Said on a connection: a packet, a line of text, or any bytes. */
export type Said = Packet | string | Buffer;

const bytesOf = (said: Said, direction: 'in' | 'out'): Buffer => {
  if (typeof said === 'string') return bytes(said);
  return Buffer.isBuffer(said) ? said : encode(said, direction === 'in' ? 'REQ' : 'RES');
};

/** Writes a capture file packet by packet, one in each millisecond. */
export function fileOf(peer: (connection: number) => string = (connection) => `127.0.0.1:${50_000 + connection}`) {
  const writer = new PcapngWriter((connection) => ({
    peer: peer(Number(connection)),
    note: noteOf({ connection: Number(connection), run: 1, facts: undefined }),
  }));
  const chunks: Buffer[] = [];
  const frames: number[] = [];
  const say =
    (direction: 'in' | 'out') =>
    (connection: number, said: Said, comments: string[] = []) => {
      const whole = bytesOf(said, direction);
      const at = START + frames.length;
      frames.push(writer.packet({ at, connection, direction, bytes: whole, size: whole.length, comments }));
      chunks.push(Buffer.from(writer.take()));
    };
  return {
    hear: say('in'),
    say: say('out'),
    /** Number of the last frame of each packet. */
    frames,
    writer,
    bytes: () => Buffer.concat(chunks),
  };
}

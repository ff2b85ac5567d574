import { once } from 'node:events';
import { connect } from 'node:net';
import { Decoder, encode, type Message } from '../../main/protocol/codec.ts';
import { definitionOf, type Packet } from '../../main/protocol/packets.ts';
import { afterThisTest, type Cleanup } from './cleanup.ts';

/** `NAME argument argument data`, empty arguments left out, or the line. */
export const told = (message: Message): string => (message.kind === 'text' ? message.line : words(message.packet));

function words(packet: Packet): string {
  const { args, data } = definitionOf(packet.name);
  const values = packet as unknown as Record<string, string | Buffer>;
  const texts = [...args, ...(data === undefined ? [] : [data])].map((name) => values[name]?.toString('latin1') ?? '');
  return [packet.name, ...texts.filter((text) => text !== '')].join(' ');
}

/** Somebody else's connection to a job server: sends packets, lines or any bytes, and gives what came back in order. */
export async function peerOf(
  { host = '127.0.0.1', port }: { host?: string; port: number },
  cleanup: Cleanup = afterThisTest,
) {
  const socket = connect({ host, port, noDelay: true });
  await once(socket, 'connect');
  cleanup(() => void socket.destroy());
  socket.on('error', () => {});
  const decoder = new Decoder();
  const heard: string[] = [];
  const waiting: (() => void)[] = [];
  const wake = () => {
    for (const go of waiting.splice(0)) go();
  };
  socket.on('data', (chunk: Buffer) => {
    heard.push(...decoder.push(chunk).messages.map(told));
    wake();
  });
  let ended = false;
  socket.on('close', () => {
    ended = true;
    wake();
  });
  return {
    write: (bytes: Buffer | string) => void socket.write(bytes),
    send: (...packets: Packet[]) => void socket.write(Buffer.concat(packets.map((packet) => encode(packet, 'REQ')))),
    /** The next messages, so many; fewer where the connection ended. */
    async hears(count = 1): Promise<string[]> {
      while (heard.length < count && !ended) await new Promise<void>((resolve) => waiting.push(resolve));
      return heard.splice(0, count);
    },
    /** What came until the server closed the connection. */
    async hearsTheEnd(): Promise<string[]> {
      while (!ended) await new Promise<void>((resolve) => waiting.push(resolve));
      return heard.splice(0);
    },
    /** Takes nothing in until it reads again; only what fits into the system's buffers can be sent to it. */
    stopReading: () => void socket.pause(),
    readAgain: () => void socket.resume(),
    /** Ends its half of the connection and goes on reading. */
    halfClose: () => void socket.end(),
    leave: () => void socket.destroy(),
  };
}

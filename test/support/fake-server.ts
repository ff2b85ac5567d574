import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import type { Target } from '../../main/net/dial.ts';
import { Decoder, encode } from '../../main/protocol/codec.ts';
import type { Packet } from '../../main/protocol/packets.ts';
import { afterThisTest, type Cleanup } from './cleanup.ts';
import { freePort } from './free-port.ts';
import { told } from './peer.ts';

/** One connection as a fake server has it: what it heard, and ways to answer. */
export interface FakeConnection {
  heard: string[];
  say: (...packets: Packet[]) => void;
  write: (bytes: Buffer) => void;
  close: () => void;
  /** Resolves when the connection has ended. */
  ended: Promise<void>;
}

/** A server that answers as the test says, for what a real job server does not do. */
export async function fakeServer(
  answer: (heard: string, connection: FakeConnection) => void,
  cleanup: Cleanup = afterThisTest,
): Promise<Target & { connections: FakeConnection[] }> {
  const port = await freePort();
  const connections: FakeConnection[] = [];
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    const decoder = new Decoder();
    const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    const connection: FakeConnection = {
      heard: [],
      say: (...packets) => void socket.write(Buffer.concat(packets.map((packet) => encode(packet, 'RES')))),
      write: (bytes) => void socket.write(bytes),
      close: () => void socket.destroySoon(),
      ended,
    };
    connections.push(connection);
    socket.on('error', () => {});
    socket.on('data', (chunk: Buffer) => {
      for (const message of decoder.push(chunk).messages.map(told)) {
        connection.heard.push(message);
        answer(message, connection);
      }
    });
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  cleanup(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { host: '127.0.0.1', port, connections };
}

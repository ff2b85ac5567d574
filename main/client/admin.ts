import type { Socket } from 'node:net';
import type { AppError } from '../contract/errors.ts';
import { dial, explain, type Target } from '../net/dial.ts';

/** A connection on which the text protocol is spoken. docs/protocol.md section 5. */
export interface AdminSession {
  /**
   * Sends a line and resolves with the whole answer: one line, or a table with its last line. Throws `connection-lost`
   * where the connection ends before.
   */
  ask(line: string, answer: 'line' | 'table'): Promise<Buffer>;
  close(): void;
}

/** Connects. Throws what `dial` throws. */
export async function openAdmin(target: Target): Promise<AdminSession> {
  const socket = await dial(target);
  const lost = (error: Error) => explain(error, target);
  return { ask: (line, answer) => ask(socket, line, answer, lost), close: () => socket.destroySoon() };
}

function ask(
  socket: Socket,
  line: string,
  answer: 'line' | 'table',
  lost: (error: Error) => AppError,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    /** The first four and the last three bytes: of a long answer nothing else is looked at before it is whole. */
    let [head, tail] = ['', ''];
    const hear = (chunk: Buffer) => {
      chunks.push(chunk);
      head += chunk.toString('latin1', 0, 4 - head.length);
      tail = (tail + chunk.toString('latin1', Math.max(0, chunk.length - 3))).slice(-3);
      if (isWhole(head, tail, answer)) end(() => resolve(Buffer.concat(chunks)));
    };
    const fail = (error: Error) => end(() => reject(lost(error)));
    const closed = () => fail(new Error('the server closed it'));
    const end = (settle: () => void) => {
      socket.off('data', hear).off('error', fail).off('close', closed);
      settle();
    };
    socket.on('data', hear).once('error', fail).once('close', closed);
    socket.write(`${line}\r\n`);
  });
}

/** A table ends in a line of a full stop; where one was asked for, an error is one line all the same. */
function isWhole(head: string, tail: string, answer: 'line' | 'table'): boolean {
  if (answer === 'line' || head === 'ERR ') return tail.endsWith('\n');
  return tail === '.\n' || tail === '\n.\n';
}

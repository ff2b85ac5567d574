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
    let heard = Buffer.alloc(0);
    const hear = (chunk: Buffer) => {
      heard = Buffer.concat([heard, chunk]);
      if (isWhole(heard, answer)) end(() => resolve(heard));
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
function isWhole(heard: Buffer, answer: 'line' | 'table'): boolean {
  const text = heard.toString('latin1');
  if (answer === 'line' || text.startsWith('ERR ')) return text.endsWith('\n');
  return text === '.\n' || text.endsWith('\n.\n');
}

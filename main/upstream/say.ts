import type { Socket } from 'node:net';
import { because } from '../contract/reasons.ts';
import type { ConsoleAnswer } from '../contract/server-console.ts';
import { connectionLost, dial, explain, type Target } from '../net/dial.ts';
import type { Registry } from '../net/origins.ts';
import { Conversation } from './conversation.ts';

/** What a server said to one line. */
export interface Said extends Omit<ConsoleAnswer, 'said'> {
  /** The first bytes of it. */
  bytes: Buffer;
}

export interface SayParts {
  target: Target;
  /** Without its end. */
  line: string;
  /** How long it may take to be reached and to answer, ms. */
  patience: number;
  /** Bytes of an answer that are kept, and those after which it is given up. */
  most: { kept: number; taken: number };
  /** Where our connection is written down as ours. */
  origins?: Registry | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * Says a line of the text protocol over a connection of its own, with an echo behind it, so that the end of whatever the server
 * answers is certain. Throws what `dial` throws, and `connection-lost` where the connection breaks, is given up, or what came is
 * not Gearman. docs/protocol.md section 5.
 */
export async function say({ target, line, patience, most, origins, signal }: SayParts): Promise<Said> {
  const begun = performance.now();
  let hear: (chunk: Buffer) => void = () => {};
  let socket: Socket | undefined;
  try {
    socket = await dial(target, { timeout: patience, signal, onBytes: (chunk) => hear(chunk) });
    await origins?.claim(socket, 'self');
    return await answerOn(socket, {
      ...{ target, line, most, signal },
      patience: Math.max(0, begun + patience - performance.now()),
      onHear: (listen) => {
        hear = listen;
      },
    });
  } finally {
    socket?.destroy();
  }
}

interface AnswerParts extends Pick<SayParts, 'target' | 'line' | 'patience' | 'most'> {
  signal: AbortSignal | undefined;
  onHear: (listen: (chunk: Buffer) => void) => void;
}

function answerOn(socket: Socket, { target, line, patience, most, signal, onHear }: AnswerParts): Promise<Said> {
  const since = performance.now();
  const kept: Buffer[] = [];
  let heard = 0;
  return new Promise((resolve, reject) => {
    const settled = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', givenUp);
    };
    const end = (how: Said['end'], whole?: Buffer) => {
      settled();
      const all = whole ?? Buffer.concat(kept);
      const length = whole?.length ?? heard;
      const bytes = Buffer.from(all.subarray(0, most.kept));
      resolve({ bytes, left: length - bytes.length, end: how, milliseconds: performance.now() - since });
    };
    const fail = (error: Error) => {
      settled();
      reject(error);
    };
    const givenUp = () => fail(connectionLost(target, because('given-up')));
    const timer = setTimeout(() => end('late'), patience);
    const conversation = new Conversation(most.taken, (question, answer) => {
      if (question === line) end('whole', answer.kind === 'nothing' ? Buffer.alloc(0) : answer.bytes);
    });
    onHear((chunk) => {
      if (heard < most.kept) kept.push(Buffer.from(chunk.subarray(0, most.kept - heard)));
      heard += chunk.length;
      const wrong = conversation.push(chunk);
      if (wrong === 'too-large') end('cut');
      else if (wrong !== undefined) fail(connectionLost(target, because(wrong)));
    });
    // Whoever ends a connection without having read all that came over it resets it.
    socket.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ECONNRESET' || error.code === 'EPIPE' ? end('closed') : fail(explain(error, target)),
    );
    socket.on('close', () => end('closed'));
    signal?.addEventListener('abort', givenUp);
    if (signal?.aborted) givenUp();
    socket.write(conversation.ask([line]));
  });
}

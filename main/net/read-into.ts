import { type OnReadOpts, Socket } from 'node:net';
import { BORROWED } from '../util/slabs.ts';

/** The one block of memory that all sockets are read into. */
const shared = Buffer.alloc(BORROWED);

/** What net keeps of a socket and takes for a new one; it is not documented, so it may be missing. */
interface Held {
  _handle?: unknown;
}

/**
 * Has a socket read into the one block of memory; tells of each chunk, valid until the next one of any socket. `goesOn` is
 * asked after a chunk that filled the block: where it says no, the socket rests until it is resumed.
 */
export const sharedReading = (each: (chunk: Buffer) => void, goesOn: () => boolean = () => true): OnReadOpts => ({
  buffer: shared,
  callback: (bytes, buffer) => {
    each(Buffer.from(buffer.buffer, buffer.byteOffset, bytes));
    return bytes < BORROWED || goesOn();
  },
});

/** Time that sockets with plenty to read take in one round of the event loop, ms; then others have their turn. */
const ROUND = 5;
/** Sockets that read on in each round. Each reads a chunk at least, which with many of them is a round of its own. */
const AT_ONCE = 2;
let until = 0;
const resting = new Set<Socket>();

/** Whether the socket may read on in this round; where not, it does in a later one. By itself, libuv reads up to 2 MiB a socket. */
export function inTurn(socket: Socket): boolean {
  const at = performance.now();
  if (until === 0) begin(at);
  if (at < until) return true;
  resting.add(socket);
  return false;
}

function begin(at: number): void {
  setImmediate(nextRound);
  until = at + ROUND;
}

function nextRound(): void {
  until = 0;
  let left = AT_ONCE;
  for (const socket of resting) {
    resting.delete(socket);
    if (socket.isPaused()) continue;
    socket.resume();
    left -= 1;
    if (left === 0) break;
  }
  if (resting.size > 0) begin(performance.now());
}

/**
 * Tells of each chunk that an accepted socket receives, valid until the next one. The server that accepted it was made with
 * `pauseOnConnect`. Returns the socket to use from then on.
 *
 * By itself, node:net allocates 64 KiB for each chunk. Where V8 keeps its memory in a sandbox, as in Electron, that costs more
 * than all else that happens to a packet: with `onread`, which net offers for sockets that one makes oneself, an echo takes
 * less than half the processor time. Where the socket does not lend itself to that, as with TLS, it is read as usual.
 */
export function readInto(accepted: Socket, each: (chunk: Buffer) => void): Socket {
  const held = accepted as unknown as Held;
  const handle = held._handle;
  if (accepted.constructor !== Socket || typeof (handle as { useUserBuffer?: unknown })?.useUserBuffer !== 'function') {
    accepted.on('data', each);
    accepted.resume();
    return accepted;
  }
  held._handle = null;
  const { allowHalfOpen } = accepted;
  const reading = sharedReading(each, () => inTurn(socket));
  const options = { handle, allowHalfOpen, onread: reading };
  const socket = new Socket(options as ConstructorParameters<typeof Socket>[0]);
  socket.once('close', () => accepted.destroy()); // so that its server counts it out
  return socket;
}

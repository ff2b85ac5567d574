import { randomBytes } from 'node:crypto';
import { onlyAsks, readOnly } from '../protocol/admin.ts';
import { encode, lineAt } from '../protocol/codec.ts';
import { HEADER, TEXT } from '../protocol/framer.ts';
import { PACKETS } from '../protocol/packets.ts';
import { Fifo } from './fifo.ts';
import { countHeld, largeAt, newFramer, type Sight } from './sight.ts';

/** Bytes that stand in an echo for an answer of ours. */
const TOKEN = 16;

const REFUSED = encode(
  { name: 'ERROR', code: 'READ_ONLY', text: 'This proxy is read-only: jobs cannot be submitted through it' },
  'RES',
);
const REFUSED_LINE = Buffer.from(readOnly, 'latin1');

type Send = (bytes: Buffer) => void;

export interface GateParts {
  /** Pass bytes on to the server, and to the client. */
  toServer: Send;
  toClient: Send;
  seenIn: Sight;
  seenOut: Sight;
}

/** An answer of ours, and what comes back from the server when it is its turn. */
interface Answer {
  readonly token: Buffer;
  readonly type: number;
  readonly bytes: Buffer;
}

/**
 * Between a client and its server where nothing is to be changed: refuses submissions, and lines that do more than ask. All else
 * goes on as it came, but what a client sends does once it is a whole message, and what is no message not at all.
 *
 * So that a refusal comes in its turn among the answers, the server gets an echo in the place of what is refused: what comes
 * back says where the refusal belongs.
 */
export class Gate {
  readonly #parts: GateParts;
  readonly #answers = new Fifo<Answer>();
  #in = newFramer();
  #inHeld = 0;
  /** Bytes of a large packet that are still to come, and whether they go on. */
  #inSkip = 0;
  #inPasses = false;
  #out = newFramer();
  #outHeld = 0;
  /** Bytes of the message that the server has begun which have gone on already. */
  #ahead = 0;
  #outSkip = 0;
  /** What comes from the server is no Gearman: it goes on as it is. */
  #plain = false;

  constructor(parts: GateParts) {
    this.#parts = parts;
  }

  /** What a client sent; false where it is no Gearman, and the connection cannot go on. */
  heard(chunk: Buffer, at: number): boolean {
    const { toServer, seenIn } = this.#parts;
    const gone = Math.min(this.#inSkip, chunk.length);
    this.#inSkip -= gone;
    if (gone > 0 && this.#inPasses) toServer(chunk.subarray(0, gone));
    let next: Buffer | undefined = chunk.subarray(gone);
    while (next !== undefined && next.length > 0) {
      const frames = this.#in.push(next);
      const { block, count, ends, types } = frames;
      let from = 0;
      let start = 0;
      for (let index = 0; index < count; index += 1) {
        const end = ends[index] as number;
        const answer = refusalOf(types[index] as number, block, start, end);
        if (answer !== undefined) {
          if (start > from) toServer(block.subarray(from, start));
          this.#refuse(answer);
          from = end;
        }
        start = end;
      }
      if (start > from) toServer(block.subarray(from, start));
      for (let index = 0, begin = 0; index < count; index += 1) {
        seenIn.message(types[index] as number, block, begin, ends[index] as number, at);
        begin = ends[index] as number;
      }
      this.#inHeld = countHeld(this.#inHeld, this.#in.pending);
      next = frames.error === undefined ? frames.next : this.#passLarge(block.subarray(start), at);
      if (next === undefined && frames.error !== undefined) return false;
    }
    return true;
  }

  /** What the server sent. */
  told(chunk: Buffer, at: number): void {
    const { toClient, seenOut } = this.#parts;
    const gone = this.#plain ? chunk.length : Math.min(this.#outSkip, chunk.length);
    this.#outSkip -= gone;
    if (gone > 0) toClient(chunk.subarray(0, gone));
    if (this.#plain) return seenOut.garbage(chunk, at);
    let next: Buffer | undefined = chunk.subarray(gone);
    while (next !== undefined && next.length > 0) {
      const frames = this.#out.push(next);
      const { block, count, ends, types, error } = frames;
      let from = count > 0 || error !== undefined ? this.#ahead : 0;
      let start = 0;
      for (let index = 0; index < count; index += 1) {
        const end = ends[index] as number;
        const answer = this.#answerAt(types[index] as number, block, start, end);
        if (answer === undefined) seenOut.message(types[index] as number, block, start, end, at);
        else {
          if (start > from) toClient(block.subarray(from, start));
          toClient(answer.bytes);
          seenOut.message(answer.type, answer.bytes, 0, answer.bytes.length, at);
          from = end;
        }
        start = end;
      }
      if (count > 0) this.#ahead = 0;
      if (start > from) toClient(block.subarray(from, start));
      this.#outHeld = countHeld(this.#outHeld, this.#out.pending);
      if (error !== undefined) {
        toClient(block.subarray(Math.max(from, start)));
        return this.#passOn(block.subarray(start), at);
      }
      next = frames.next;
    }
    this.#goAhead();
  }

  /** Neither sends any more. */
  end(at: number): void {
    this.#inHeld = countHeld(this.#inHeld, 0);
    this.#outHeld = countHeld(this.#outHeld, 0);
    this.#parts.seenIn.garbage(this.#in.rest(), at);
    this.#parts.seenOut.garbage(this.#out.rest(), at);
  }

  /** A packet that is too large to be held. Returns what lies behind it; undefined where it is none. */
  #passLarge(rest: Buffer, at: number): Buffer | undefined {
    const { toServer, seenIn } = this.#parts;
    this.#in = newFramer();
    this.#inHeld = countHeld(this.#inHeld, 0);
    const large = largeAt(rest, 0);
    if (large === undefined) {
      seenIn.garbage(rest, at);
      return undefined;
    }
    this.#inPasses = !SUBMITS.has(large.type);
    if (this.#inPasses) toServer(rest.subarray(0, large.had));
    else this.#refuse({ type: PACKETS.ERROR.type, bytes: REFUSED });
    seenIn.large(large, rest, 0, at);
    this.#inSkip = large.size - large.had;
    return rest.subarray(large.had);
  }

  /** The same of the server, whose bytes have gone on. */
  #passOn(rest: Buffer, at: number): void {
    const { seenOut } = this.#parts;
    this.#out = newFramer();
    this.#outHeld = countHeld(this.#outHeld, 0);
    const large = largeAt(rest, 0);
    this.#plain = large === undefined || large.had < rest.length;
    if (large === undefined) return seenOut.garbage(rest, at);
    seenOut.large(large, rest, 0, at);
    this.#outSkip = large.size - large.had;
    if (this.#plain) seenOut.garbage(rest.subarray(large.had), at);
  }

  #refuse({ type, bytes }: Omit<Answer, 'token'>): void {
    const token = randomBytes(TOKEN);
    this.#answers.push({ token, type, bytes });
    this.#parts.toServer(encode({ name: 'ECHO_REQ', data: token }, 'REQ'));
  }

  /** Our answer, where that is an echo that stands for it. */
  #answerAt(type: number, block: Buffer, start: number, end: number): Answer | undefined {
    const answer = this.#answers.first;
    if (answer === undefined || type !== ECHO_RES || end - start !== HEADER + TOKEN) return undefined;
    if (!answer.token.equals(block.subarray(start + HEADER, end))) return undefined;
    return this.#answers.shift();
  }

  /** What the server has begun to say goes on at once, unless it may be an echo that stands for an answer. */
  #goAhead(): void {
    const begun = this.#out.unfinished;
    if (begun.length <= this.#ahead) return;
    if (this.#answers.length > 0 && this.#ahead === 0) {
      if (begun.length < HEADER) return;
      if (begun.readUInt32BE(4) === ECHO_RES && begun.readUInt32BE(8) === TOKEN && begun[0] === 0) return;
    }
    this.#parts.toClient(begun.subarray(this.#ahead));
    this.#ahead = begun.length;
  }
}

const ECHO_RES = PACKETS.ECHO_RES.type;

/** Packets that make jobs. */
const SUBMITS: ReadonlySet<number> = new Set(
  Object.values(PACKETS)
    .filter(({ family, from }) => family === 'submission' && from !== 'server')
    .map(({ type }) => type),
);

/** What a message is answered with that is refused. */
function refusalOf(type: number, block: Buffer, start: number, end: number): Omit<Answer, 'token'> | undefined {
  if (SUBMITS.has(type)) return { type: PACKETS.ERROR.type, bytes: REFUSED };
  return type !== TEXT || onlyAsks(lineAt(block, start, end)) ? undefined : { type: TEXT, bytes: REFUSED_LINE };
}

import { randomBytes } from 'node:crypto';
import { encode } from '../protocol/codec.ts';

/** Bytes that are kept of answers while nothing large is asked. */
const ROOM = 64 * 1024;

/** Its bytes are valid until the same question is answered again; whether they are those of the last time. */
export interface Answer {
  kind: 'answer';
  bytes: Buffer;
  same: boolean;
}

/** What came of one question: an answer, or that the server went on to the next one and had said nothing. */
export type Heard = Answer | { kind: 'nothing' };

/**
 * Questions of the text protocol with an echo behind each, so that it is certain where an answer ends, and that there is none.
 * Sans-IO: takes what came and tells of each answer.
 */
export class Conversation {
  readonly #onAnswer: (question: string, heard: Heard) => void;
  readonly #most: number;
  /** Told apart from what anybody could have as a name. */
  readonly #token = randomBytes(8).toString('hex');
  #number = 0;
  #waiting: { question: string; fence: Buffer }[] = [];
  #held = Buffer.allocUnsafe(ROOM);
  #length = 0;
  /** From where on the fence is looked for. */
  #searched = 0;
  /** The last answer to each question. */
  readonly #last = new Map<string, Buffer>();

  /** `most` is how many bytes an answer may have. */
  constructor(most: number, onAnswer: (question: string, heard: Heard) => void) {
    this.#most = most;
    this.#onAnswer = onAnswer;
  }

  /** What is asked and not yet answered; the first one is being answered. */
  get open(): string | undefined {
    return this.#waiting[0]?.question;
  }

  /** What to send: the questions in a row. The empty one is an echo alone. */
  ask(questions: readonly string[]): Buffer {
    const parts = questions.flatMap((question) => {
      this.#number += 1;
      const data = Buffer.from(`${this.#token}${this.#number}`);
      this.#waiting.push({ question, fence: encode({ name: 'ECHO_RES', data }, 'RES') });
      const echo = encode({ name: 'ECHO_REQ', data }, 'REQ');
      return question === '' ? [echo] : [Buffer.from(`${question}\r\n`, 'latin1'), echo];
    });
    return Buffer.concat(parts);
  }

  /** Takes a chunk. Returns why it cannot go on: what came is not Gearman, or the answer has too many bytes. */
  push(chunk: Buffer): 'not-gearman' | 'too-large' | undefined {
    this.#keep(chunk);
    let start = 0;
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      const { question, fence } = next;
      const end = this.#held.subarray(0, this.#length).indexOf(fence, Math.max(start, this.#searched));
      if (end < 0) break;
      if (question === '' && end > start) return 'not-gearman';
      this.#waiting.shift();
      this.#tell(question, this.#held.subarray(start, end));
      start = end + fence.length;
      this.#searched = 0;
    }
    this.#held.copyWithin(0, start, this.#length);
    this.#length -= start;
    return this.#look();
  }

  #look(): 'not-gearman' | 'too-large' | undefined {
    const next = this.#waiting[0];
    if (next === undefined) return this.#length > 0 ? 'not-gearman' : undefined;
    const { question, fence } = next;
    // The fence may have come in part.
    this.#searched = Math.max(0, this.#length - fence.length + 1);
    if (question !== '') return this.#length > this.#most ? 'too-large' : undefined;
    const isFence = fence
      .subarray(0, this.#length)
      .equals(this.#held.subarray(0, Math.min(this.#length, fence.length)));
    return isFence ? undefined : 'not-gearman';
  }

  #tell(question: string, bytes: Buffer): void {
    if (question !== '' && bytes.length === 0) return this.#onAnswer(question, { kind: 'nothing' });
    const last = this.#last.get(question);
    if (last?.equals(bytes)) return this.#onAnswer(question, { kind: 'answer', bytes: last, same: true });
    const copy = last?.length === bytes.length ? last : Buffer.allocUnsafeSlow(bytes.length);
    bytes.copy(copy);
    this.#last.set(question, copy);
    this.#onAnswer(question, { kind: 'answer', bytes: copy, same: false });
  }

  /** Forgets the last answer to a question that is not asked any more. */
  forget(question: string): void {
    this.#last.delete(question);
    if (this.#held.length > 4 * ROOM && this.#length === 0) this.#held = Buffer.allocUnsafe(ROOM);
  }

  #keep(chunk: Buffer): void {
    const total = this.#length + chunk.length;
    if (total > this.#held.length) {
      const wider = Buffer.allocUnsafe(Math.max(total, this.#held.length * 2));
      this.#held.copy(wider, 0, 0, this.#length);
      this.#held = wider;
    }
    chunk.copy(this.#held, this.#length);
    this.#length = total;
  }
}

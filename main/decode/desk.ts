import { DECODE_LIMITS, type DecoderName } from '../contract/decode-limits.ts';
import { AnsweringThread, ThreadEnded } from '../util/answering-thread.ts';
import type { About, Answer, Answers, Question } from './answers.ts';

/** Beside its own second, for what does not look at the clock, ms. */
const GRACE = 2000;

/** Whose bytes are decoded, and as what. */
export interface Subject {
  /** Names the bytes: the same name, the same bytes. */
  name: string;
  size: number;
  as: readonly DecoderName[];
  /** A copy of the bytes; undefined where they have been forgotten. Not called where they are known. */
  bytes(): Uint8Array | undefined | Promise<Uint8Array | undefined>;
}

/** Where decoded data is asked about. Its thread starts with the first question. */
export class DecodeDesk {
  readonly #thread = new AnsweringThread<Question, Answer>('decode-thread', import.meta.url);

  /** What the bytes are, layer by layer; null where they have been forgotten. What takes too long is told as that. */
  async whole(subject: Subject): Promise<Answers['whole'] | null> {
    try {
      return await this.ask(subject, { kind: 'whole' });
    } catch (error) {
      const why = error instanceof ThreadEnded ? error.why : undefined;
      if (why !== 'late' && why !== 'memory') throw error;
      return {
        layers: [{ as: 'bytes', size: subject.size }],
        content: { kind: 'bytes' },
        stopped: why === 'late' ? 'milliseconds' : 'memory',
        problem: null,
      };
    }
  }

  /** Rejects with a ThreadEnded where the thread does not live to answer. */
  async ask<K extends keyof Answers>(subject: Subject, about: About & { kind: K }): Promise<Answers[K] | null> {
    const { name, as } = subject;
    const question: Question = { key: `${name} ${as.join(' ')}`, as, about };
    const patience = DECODE_LIMITS.milliseconds + GRACE;
    let answer = await this.#thread.ask(question, patience);
    if (!answer.known) {
      const bytes = await subject.bytes();
      if (bytes === undefined) return null;
      answer = await this.#thread.ask({ ...question, bytes }, patience, [bytes.buffer as ArrayBuffer]);
    }
    return answer.known ? (answer.value as Answers[K]) : null;
  }

  close(): void {
    this.#thread.close();
  }
}

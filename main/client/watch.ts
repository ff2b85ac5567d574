import type { AppError } from '../contract/errors.ts';
import { type Target, unanswered } from '../net/dial.ts';
import type { Session } from './session.ts';

/** A server of several that says nothing for so long has gone, ms. */
export const SILENCE = 5000;

/** The same while bytes for it have not left: a large workload takes its time, ms. */
export const SILENCE_WHILE_SENDING = 60_000;

/** Echoes that are asked for in that time. */
const LOOKS = 2;

/**
 * Asks a server for an echo again and again. One that was stopped or cut off keeps its connections, and only its silence tells; one
 * that is busy answers late, but answers.
 */
export class Watch {
  /** Resolves with the first answer; rejects with what ended it before. */
  readonly answered: Promise<void>;
  readonly #session: Session;
  readonly #target: Target;
  readonly #onSilent: (error: AppError) => void;
  readonly #timer: NodeJS.Timeout;
  #answer: () => void = () => {};
  #refuse: (error: AppError) => void = () => {};
  /** Looks in which nothing was heard. */
  #silent = 0;

  constructor(session: Session, target: Target, onSilent: (error: AppError) => void) {
    this.#session = session;
    this.#target = target;
    this.#onSilent = onSilent;
    this.answered = new Promise((resolve, reject) => {
      this.#answer = resolve;
      this.#refuse = reject;
    });
    this.answered.catch(() => {}); // who waits for it is told; who does not hears it from the session
    this.#timer = setInterval(() => this.#look(), SILENCE / LOOKS);
    this.#ask();
  }

  /** Something came. */
  hear(): void {
    this.#silent = 0;
    this.#answer();
  }

  close(error?: AppError): void {
    clearInterval(this.#timer);
    if (error !== undefined) this.#refuse(error);
  }

  #ask(): void {
    this.#session.send({ name: 'ECHO_REQ', data: Buffer.from('gearbench') });
  }

  #look(): void {
    this.#silent += 1;
    const most = this.#session.pending > 0 ? SILENCE_WHILE_SENDING : SILENCE;
    if ((this.#silent * SILENCE) / LOOKS < most) {
      if (this.#session.pending === 0) this.#ask();
      return;
    }
    // Where this thread itself was held up, the answer may lie there unread: sockets are read before this.
    setImmediate(() => {
      if (this.#silent > 0) this.#end(most);
    });
  }

  /** It has been silent for so long, ms. */
  #end(silence: number): void {
    const error = unanswered(this.#target, silence / 1000);
    this.close(error);
    this.#onSilent(error);
  }
}

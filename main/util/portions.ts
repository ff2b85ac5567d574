/** Questions that are answered anew in one portion, and how long a portion lasts, ms. */
const AT_ONCE = 100;
const LASTS = 50;
/** Passes after which it is forgotten what nobody asks about any more. */
const FORGOTTEN_AFTER = 3;

/**
 * Answers to the same question about many things, asked again and again. About few things each is fresh; of many a portion is
 * answered anew at a time, each once in a pass, and the others are as they were. `now` in ms.
 */
export class Portions<Answer> {
  readonly #ask: (name: string) => Answer;
  readonly #now: () => number;
  readonly #kept = new Map<string, { answer: Answer; pass: number }>();
  #begun = Number.NEGATIVE_INFINITY;
  #answered = 0;
  #pass = 0;
  /** There are more than a portion: who had its turn in this pass has none. */
  #many = false;
  /** Somebody had to wait for the next portion. */
  #waited = false;

  constructor(ask: (name: string) => Answer, now = () => performance.now()) {
    this.#ask = ask;
    this.#now = now;
  }

  /** Undefined where it was not its turn yet. */
  of(name: string): Answer | undefined {
    this.#begin();
    const known = this.#kept.get(name);
    if (known !== undefined && this.#many && known.pass === this.#pass) return known.answer;
    if (this.#answered === AT_ONCE) {
      this.#waited = true;
      return known?.answer;
    }
    this.#answered += 1;
    const answer = this.#ask(name);
    this.#kept.set(name, { answer, pass: this.#pass });
    return answer;
  }

  clear(): void {
    this.#kept.clear();
  }

  /** Begins a portion, and a pass where nobody waits, if it is time for one. */
  #begin(): void {
    const at = this.#now();
    if (at - this.#begun < LASTS) return;
    this.#begun = at;
    this.#answered = 0;
    if (!this.#waited) {
      this.#pass += 1;
      for (const [name, { pass }] of this.#kept) if (pass < this.#pass - FORGOTTEN_AFTER) this.#kept.delete(name);
    }
    this.#many = this.#waited || this.#kept.size > AT_ONCE;
    this.#waited = false;
  }
}

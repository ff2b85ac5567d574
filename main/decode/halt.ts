import type { DecodeProblem, DecodeStop } from '../contract/decode.ts';
import { DECODE_LIMITS } from '../contract/decode-limits.ts';

/** Ends reading: a limit was reached, or the bytes do not go on as they should. What was read until then is kept. */
export class Halt extends Error {
  readonly stopped: DecodeStop | null;
  readonly problem: DecodeProblem | null;

  constructor(stopped: DecodeStop | null, problem: DecodeProblem | null) {
    super(stopped ?? problem?.code ?? 'halt');
    this.stopped = stopped;
    this.problem = problem;
  }
}

export const problem = (code: DecodeProblem['code'], at: number): DecodeProblem => ({
  code,
  at,
  line: null,
  column: null,
});

export const wrong = (code: DecodeProblem['code'], at: number): Halt => new Halt(null, problem(code, at));

/** Nodes between two looks at the clock. */
const CLOCK_EVERY = 512;

/** What all layers of one decoding may still use. */
export class Budget {
  bytes: number;
  readonly nodes: number;
  readonly #until: number;
  readonly #now: () => number;
  #looks = 0;

  constructor(limits: { bytes: number; nodes: number; milliseconds: number } = DECODE_LIMITS, now = performance.now) {
    this.bytes = limits.bytes;
    this.nodes = limits.nodes;
    this.#now = () => now.call(performance);
    this.#until = this.#now() + limits.milliseconds;
  }

  get late(): boolean {
    return this.#now() > this.#until;
  }

  /** Looks at the clock now and then. Throws a Halt when the time is over. */
  look(): void {
    this.#looks += 1;
    if (this.#looks % CLOCK_EVERY === 0 && this.late) throw new Halt('milliseconds', null);
  }
}

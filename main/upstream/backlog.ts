import { now } from '../util/clock.ts';
import { Fifo } from './fifo.ts';
import { BLOCK, giveBack, takeBlock } from './spare-blocks.ts';

/** Bytes that may wait; and how long they may while more come, ms. */
const MOST = 64 * 1024 * 1024;
const OLDEST = 2000;
/** So many bytes in a millisecond are a flood; and how long one looks whether they come, ms. */
const FLOOD = 8_000;
const SPAN = 10;
/** Time that is taken at once while nothing else is to be done, ms. */
const SLICE = 1;

type See = (bytes: Buffer, at: number) => void;

interface Piece {
  readonly see: See;
  readonly bytes: Buffer;
  readonly at: number;
  /** The block that was being filled when it came, which has its bytes. */
  readonly block: Buffer | undefined;
}

const NOTHING = Buffer.alloc(0);

/**
 * What was passed on and is to be looked at, in order: when a round of the event loop has brought nothing more. A flood is looked
 * at when it is over, even where this thread has time, because those that the bytes go to and fro between need the processors.
 * Where too much waits, or for too long, it is looked at before more is read.
 */
export class Backlog {
  readonly #pieces = new Fifo<Piece>();
  /** The block that is being filled, and how much of it is used. */
  #block: Buffer | undefined;
  #used = 0;
  #waiting = 0;
  /** Something came in this round. */
  #came = false;
  /** Bytes that came since a time, ms. */
  #fresh = 0;
  #since = 0;
  #isFlood = false;
  #isAsked = false;

  /** Bytes that wait. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Looks at bytes that came at `at`, ms, when there is time, and perhaps in parts. They are copied. */
  add(see: See, chunk: Buffer, at: number): void {
    const { length } = chunk;
    this.#waiting += length;
    this.#fresh += length;
    for (let from = 0; from < length; ) {
      if (this.#block === undefined || this.#used === BLOCK) {
        this.#block = takeBlock();
        this.#used = 0;
      }
      const start = this.#used;
      const copied = chunk.copy(this.#block, start, from);
      this.#used += copied;
      from += copied;
      this.#push(see, this.#block.subarray(start, this.#used), at);
    }
  }

  /** Does something when all that came before has been looked at. */
  after(act: () => void): void {
    if (this.#pieces.length === 0) act();
    else this.#push(act, NOTHING, now());
  }

  #push(see: See, bytes: Buffer, at: number): void {
    this.#pieces.push({ see, bytes, at, block: this.#block });
    this.#came = true;
    this.#ask();
  }

  #ask(): void {
    if (this.#isAsked) return;
    this.#isAsked = true;
    if (this.#isFlood) setTimeout(this.#round, SPAN);
    else setImmediate(this.#round);
  }

  readonly #round = (): void => {
    const time = now();
    this.#isAsked = false;
    if (time - this.#since >= SPAN) {
      this.#isFlood = this.#fresh > FLOOD * (time - this.#since);
      this.#fresh = 0;
      this.#since = time;
    }
    const waits = this.#isFlood || this.#came;
    this.#came = false;
    this.#look(time, waits ? time : time + SLICE);
    if (this.#pieces.length > 0) this.#ask();
  };

  /** Looks from now until then, and on where too much waits. */
  #look(from: number, until: number): void {
    for (let time = from; this.#pieces.length > 0 && (time < until || this.#isTooMuch(time)); time = now()) {
      const { see, bytes, at, block } = this.#pieces.shift() as Piece;
      this.#waiting -= bytes.length;
      see(bytes, at);
      this.#leave(block);
    }
  }

  /** Of a block whose pieces have all been looked at. */
  #leave(block: Buffer | undefined): void {
    const next = this.#pieces.first;
    if (next === undefined) this.#used = 0;
    else if (block !== undefined && block !== this.#block && next.block !== block) giveBack(block);
  }

  #isTooMuch(time: number): boolean {
    return this.#waiting > MOST || time - (this.#pieces.first?.at ?? time) > OLDEST;
  }
}

/** All proxies have the same one: what is passed on at one keeps others from looking. */
export const backlog = new Backlog();

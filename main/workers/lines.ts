const LF = 0x0a;
const CR = 0x0d;
/** Bytes after which a line comes in pieces. */
const LONGEST = 64 * 1024;

/**
 * Cuts a stream of bytes into lines, each with its end. Where `redrawn`, a carriage return ends a line too: programs draw
 * their progress so.
 */
export class Lines {
  /** What has no end yet. */
  rest: Buffer = Buffer.alloc(0);
  readonly #each: (line: Buffer) => void;
  readonly #redrawn: boolean;

  constructor(each: (line: Buffer) => void, { redrawn = false } = {}) {
    this.#each = each;
    this.#redrawn = redrawn;
  }

  add(bytes: Buffer): void {
    const block = this.rest.length === 0 ? bytes : Buffer.concat([this.rest, bytes]);
    let start = 0;
    for (let end = this.#endOf(block, start); end > 0; end = this.#endOf(block, start)) {
      this.#each(block.subarray(start, end));
      start = end;
    }
    const rest = block.subarray(start);
    this.rest = rest.length > LONGEST ? Buffer.alloc(0) : rest;
    if (rest.length > LONGEST) this.#each(rest);
  }

  /** Tells of what has no end as a line too. */
  end(): void {
    const { rest } = this;
    this.rest = Buffer.alloc(0);
    if (rest.length > 0) this.#each(rest);
  }

  /** Behind the end of the line that begins at `start`; 0 where it has none yet. */
  #endOf(block: Buffer, start: number): number {
    const feed = block.indexOf(LF, start);
    const back = this.#redrawn ? block.indexOf(CR, start) : -1;
    if (back < 0 || (feed >= 0 && feed < back)) return feed + 1;
    if (back + 1 === block.length) return 0; // a line feed may follow
    return block[back + 1] === LF ? back + 2 : back + 1;
  }
}

/** The text of a line without its end. */
export const textOf = (line: Buffer): string => line.toString('utf8').replace(/\r?\n$|\r$/, '');

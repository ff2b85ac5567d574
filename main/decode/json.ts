import type { DecodeProblem } from '../contract/decode.ts';
import { type Budget, wrong } from './halt.ts';
import { shownText } from './text.ts';
import { Tree, VALUE_SHOWN } from './tree.ts';

const [QUOTE, BACKSLASH, COMMA, COLON, MINUS] = [0x22, 0x5c, 0x2c, 0x3a, 0x2d];
const CLOSERS: Record<number, number> = { 91: 0x5d, 123: 0x7d };
const BOM = Buffer.from([0xef, 0xbb, 0xbf]);
const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?/y;
/** By their first letter. */
const WORDS: Record<number, string> = { 116: 'true', 102: 'false', 110: 'null' };

/** Escapes of a string, after the backslash. */
const ESCAPES: Record<string, string> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\', '/': '/' };

/**
 * Reads JSON as RFC 8259 has it. Numbers stay as they are written, so that none loses its last digits; of names that stand
 * twice both are there. It goes down without recursion, however deep the text is.
 */
export const readJson = (bytes: Buffer, budget: Budget): Tree => {
  const tree = Tree.read(budget, bytes.length, (begun) => new JsonReader(bytes, begun).read());
  if (tree.problem !== null) tree.problem = withLine(bytes, tree.problem);
  return tree;
};

class JsonReader {
  readonly #bytes: Buffer;
  readonly #text: string;
  readonly #tree: Tree;
  /** The closing brackets that are awaited, and for arrays the place of the next value. */
  readonly #open: { closer: number; next: number | null }[] = [];
  #at = 0;
  #key: string | null = null;

  constructor(bytes: Buffer, tree: Tree) {
    this.#bytes = bytes;
    this.#text = bytes.toString('latin1');
    this.#tree = tree;
    if (bytes.subarray(0, 3).equals(BOM)) this.#at = 3;
  }

  read(): void {
    this.#blank();
    do this.#value();
    while (this.#goesOn());
    if (this.#at < this.#bytes.length) throw wrong('left', this.#at);
  }

  /** Reads a value, or the opening bracket of one and the name of its first part. */
  #value(): void {
    for (;;) {
      const opener = this.#byte();
      const closer = CLOSERS[opener];
      if (closer === undefined) {
        this.#scalar();
        return;
      }
      const kind = opener === 0x7b ? 'object' : 'array';
      this.#tree.open({ key: this.#key, kind, start: this.#at });
      this.#open.push({ closer, next: kind === 'array' ? 0 : null });
      this.#at += 1;
      this.#blank();
      if (this.#byte() === closer) return;
      this.#name();
    }
  }

  /** Closes what ends here; whether another value follows. */
  #goesOn(): boolean {
    for (;;) {
      this.#blank();
      const inside = this.#open.at(-1);
      if (inside === undefined) return false;
      const byte = this.#byte();
      if (byte === inside.closer) {
        this.#at += 1;
        this.#open.pop();
        this.#tree.close(this.#at);
      } else if (byte === COMMA) {
        this.#at += 1;
        this.#blank();
        this.#name();
        return true;
      } else throw wrong('unexpected', this.#at);
    }
  }

  #name(): void {
    const inside = this.#open.at(-1);
    if (inside === undefined || inside.next !== null) {
      this.#key = inside?.next == null ? null : String(inside.next++);
      return;
    }
    if (this.#byte() !== QUOTE) throw wrong('unexpected', this.#at);
    this.#key = this.#string();
    this.#blank();
    if (this.#byte() !== COLON) throw wrong('unexpected', this.#at);
    this.#at += 1;
    this.#blank();
  }

  #scalar(): void {
    const start = this.#at;
    const key = this.#key;
    if (this.#byte() === QUOTE) {
      const value = this.#string();
      this.#tree.leaf({ key, kind: 'string', value, start, end: this.#at });
      return;
    }
    const word = WORDS[this.#byte()];
    if (word !== undefined) {
      if (!this.#text.startsWith(word, start))
        throw wrong(word.startsWith(this.#text.slice(start)) ? 'ends' : 'unexpected', start);
      this.#at += word.length;
      this.#tree.leaf({ key, kind: word === 'null' ? 'null' : 'boolean', value: word, start, end: this.#at });
      return;
    }
    NUMBER.lastIndex = start;
    const [value, fraction, exponent] = NUMBER.exec(this.#text) ?? [];
    if (value === undefined)
      throw wrong(start + 1 === this.#bytes.length && this.#byte() === MINUS ? 'ends' : 'unexpected', start);
    this.#at += value.length;
    const kind = fraction === undefined && exponent === undefined ? 'integer' : 'float';
    this.#tree.leaf({ key, kind, value, start, end: this.#at });
  }

  /** Reads a string; returns its beginning, unescaped. */
  #string(): string {
    const start = this.#at + 1;
    let end = this.#text.indexOf('"', start);
    while (end >= 0 && this.#isEscaped(end, start)) end = this.#text.indexOf('"', end + 1);
    if (end < 0) throw wrong('ends', this.#bytes.length);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
    if (/[\\\0-\x1f]/.test(this.#text.slice(start, end))) this.#checkString(start, end);
    this.#at = end + 1;
    // An escape takes six bytes at most, so that what is cut here is more than what is shown.
    return unescaped(shownText(this.#bytes.subarray(start, end), VALUE_SHOWN * 6 + 6));
  }

  #isEscaped(quote: number, start: number): boolean {
    let backslashes = 0;
    for (let at = quote - 1; at >= start && this.#bytes[at] === BACKSLASH; at -= 1) backslashes += 1;
    return backslashes % 2 === 1;
  }

  #checkString(start: number, end: number): void {
    for (let at = start; at < end; at += 1) {
      const byte = this.#bytes[at] as number;
      if (byte < 0x20) throw wrong('unexpected', at);
      if (byte !== BACKSLASH) continue;
      const escaped = this.#text[at + 1] as string;
      if (escaped === 'u' ? !/^[\da-fA-F]{4}$/.test(this.#text.slice(at + 2, at + 6)) : ESCAPES[escaped] === undefined)
        throw wrong('unexpected', at);
      at += 1;
    }
  }

  #byte(): number {
    const byte = this.#bytes[this.#at];
    if (byte === undefined) throw wrong('ends', this.#at);
    return byte;
  }

  #blank(): void {
    for (;;) {
      const byte = this.#bytes[this.#at];
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return;
      this.#at += 1;
    }
  }
}

function unescaped(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(/\\(?:u([\da-fA-F]{4})|(.))/g, (_all, code?: string, one?: string) =>
    code === undefined ? (ESCAPES[one as string] ?? '') : String.fromCharCode(Number.parseInt(code, 16)),
  );
}

/** The place as an editor counts it. */
function withLine(bytes: Buffer, problem: DecodeProblem): DecodeProblem {
  const before = bytes.subarray(0, problem.at);
  const lineStart = before.lastIndexOf(0x0a) + 1;
  let line = 1;
  for (let at = before.indexOf(0x0a); at >= 0; at = before.indexOf(0x0a, at + 1)) line += 1;
  return { ...problem, line, column: [...before.subarray(lineStart).toString('utf8')].length + 1 };
}

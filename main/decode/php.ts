import { type Budget, wrong } from './halt.ts';
import { shownText } from './text.ts';
import { Tree } from './tree.ts';

/** A value with parts that are still to come: names and values in turn, or values alone. */
interface Open {
  left: number;
  named: boolean;
  /** What stands behind the last part. */
  closer: string;
}

/** A name of a property as PHP keeps it: `\0*\0name` is protected, `\0Class\0name` private. */
function nameOf(bytes: Buffer): { key: string; note: string | null } {
  const second = bytes[0] === 0 ? bytes.indexOf(0, 1) : -1;
  if (second < 0) return { key: shownText(bytes), note: null };
  const of = shownText(bytes.subarray(1, second));
  return { key: shownText(bytes.subarray(second + 1)), note: of === '*' ? 'protected' : `private ${of}` };
}

/**
 * Reads what PHP's serialize() wrote, as data: no object is made of it and no code of a class is run. It goes down without
 * recursion. https://www.php.net/manual/en/function.serialize.php, ext/standard/var_unserializer.re.
 */
export const readPhp = (bytes: Buffer, budget: Budget): Tree =>
  Tree.read(budget, bytes.length, (tree) => new PhpReader(bytes, tree).read());

/** Whether it begins as a serialized value does. */
export const looksLikePhp = (bytes: Buffer): boolean =>
  /^(?:N;|b:[01];|i:-?\d+;|d:[-\d.EeINAF+]+;|[sS]:\d+:"|a:\d+:\{|[OCE]:\d+:"|[rR]:\d+;)/.test(
    bytes.toString('latin1', 0, 40),
  );

class PhpReader {
  readonly #bytes: Buffer;
  readonly #tree: Tree;
  readonly #open: Open[] = [];
  /** Nodes by the number under which references name them, from 1 on. */
  readonly #slots: number[] = [];
  #at = 0;
  #key: string | null = null;
  #note: string | null = null;

  constructor(bytes: Buffer, tree: Tree) {
    this.#bytes = bytes;
    this.#tree = tree;
  }

  read(): void {
    do this.#value();
    while (this.#goesOn());
    if (this.#at < this.#bytes.length) throw wrong('left', this.#at);
  }

  #goesOn(): boolean {
    for (let inside = this.#open.at(-1); inside !== undefined; inside = this.#open.at(-1)) {
      if (inside.left > 0) {
        inside.left -= 1;
        this.#name();
        return true;
      }
      this.#take(inside.closer);
      this.#open.pop();
      this.#tree.close(this.#at);
    }
    return false;
  }

  #name(): void {
    const kind = this.#letter();
    if (kind === 'i') {
      this.#take('i:');
      this.#key = this.#until(';');
      this.#note = null;
    } else if (kind === 's' || kind === 'S') {
      const { key, note } = nameOf(this.#string());
      this.#key = key;
      this.#note = note;
      this.#take(';');
    } else throw wrong('unexpected', this.#at);
  }

  #value(): void {
    const start = this.#at;
    const kind = this.#letter();
    const key = this.#key;
    const note = this.#note;
    const node = { key, note, start };
    // A reference is no value of its own to others.
    if (kind !== 'R') this.#slots.push(this.#tree.size);
    switch (kind) {
      case 'N':
        this.#take('N;');
        this.#tree.leaf({ ...node, kind: 'null', value: 'null', end: this.#at });
        return;
      case 'b': {
        this.#take('b:');
        const value = this.#until(';', /^[01]$/) === '1' ? 'true' : 'false';
        this.#tree.leaf({ ...node, kind: 'boolean', value, end: this.#at });
        return;
      }
      case 'i':
      case 'd': {
        this.#take(`${kind}:`);
        const value =
          kind === 'i' ? this.#until(';') : this.#until(';', /^(?:-?(?:\d[\d.]*|\.\d+)(?:[Ee][-+]?\d+)?|-?INF|NAN)$/);
        this.#tree.leaf({ ...node, kind: kind === 'i' ? 'integer' : 'float', value, end: this.#at });
        return;
      }
      case 's':
      case 'S': {
        const value = shownText(this.#string());
        this.#take(';');
        this.#tree.leaf({ ...node, kind: 'string', value, end: this.#at });
        return;
      }
      case 'a':
        this.#take('a:');
        this.#tree.open({ ...node, kind: 'array' });
        this.#open.push({ left: this.#count(':'), named: true, closer: '}' });
        this.#take('{');
        return;
      case 'O': {
        const of = shownText(this.#string());
        this.#take(':');
        this.#tree.open({ ...node, kind: 'object', note: [note, of].filter(Boolean).join(' · ') });
        this.#open.push({ left: this.#count(':'), named: true, closer: '}' });
        this.#take('{');
        return;
      }
      case 'C': {
        // What its class wrote by itself: bytes that only the class can read.
        const of = shownText(this.#string());
        this.#take(':');
        const length = this.#count(':');
        this.#take('{');
        const inner = this.#bytesOf(length);
        this.#take('}');
        this.#tree.leaf({ ...node, kind: 'binary', note: of, value: shownText(inner), end: this.#at });
        return;
      }
      case 'E': {
        const value = shownText(this.#string());
        this.#take(';');
        this.#tree.leaf({ ...node, kind: 'enum', value: value.replace(':', '::'), end: this.#at });
        return;
      }
      case 'r':
      case 'R': {
        this.#take(`${kind}:`);
        const number = this.#count(';');
        const target = this.#slots[number - 1];
        // Without the letter R it can only be an object that is meant, and never itself.
        if (target === undefined || (kind === 'r' && !this.#isObject(target))) throw wrong('unexpected', start);
        const value = `${kind === 'R' ? '&' : ''}$${this.#tree.pathOf(target) && `.${this.#tree.pathOf(target)}`}`;
        this.#tree.leaf({ ...node, kind: 'reference', value, end: this.#at });
        return;
      }
      default:
        throw wrong('unexpected', start);
    }
  }

  #isObject(id: number): boolean {
    return id < this.#tree.size && ['object', 'enum', 'binary', 'reference'].includes(this.#tree.node(id).kind);
  }

  /** `s:5:"hello"`, or the like with another letter. In `S` a byte can stand as `\xx`. */
  #string(): Buffer {
    const escapes = this.#letter() === 'S';
    this.#at += 1;
    this.#take(':');
    const length = this.#count(':');
    this.#take('"');
    const text = escapes ? this.#escaped(length) : this.#bytesOf(length);
    this.#take('"');
    return text;
  }

  #escaped(length: number): Buffer {
    const found: number[] = [];
    while (found.length < length) {
      const byte = this.#bytesOf(1)[0] as number;
      if (byte !== 0x5c) found.push(byte);
      else {
        const code = this.#bytesOf(2).toString('latin1');
        if (!/^[\da-fA-F]{2}$/.test(code)) throw wrong('unexpected', this.#at - 2);
        found.push(Number.parseInt(code, 16));
      }
    }
    return Buffer.from(found);
  }

  #bytesOf(length: number): Buffer {
    const end = this.#at + length;
    if (end > this.#bytes.length) throw wrong('ends', this.#bytes.length);
    const found = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return found;
  }

  #count(closer: string): number {
    const start = this.#at;
    const count = Number(this.#until(closer, /^\+?\d{1,15}$/));
    // There cannot be more of anything than there are bytes.
    if (count > this.#bytes.length) throw wrong('ends', start);
    return count;
  }

  #until(closer: string, pattern = /^[-+]?\d+$/): string {
    const end = this.#bytes.indexOf(closer, this.#at);
    const text = this.#bytes.toString('latin1', this.#at, end < 0 ? Math.min(this.#bytes.length, this.#at + 64) : end);
    if (end < 0 && this.#bytes.length - this.#at < 64) throw wrong('ends', this.#bytes.length);
    if (end < 0 || !pattern.test(text)) throw wrong('unexpected', this.#at);
    this.#at = end + closer.length;
    return text;
  }

  #take(what: string): void {
    const there = this.#bytes.toString('latin1', this.#at, this.#at + what.length);
    if (there !== what) throw wrong(this.#at + what.length > this.#bytes.length ? 'ends' : 'unexpected', this.#at);
    this.#at += what.length;
  }

  #letter(): string {
    if (this.#at >= this.#bytes.length) throw wrong('ends', this.#at);
    return String.fromCharCode(this.#bytes[this.#at] as number);
  }
}

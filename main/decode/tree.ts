import type { DecodedNode, DecodeProblem, DecodeStop, NodeKind, PathStep } from '../contract/decode.ts';
import { type Budget, Halt } from './halt.ts';

/** Characters of a value or a key that are kept. */
export const VALUE_SHOWN = 300;

interface Node {
  readonly key: string | null;
  readonly kind: NodeKind;
  note: string | null;
  readonly value: string | null;
  readonly cut: boolean;
  readonly start: number;
  end: number;
  children: number;
  /** The first node that is no part of it; 0 while it is read. */
  after: number;
}

interface Described {
  key: string | null;
  kind: NodeKind;
  start: number;
  end?: number;
  value?: string | null;
  note?: string | null;
}

/** What was read of a value with parts: nodes in the order of the text, as many as the budget lets in. Never an object of its own. */
export class Tree {
  stopped: DecodeStop | null = null;
  problem: DecodeProblem | null = null;
  readonly #nodes: Node[] = [];
  readonly #open: number[] = [];
  readonly #budget: Budget;

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  get size(): number {
    return this.#nodes.length;
  }

  /** Reads with `read`, which may halt: what is open then ends at `end`. */
  static read(budget: Budget, end: number, read: (tree: Tree) => void): Tree {
    const tree = new Tree(budget);
    try {
      read(tree);
    } catch (error) {
      if (!(error instanceof Halt)) throw error;
      tree.stopped = error.stopped;
      tree.problem = error.problem;
    }
    while (tree.#open.length > 0) tree.close(tree.problem?.at ?? end);
    return tree;
  }

  /** A value without parts. */
  leaf(described: Described & { end: number }): void {
    this.#add(described, described.end);
  }

  /** A value with parts, which are those added until it is closed. */
  open(described: Described): void {
    this.#open.push(this.#add(described, described.start));
  }

  close(end: number): void {
    const node = this.#nodes[this.#open.pop() as number] as Node;
    node.end = end;
    node.after = this.#nodes.length;
  }

  /** Values in the order of reading, for references: `key` of each on the way to it. */
  pathOf(id: number): string {
    const keys: string[] = [];
    for (let at = 0; at !== id; ) {
      let child = at + 1;
      while (child < this.#nodes.length && this.#after(child) <= id) child = this.#after(child);
      if (child >= this.#nodes.length) break;
      keys.push(this.#nodes[child]?.key ?? '');
      at = child;
    }
    return keys.join('.');
  }

  node(id: number): DecodedNode {
    const { after: _after, ...node } = this.#nodes[id] as Node;
    return { id, ...node };
  }

  /** So many parts of a node, from the one at place `from` on. */
  parts(id: number, from: number, rows: number): DecodedNode[] {
    const end = this.#after(id);
    const found: DecodedNode[] = [];
    let place = 0;
    for (let child = id + 1; child < end && found.length < rows; child = this.#after(child)) {
      if (place >= from) found.push(this.node(child));
      place += 1;
    }
    return found;
  }

  /** The nodes that a byte is part of, from the whole on. */
  pathTo(at: number): PathStep[] {
    const path: PathStep[] = [];
    for (let id = 0, end = this.#nodes.length, place = 0; id < end; place += 1) {
      const node = this.#nodes[id] as Node;
      if (at < node.start || at >= node.end) {
        id = this.#after(id);
        continue;
      }
      path.push({ node: this.node(id), place });
      end = this.#after(id);
      id += 1;
      place = -1;
    }
    return path;
  }

  /** All nodes with their depths, in order. */
  *walk(): Generator<{ node: DecodedNode; depth: number }> {
    const ends: number[] = [];
    for (let id = 0; id < this.#nodes.length; id += 1) {
      while (ends.length > 0 && (ends.at(-1) as number) <= id) ends.pop();
      yield { node: this.node(id), depth: ends.length };
      ends.push(this.#after(id));
    }
  }

  #after(id: number): number {
    const { after } = this.#nodes[id] as Node;
    return after === 0 ? this.#nodes.length : after;
  }

  #add({ key, kind, start, value = null, note = null }: Described, end: number): number {
    this.#budget.look();
    if (this.#nodes.length >= this.#budget.nodes) throw new Halt('nodes', null);
    const id = this.#nodes.length;
    const parent = this.#nodes[this.#open.at(-1) ?? -1];
    if (parent !== undefined) parent.children += 1;
    this.#nodes.push({
      key: key === null ? null : cutAt(key),
      kind,
      note: note === null ? null : cutAt(note),
      value: value === null ? null : cutAt(value),
      cut: value !== null && value.length > VALUE_SHOWN,
      start,
      end,
      children: 0,
      after: kind === 'object' || kind === 'array' ? 0 : id + 1,
    });
    return id;
  }
}

/** Cut to what is shown, and not inside of a character. */
function cutAt(text: string): string {
  if (text.length <= VALUE_SHOWN) return text;
  const code = text.charCodeAt(VALUE_SHOWN - 1);
  return text.slice(0, code >= 0xd800 && code < 0xdc00 ? VALUE_SHOWN - 1 : VALUE_SHOWN);
}

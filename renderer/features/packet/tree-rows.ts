import type { Decoded, DecodedNode } from '../../../main/contract/decode.ts';
import { NODES_PAGE } from '../../../main/contract/decode-limits.ts';
import type { PacketPart } from '../../lib/packet-parts.ts';
import type { NodePage, Space } from '../../store/packet.ts';

/** A row of the tree: what it is, how deep, whether it can be opened. */
export type TreeRow = {
  id: string;
  depth: number;
  /** Whether its parts are shown; undefined where it has none. */
  open?: boolean;
  /** Bytes that it stands for. */
  start: number;
  end: number;
  space: Space;
} & (
  | { kind: 'header' }
  | { kind: 'part'; part: PacketPart; carries: boolean }
  | { kind: 'node'; node: DecodedNode }
  /** Stands for parts that are not here: those from `from` on. */
  | { kind: 'more'; of: number; from: number; to: number }
);

interface Shown {
  decoded: Decoded | null | undefined;
  headerOpen: boolean;
  open: ReadonlyMap<number, NodePage>;
}

/** The rows of these parts, as far as they are opened. */
export function treeRows(parts: readonly PacketPart[], shown: Shown): TreeRow[] {
  const rows: TreeRow[] = [];
  const header = parts.filter((part) => part.header);
  if (header.length > 0) {
    rows.push({ id: 'header', kind: 'header', depth: 1, open: shown.headerOpen, start: 0, end: 12, space: 'packet' });
    if (shown.headerOpen) for (const part of header) rows.push(partRow(part, 2));
  }
  const { decoded } = shown;
  const own = parts.filter((part) => !part.header);
  for (const [index, part] of own.entries()) {
    const carries = decoded != null && index === own.length - 1 && part.start === decoded.at;
    const root = carries && decoded.content.kind === 'tree' ? decoded.content.root : null;
    const opened = root !== null && root.children > 0 ? { open: shown.open.has(0) } : {};
    rows.push({ ...partRow(part, 1), carries, ...opened } as TreeRow);
    if (root !== null && decoded != null) nodeRows(rows, root, 2, decoded, shown);
  }
  return rows;
}

const partRow = (part: PacketPart, depth: number): TreeRow => ({
  id: `f:${part.name}`,
  kind: 'part',
  part,
  carries: false,
  depth,
  start: part.start,
  end: part.end,
  space: 'packet',
});

function nodeRows(rows: TreeRow[], of: DecodedNode, depth: number, decoded: Decoded, shown: Shown): void {
  const page = shown.open.get(of.id);
  if (page === undefined) return;
  const space: Space = decoded.layers.length === 1 ? 'packet' : 'layer';
  const offset = space === 'packet' ? decoded.at : 0;
  const more = (from: number, to: number) =>
    rows.push({
      id: `m:${of.id}:${from}`,
      kind: 'more',
      of: of.id,
      from,
      to,
      depth,
      start: of.start + offset,
      end: of.end + offset,
      space,
    });
  if (page.from > 0) more(Math.max(0, page.from - NODES_PAGE), page.from);
  for (const node of page.parts) {
    rows.push({
      id: `n:${node.id}`,
      kind: 'node',
      node,
      depth,
      ...(node.children > 0 && { open: shown.open.has(node.id) }),
      start: node.start + offset,
      end: node.end + offset,
      space,
    });
    nodeRows(rows, node, depth + 1, decoded, shown);
  }
  const next = page.from + page.parts.length;
  if (next < of.children) more(next, Math.min(of.children, next + NODES_PAGE));
}

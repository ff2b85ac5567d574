import type { Tree } from './tree.ts';

/** A tree as lines of names and values, at most about so many characters. */
export function outline(tree: Tree, most: number): string {
  const lines: string[] = [];
  let length = 0;
  for (const { node, depth } of tree.walk()) {
    const { key, kind, value, cut, note, children } = node;
    const says = value === null ? `${kind} (${children})` : kind === 'string' ? JSON.stringify(value) : value;
    const line = `${'  '.repeat(depth)}${key === null ? '' : `${key}: `}${says}${cut ? '…' : ''}${note ? `  # ${note}` : ''}`;
    lines.push(line);
    length += line.length + 1;
    if (length > most) break;
  }
  return lines.join('\n');
}

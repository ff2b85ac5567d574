import { decoded, dissectionOf, isoTime, type TextFormat } from './words.ts';

/** One JSON object per line. Texts are decoded for the reader; `bytes` has the packet as it was, in base64. */
export const jsonl: TextFormat = {
  packet: (shown) => {
    const { row, entry, number } = shown;
    const fields = dissectionOf(shown)?.fields ?? [];
    const told = {
      number,
      time: isoTime(row.at),
      direction: row.direction,
      connection: row.connection,
      peer: decoded(row.who),
      role: row.party,
      origin: row.origin,
      kind: row.kind,
      type: row.type,
      function: row.function && decoded(row.function),
      handle: row.handle && decoded(row.handle),
      size: row.size,
      arguments: Object.fromEntries(
        fields.map(({ name, start, end }) => [name, entry.bytes.toString('utf8', start, end)]),
      ),
      bytes: entry.bytes.toString('base64'),
    };
    return `${JSON.stringify(told)}\n`;
  },
};

import { decoded, isoTime, isPlain } from '../../util/file-words.ts';
import { dissectionOf, type TextFormat, UNSEEN } from './words.ts';

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
    return `${jsonLine(told)}\n`;
  },
};

/** A value as JSON of one line, in which nothing moves a terminal's cursor or is invisible. */
export const jsonLine = (value: unknown): string => {
  const said = JSON.stringify(value);
  return isPlain(said) ? said : said.replace(UNSEEN, (character) => character.split('').map(escaped).join(''));
};

const escaped = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

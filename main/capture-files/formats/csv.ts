import { csvLine } from '../../util/csv.ts';
import { decoded, isoTime } from '../../util/file-words.ts';
import type { TextFormat } from './words.ts';

const COLUMNS = [
  ...['number', 'time', 'direction', 'server', 'run', 'connection', 'peer', 'role', 'origin'],
  ...['type', 'function', 'handle', 'unique', 'size', 'content'],
];

/** Comma-separated values as in RFC 4180, with a line that names the columns. `say` makes words of bytes of the wire. */
export const csvOf = (say: (wire: string) => string): TextFormat => ({
  begin: () => csvLine(COLUMNS),
  packet: ({ row, number }) =>
    csvLine([
      `${number}`,
      isoTime(row.at),
      row.direction,
      row.connection.server,
      `${row.connection.run}`,
      `${row.connection.number}`,
      say(row.who),
      row.party,
      row.origin,
      row.type,
      say(row.function ?? ''),
      say(row.handle ?? ''),
      say(row.unique ?? ''),
      `${row.size}`,
      say(row.content),
    ]),
});

export const csv = csvOf(decoded);

import { decoded, isoTime, type TextFormat } from './words.ts';

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

export const csvLine = (cells: readonly string[]): string => `${cells.map(cell).join(',')}\r\n`;

/** Spreadsheets calculate what begins so, quoted or not. With an apostrophe in front they show it. */
const FORMULA = /^[=+\-@\t\r]/;

function cell(text: string): string {
  const shown = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(shown) ? `"${shown.replaceAll('"', '""')}"` : shown;
}

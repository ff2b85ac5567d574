import { decoded, isoTime, type TextFormat } from './words.ts';

const COLUMNS = [
  ...['number', 'time', 'direction', 'server', 'run', 'connection', 'peer', 'role', 'origin'],
  ...['type', 'function', 'handle', 'unique', 'size', 'content'],
];

/** Comma-separated values as in RFC 4180, with a line that names the columns. */
export const csv: TextFormat = {
  begin: () => line(COLUMNS),
  packet: ({ row, number }) =>
    line([
      `${number}`,
      isoTime(row.at),
      row.direction,
      row.connection.server,
      `${row.connection.run}`,
      `${row.connection.number}`,
      decoded(row.who),
      row.party,
      row.origin,
      row.type,
      decoded(row.function ?? ''),
      decoded(row.handle ?? ''),
      decoded(row.unique ?? ''),
      `${row.size}`,
      decoded(row.content),
    ]),
};

const line = (cells: readonly string[]): string => `${cells.map(cell).join(',')}\r\n`;

/** Spreadsheets calculate what begins so, quoted or not. With an apostrophe in front they show it. */
const FORMULA = /^[=+\-@\t\r]/;

function cell(text: string): string {
  const shown = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(shown) ? `"${shown.replaceAll('"', '""')}"` : shown;
}

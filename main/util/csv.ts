/** A line of comma-separated values as in RFC 4180. */
export const csvLine = (cells: readonly string[]): string => `${csvCells(cells)}\r\n`;

/** Cells that a line has beside others. */
export const csvCells = (cells: readonly string[]): string => cells.map(cell).join(',');

/** A part of a long cell, which is quoted in any case; the first one opens the quotes, and a `"` after the last one closes them. */
export const csvPart = (text: string, isFirst: boolean): string =>
  `${isFirst ? '"' : ''}${(isFirst ? harmless(text) : text).replaceAll('"', '""')}`;

/** Spreadsheets calculate what begins so, quoted or not. With an apostrophe in front they show it. */
const FORMULA = /^[=+\-@\t\r]/;
const harmless = (text: string): string => (FORMULA.test(text) ? `'${text}` : text);

function cell(text: string): string {
  const shown = harmless(text);
  return /[",\r\n]/.test(shown) ? `"${shown.replaceAll('"', '""')}"` : shown;
}

import { isoTime } from '../../util/file-words.ts';
import { infoOf, peerOf, printable, type TextFormat } from './words.ts';

const COLUMNS = ['#', 'Time', 'From', 'To', 'Packet', 'Function', 'Handle', 'Size', 'Content'];

/** A table in GitHub's Markdown. */
export const markdown: TextFormat = {
  begin: () => `${line(COLUMNS)}${line(COLUMNS.map(() => '---'))}`,
  packet: (shown) => {
    const { row, number } = shown;
    const peer = cell(peerOf(shown));
    const [from, to] = row.direction === 'in' ? [peer, 'server'] : ['server', peer];
    return line([
      `${number}`,
      isoTime(row.at),
      from,
      to,
      cell(infoOf(shown)),
      cell(printable(row.function ?? '')),
      cell(printable(row.handle ?? '')),
      `${row.size}`,
      cell(printable(row.content)),
    ]);
  },
};

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;

/** What is no letter, number or harmless sign stands as an entity, which no Markdown takes for anything else. */
const cell = (words: string): string =>
  words.replace(/[^\p{L}\p{M}\p{N} ,./%?-]/gu, (sign) => `&#${sign.codePointAt(0)};`);

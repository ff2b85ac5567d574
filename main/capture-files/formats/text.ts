import { argument, dissectionOf, infoOf, peerOf, printable, type TextFormat } from './words.ts';

/** Arguments that a line names behind Wireshark's words. */
const NAMED = ['function', 'handle', 'unique'] as const;

/** One line per packet with the columns of tshark; times count from `since`, ms since the epoch, or from the first packet. */
export function text(since?: number): TextFormat {
  let start = since;
  return {
    packet: (shown) => {
      const { row, number } = shown;
      start ??= row.at;
      const [from, to] = row.direction === 'in' ? [peerOf(shown), 'server'] : ['server', peerOf(shown)];
      const dissection = dissectionOf(shown);
      const named = NAMED.map((name) => [name, printable(argument(shown, dissection, name))])
        .filter(([, value]) => value !== '')
        .map(([name, value]) => ` ${name}=${value}`);
      const columns = [
        `${number}`.padStart(5),
        ((row.at - start) / 1000).toFixed(6).padStart(10),
        from.padStart(12),
        '→',
        to.padEnd(12),
        'Gearman',
        row.size,
        `${infoOf(shown)}${named.join('')}`,
      ];
      return `${columns.join(' ')}\n`;
    },
  };
}

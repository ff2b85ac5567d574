import { mermaidText } from '../../contract/mermaid-text.ts';
import { peerOf, printable, type TextFormat } from './words.ts';

/** Messages of a diagram; where there are more, its last line says how many. Mermaid itself refuses more than some hundreds. */
const MESSAGES = 500;

/** A sequence diagram in Mermaid's language, as Markdown viewers show it. */
export function mermaid(): TextFormat {
  const participants = new Map<string, string>();
  let messages = 0;
  return {
    begin: () => 'sequenceDiagram\n',
    packet: (shown) => {
      messages += 1;
      if (messages > MESSAGES) return '';
      const { row } = shown;
      const key = `${row.connection.server}/${row.connection.run}/${row.connection.number}`;
      let told = participants.size === 0 ? '  participant server as Job server\n' : '';
      let name = participants.get(key);
      if (name === undefined) {
        name = `peer${participants.size + 1}`;
        participants.set(key, name);
        told += `  participant ${name} as ${mermaidText(`${row.party} ${peerOf(shown)}`)}\n`;
      }
      const arrow = row.direction === 'in' ? `${name}->>server` : `server->>${name}`;
      const said = [row.type, row.function, row.handle].map((each) => printable(each ?? '')).filter(Boolean);
      return `${told}  ${arrow}: ${mermaidText(said.join(' '))}\n`;
    },
    end: () => {
      if (messages === 0) return '  participant server as Job server\n';
      return messages > MESSAGES ? `  Note over server: ${messages - MESSAGES} more packets\n` : '';
    },
  };
}

import { quotedText } from '../../../../main/contract/filter-text.ts';
import type { PacketColumn, PacketRow } from '../../../../main/contract/packets.ts';
import { shown } from '../../../lib/bytes.ts';

/** What packets have in common, for the eye and as a test in a filter. */
export interface Likeness {
  what: string;
  test: string;
}

/** What a packet shows in a column, or its type where the column tells nothing that others could have too. */
export function likeThis(row: PacketRow, column: PacketColumn | undefined): Likeness {
  return (column && inColumn(row, column)) ?? ofType(row);
}

function ofType({ kind, type }: PacketRow): Likeness {
  return { what: type, test: kind === 'packet' ? `gearman.pkt_type == ${type}` : `gb.kind == ${kind}` };
}

function inColumn(row: PacketRow, column: PacketColumn): Likeness | undefined {
  const named = (field: string, value: string | null | undefined): Likeness | undefined =>
    value ? { what: shown(value), test: `${field} == ${quotedText(value)}` } : undefined;
  switch (column) {
    case 'direction': {
      const peer = { client: 'C', worker: 'W', peer: 'P' }[row.party];
      return named('gb.dir', row.direction === 'in' ? `${peer}->S` : `S->${peer}`);
    }
    case 'connection':
      return { what: `#${row.connection.number}`, test: `gb.conn == ${row.connection.number}` };
    case 'function':
      return named('gb.func', row.function);
    case 'handle':
      return named('gb.job', row.job ?? row.handle);
    case 'unique':
      return named('gearman.uniq_id', row.values['unique']);
    case 'size':
      return { what: String(row.size), test: `gb.size == ${row.size}` };
    case 'marks':
      return row.mark === null ? undefined : { what: 'gb.mark', test: 'gb.mark' };
    default:
      return undefined;
  }
}

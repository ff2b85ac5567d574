import { Bookmark, Clock, MessageSquareText } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import type { FunctionColour } from '../../../main/contract/functions.ts';
import type { Wire } from '../../../main/contract/keys.ts';
import type { PacketColumn, PacketRow, PacketTime } from '../../../main/contract/packets.ts';
import type { Text } from '../../i18n/text.tsx';
import { shown } from '../../lib/bytes.ts';
import type { ServerLabels } from '../../lib/server-label.ts';
import { PacketType } from '../../ui/glyphs.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Nothing } from '../../ui/Nothing.tsx';
import { coloured } from '../functions/FunctionName.tsx';
import { serverName } from '../scope/server-name.tsx';
import { infoOf } from './info.ts';
import styles from './Traffic.module.css';
import { directionOf, glossOf } from './words.ts';

/** A pause longer than this before a packet is marked, ms. */
const LONG = 100;

export interface CellContext {
  text: Text;
  mode: PacketTime;
  /** When the row above came; null where there is none. */
  before: number | null;
  /** The packet from which time is counted. */
  reference: { seq: number; at: number } | null;
  /** Colours of functions by their names. */
  colours: ReadonlyMap<string, FunctionColour>;
  /** What servers look like, by their ids. */
  servers: ServerLabels;
  /** From when time is counted where packets are of several servers, ms; null counts it from the start of each. */
  start: number | null;
}

/** One cell of a row. Plain elements and no components of their own: hundreds of them change in each frame. */
export function cellOf(column: PacketColumn, row: PacketRow, context: CellContext): ReactElement {
  const { text, before } = context;
  switch (column) {
    case 'number':
      return (
        <span
          key={column}
          role="gridcell"
          className="number faint"
          title={row.colour === null ? undefined : text.t('rules.colouredBy', { name: row.colour.name })}
        >
          {text.count(row.seq)}
        </span>
      );
    case 'marks':
      return markCell(row, context);
    case 'time':
      return timeCell(row, context);
    case 'sincePrevious':
      return since(column, before === null ? null : Math.max(0, row.at - before), text);
    case 'sinceJob':
      return since(column, row.sinceJob, text);
    case 'direction':
      return (
        <span key={column} role="gridcell" className="muted">
          {directionOf(row, text.t)}
        </span>
      );
    case 'server': {
      const { server } = row.connection;
      return (
        <span key={column} role="gridcell" title={context.servers.label(server)}>
          {serverName(server, context.servers)}
        </span>
      );
    }
    case 'connection':
      return (
        <span key={column} role="gridcell" title={connectionOf(row, text.t)}>
          <span className="muted">{`#${row.connection.number}`}</span> {shown(row.who)}
          {row.role !== null && <span className="faint"> {text.t(`party.${row.role}`)}</span>}
        </span>
      );
    case 'type':
      return (
        <span key={column} role="gridcell" title={glossOf(row, text.t)}>
          <PacketType type={row.type} family={row.family} />
        </span>
      );
    case 'function':
      return named(column, row.function, (name) => coloured(name, context.colours.get(name)));
    case 'handle':
      return named(column, row.handle);
    case 'unique':
      return named(column, row.unique || null);
    case 'size':
      return (
        <span key={column} role="gridcell" className="number">
          {text.count(row.size)}
        </span>
      );
    case 'info':
      return infoCell(row, text);
  }
}

/** A name of the protocol, letter by letter unless it is put otherwise. */
function named(column: PacketColumn, name: Wire | null, put?: (name: string) => ReactNode): ReactElement {
  const text = name === null ? null : shown(name);
  return (
    <span key={column} role="gridcell" className={put === undefined ? 'code' : undefined} title={text || undefined}>
      {text === null ? <Nothing /> : put === undefined ? text : put(text)}
    </span>
  );
}

function infoCell(row: PacketRow, text: Text): ReactElement {
  const info = infoOf(row, text);
  return info.verbatim ? (
    <span key="info" role="gridcell" className="code" title={info.text}>
      {info.text}
    </span>
  ) : (
    <span key="info" role="gridcell" className="muted" lang={text.language} title={info.text}>
      {info.text}
    </span>
  );
}

function since(column: PacketColumn, milliseconds: number | null, text: Text): ReactElement {
  if (milliseconds === 0)
    return (
      <span key={column} role="gridcell" className="number faint" title={text.t('since.same.help')}>
        {text.t('since.same')}
      </span>
    );
  const late = milliseconds !== null && milliseconds > LONG;
  return (
    <span key={column} role="gridcell" className={late ? 'number late' : 'number faint'}>
      {milliseconds === null ? '' : text.duration(milliseconds)}
    </span>
  );
}

function timeCell(row: PacketRow, { text, mode, before, reference, start }: CellContext): ReactElement {
  if (mode === 'previous') return since('time', before === null ? null : row.at - before, text);
  if (mode === 'job') return since('time', row.sinceJob, text);
  const zero = mode === 'reference' && reference !== null ? reference.at : (start ?? row.connection.run);
  return (
    <span key="time" role="gridcell" className="number">
      {mode === 'clock' ? text.exact(row.at) : text.seconds(row.at - zero)}
    </span>
  );
}

function markCell(row: PacketRow, { text, reference }: CellContext): ReactElement {
  const isReference = reference?.seq === row.seq;
  const label = row.mark === null ? (isReference ? text.t('traffic.reference') : '') : row.mark || text.t('mark.plain');
  const icon = row.mark === null ? Clock : row.mark === '' ? Bookmark : MessageSquareText;
  return (
    <span
      key="marks"
      role="gridcell"
      className={styles.mark}
      title={label || undefined}
      aria-label={label || undefined}
    >
      {(row.mark !== null || isReference) && <Icon of={icon} small />}
    </span>
  );
}

/** A connection in full: its number, client id, address and role. */
export const connectionOf = (row: PacketRow, t: Text['t']): string =>
  [
    `#${row.connection.number}`,
    row.who === row.address ? '' : shown(row.who),
    shown(row.address),
    row.role === null ? '' : t(`party.${row.role}`),
  ]
    .filter(Boolean)
    .join(' · ');

import { Bookmark, Clock, MessageSquareText } from 'lucide-react';
import type { ReactNode } from 'react';
import type { PacketColumn, PacketRow, PacketTime } from '../../../main/contract/packets.ts';
import type { Text } from '../../i18n/text.tsx';
import { shown } from '../../lib/bytes.ts';
import { PacketType } from '../../ui/glyphs.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Nothing } from '../../ui/Nothing.tsx';
import { FunctionName } from '../functions/FunctionName.tsx';
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
}

/** One cell of a row. */
export function Cell({ column, row, context }: { column: PacketColumn; row: PacketRow; context: CellContext }) {
  const { text, before } = context;
  switch (column) {
    case 'number':
      return (
        <span role="gridcell" className="number faint">
          {text.count(row.seq)}
        </span>
      );
    case 'marks':
      return <MarkCell row={row} context={context} />;
    case 'time':
      return <TimeCell row={row} context={context} />;
    case 'sincePrevious':
      return <Since milliseconds={before === null ? null : Math.max(0, row.at - before)} text={text} />;
    case 'sinceJob':
      return <Since milliseconds={row.sinceJob} text={text} />;
    case 'direction':
      return (
        <span role="gridcell" className="muted">
          {directionOf(row, text.t)}
        </span>
      );
    case 'connection':
      return (
        <span role="gridcell" title={connectionOf(row, text.t)}>
          <span className="muted">{`#${row.connection.number}`}</span> {shown(row.who)}
          {row.role !== null && <span className="faint"> {text.t(`party.${row.role}`)}</span>}
        </span>
      );
    case 'type':
      return (
        <span role="gridcell" title={glossOf(row, text.t)}>
          <PacketType type={row.type} family={row.family} />
        </span>
      );
    case 'function':
      return (
        <Named name={row.function}>{row.function === null ? <Nothing /> : <FunctionName name={row.function} />}</Named>
      );
    case 'handle':
      return (
        <Named name={row.handle} code>
          {row.handle === null ? <Nothing /> : shown(row.handle)}
        </Named>
      );
    case 'unique':
      return (
        <Named name={row.unique} code>
          {row.unique === null || row.unique === '' ? <Nothing /> : shown(row.unique)}
        </Named>
      );
    case 'size':
      return (
        <span role="gridcell" className="number">
          {text.count(row.size)}
        </span>
      );
    case 'info':
      return <InfoCell row={row} text={text} />;
  }
}

function Named({ name, code = false, children }: { name: string | null; code?: boolean; children: ReactNode }) {
  return (
    <span role="gridcell" className={code ? 'code' : undefined} title={name ? shown(name) : undefined}>
      {children}
    </span>
  );
}

function InfoCell({ row, text }: { row: PacketRow; text: Text }) {
  const info = infoOf(row, text);
  return info.verbatim ? (
    <span role="gridcell" className="code" title={info.text}>
      {info.text}
    </span>
  ) : (
    <span role="gridcell" className="muted" lang={text.language} title={info.text}>
      {info.text}
    </span>
  );
}

function Since({ milliseconds, text }: { milliseconds: number | null; text: Text }) {
  if (milliseconds === 0)
    return (
      <span role="gridcell" className="number faint" title={text.t('since.same.help')}>
        {text.t('since.same')}
      </span>
    );
  return (
    <span role="gridcell" className={milliseconds !== null && milliseconds > LONG ? 'number late' : 'number faint'}>
      {milliseconds === null ? '' : text.duration(milliseconds)}
    </span>
  );
}

function TimeCell({ row, context: { text, mode, before, reference } }: { row: PacketRow; context: CellContext }) {
  if (mode === 'previous') return <Since milliseconds={before === null ? null : row.at - before} text={text} />;
  if (mode === 'job') return <Since milliseconds={row.sinceJob} text={text} />;
  const zero = mode === 'reference' && reference !== null ? reference.at : row.connection.run;
  return (
    <span role="gridcell" className="number">
      {mode === 'clock' ? text.exact(row.at) : signedSeconds(row.at - zero)}
    </span>
  );
}

/** Seconds with microseconds; what was before has a true minus. */
const signedSeconds = (milliseconds: number): string =>
  `${milliseconds < 0 ? '−' : ''}${(Math.abs(milliseconds) / 1000).toFixed(6)}`;

function MarkCell({ row, context: { text, reference } }: { row: PacketRow; context: CellContext }) {
  const isReference = reference?.seq === row.seq;
  const label = row.mark === null ? (isReference ? text.t('traffic.reference') : '') : row.mark || text.t('mark.plain');
  const icon = row.mark === null ? Clock : row.mark === '' ? Bookmark : MessageSquareText;
  return (
    <span role="gridcell" className={styles.mark} title={label || undefined} aria-label={label || undefined}>
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

import type { ReactElement, ReactNode } from 'react';
import type { FunctionColour } from '../../../main/contract/functions.ts';
import type { JobColumn } from '../../../main/contract/job-columns.ts';
import type { JobRow } from '../../../main/contract/jobs.ts';
import type { Text } from '../../i18n/text.tsx';
import { beginningOf, shown, visible } from '../../lib/bytes.ts';
import type { ServerLabels } from '../../lib/server-label.ts';
import { JOB_LOOKS, State } from '../../ui/glyphs.tsx';
import { Nothing } from '../../ui/Nothing.tsx';
import { coloured } from '../functions/FunctionName.tsx';
import { serverName } from '../scope/server-name.tsx';

/** A wait longer than this is marked, ms. */
const LATE = 5000;

export interface CellContext {
  text: Text;
  now: number;
  /** Colours of functions by their names. */
  colours: ReadonlyMap<string, FunctionColour>;
  /** What servers look like, by their ids. */
  servers: ServerLabels;
}

/** One cell of a row. Plain elements and no components of their own: hundreds of them change in each frame of a scroll. */
export function cellOf(column: JobColumn, row: JobRow, { text, now, colours, servers }: CellContext): ReactElement {
  const { t, clock, count, duration } = text;
  switch (column) {
    case 'state': {
      const look = JOB_LOOKS[row.state];
      return cell(
        column,
        <State mark={look.mark} tone={look.tone}>
          {t(`job.${row.state}`)}
        </State>,
      );
    }
    case 'handle': {
      const handle = shown(row.key.handle);
      return cell(column, handle, 'code', handle);
    }
    case 'function': {
      const name = shown(row.function);
      return cell(column, coloured(name, colours.get(name)), undefined, name);
    }
    case 'server': {
      const { server } = row.key;
      return cell(column, serverName(server, servers), undefined, servers.label(server));
    }
    case 'priority':
      return row.priority === 'normal' ? cell(column, '–', 'faint') : cell(column, t(`priority.${row.priority}`));
    case 'mode':
      return cell(column, t(row.background ? 'submit.background' : 'submit.foreground'), 'muted');
    case 'unique':
      return uniqueCell(row, text);
    case 'submitted':
      return cell(column, clock(row.submittedAt), 'number');
    case 'waited': {
      const waited = Math.max(0, (row.assignedAt ?? row.endedAt ?? now) - row.submittedAt);
      const late = row.assignedAt === null && row.endedAt === null && waited > LATE;
      return cell(column, duration(waited), late ? 'number late' : 'number');
    }
    case 'ran':
      return row.assignedAt === null
        ? cell(column, '–', 'number faint')
        : cell(column, duration(Math.max(0, (row.endedAt ?? now) - row.assignedAt)), 'number');
    case 'attempts':
      return cell(column, count(row.attempts), row.attempts > 1 ? 'number' : 'number faint');
    case 'worker':
    case 'client':
      return peerCell(column, row[column]);
    case 'workloadSize':
      return cell(column, count(row.workloadSize), 'number');
    case 'resultSize':
      return cell(
        column,
        row.endedAt === null ? '–' : count(row.resultSize),
        row.resultSize === 0 ? 'number faint' : 'number',
      );
    case 'workload': {
      const isCut = row.preview.length > 0 && row.preview.length < row.workloadSize;
      const preview = visible(beginningOf(row.preview)) + (isCut ? '…' : '');
      return cell(column, preview, 'code muted', preview);
    }
  }
}

const cell = (column: JobColumn, content: ReactNode, look?: string, title?: string): ReactElement => (
  <span key={column} role="gridcell" className={look} title={title || undefined}>
    {content}
  </span>
);

/** The unique ID, and how many submissions have joined for it. */
function uniqueCell({ unique, submissions }: JobRow, { t, count }: Text): ReactElement {
  if (unique === '') return cell('unique', <Nothing />);
  const name = shown(unique);
  if (submissions === 1) return cell('unique', name, 'code', name);
  const shared = t('sentence.joined', { count: submissions });
  const both = (
    <>
      <span aria-hidden="true">{`⧉${count(submissions)} `}</span>
      <span className="visually-hidden">{shared} </span>
      {name}
    </>
  );
  return cell('unique', both, 'code', `${name}\n${shared}`);
}

/** A connection's number, which is less than its name, and the name. */
function peerCell(column: 'worker' | 'client', who: string | null): ReactElement {
  if (who === null || who === '') return cell(column, <Nothing />);
  const [, number, name] = /^(#\d+) (.*)$/s.exec(shown(who)) ?? [undefined, '', shown(who)];
  const both = (
    <>
      <span className="muted">{number}</span> {name}
    </>
  );
  return cell(column, both, undefined, shown(who));
}

import { ChevronRight } from 'lucide-react';
import { memo, useMemo } from 'react';
import { CONSOLE_PATIENCE, type ConsoleAnswer } from '../../../main/contract/server-console.ts';
import { problemText } from '../../i18n/problem.ts';
import { type MessageId, useText } from '../../i18n/text.tsx';
import {
  answerText,
  type ConsoleTable,
  meaningOf,
  NUMBERS,
  readTable,
  TABLES,
  type TableColumn,
} from '../../lib/console-answer.ts';
import { firstWord } from '../../lib/console-lines.ts';
import { useStore } from '../../store/index.ts';
import type { ConsoleEntry } from '../../store/server-console.ts';
import { Button } from '../../ui/Button.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { Elapsed } from '../../ui/Elapsed.tsx';
import { Icon } from '../../ui/Icon.tsx';
import styles from './Console.module.css';

/** Rows of an answer that are shown before all of them are asked for. */
const ROWS_FIRST = 200;

interface EntryProps {
  entry: ConsoleEntry;
  /** Its id. */
  server: string;
  explained: boolean;
}

/** A line that was said to a server, and what came of it. It is not drawn again while another one is typed. */
export const ConsoleEntryRow = memo(function ConsoleEntryRow({ entry, server, explained }: EntryProps) {
  const { t, clock } = useText();
  const { line, at, answer } = entry;
  return (
    <section className={styles.entry} aria-label={line}>
      <div className={styles.line}>
        <Icon of={ChevronRight} small />
        <code>{line}</code>
        <time dateTime={new Date(at).toISOString()}>{clock(at)}</time>
        {typeof answer === 'object' && 'said' in answer && (
          <CopyButton text={() => answerText(answer)} label={t('console.copy', { line })} />
        )}
      </div>
      {answer === 'waiting' ? (
        <Elapsed since={at} />
      ) : answer === 'given-up' ? (
        <p className={styles.explains}>{t('console.givenUp')}</p>
      ) : 'problem' in answer ? (
        <p className="help help--error">{problemText(answer.problem, t)}</p>
      ) : (
        <Answer entry={entry} answer={answer} server={server} explained={explained} />
      )}
    </section>
  );
});

interface AnswerProps {
  entry: ConsoleEntry;
  answer: ConsoleAnswer;
  server: string;
  explained: boolean;
}

function Answer({ entry, answer, server, explained }: AnswerProps) {
  const { t, size, duration } = useText();
  const { line, number, open } = entry;
  const { said, end, left, milliseconds } = answer;
  const table = useMemo(() => (explained ? readTable(line, answer) : null), [explained, line, answer]);
  const meaning = explained && end === 'whole' ? meaningOf(line, said) : null;
  const lines = useMemo(
    () => (table === null ? answerText(answer).replace(/\n$/, '').split('\n') : []),
    [table, answer],
  );
  const rows = table?.rows.length ?? lines.length;
  const shown = open ? rows : ROWS_FIRST;
  const more = rows > shown && (
    <Button onClick={() => useStore.getState().openAnswer(server, number)}>
      {t(table === null ? 'console.showAll.lines' : 'console.showAll', { count: rows })}
    </Button>
  );
  const ending = end === 'whole' ? null : endingOf(end, said === '');
  return (
    <>
      {table !== null && <Table table={table} most={shown} />}
      {table === null && said !== '' && <pre className={`${styles.said} code`}>{lines.slice(0, shown).join('\n')}</pre>}
      {more}
      {meaning !== null && (
        <p className={styles.explains}>
          {t(
            meaning === 'unknown' && firstWord(line) === 'shutdown'
              ? 'console.meaning.unknown.shutdown'
              : `console.meaning.${meaning}`,
          )}
        </p>
      )}
      {ending !== null && <p className="help help--warn">{t(ending, { seconds: CONSOLE_PATIENCE / 1000 })}</p>}
      <p className={styles.foot}>
        {table !== null && <span>{t('console.rows', { count: rows })}</span>}
        <span>{t('console.time', { time: duration(milliseconds) })}</span>
        {left > 0 && <span className="late">{t('console.left', { size: size(left) })}</span>}
      </p>
    </>
  );
}

const endingOf = (end: 'closed' | 'late' | 'cut', isEmpty: boolean): MessageId =>
  end !== 'cut' && isEmpty ? `console.end.${end}.nothing` : `console.end.${end}`;

function Table({ table: { name, rows }, most }: { table: ConsoleTable; most: number }) {
  const { t } = useText();
  const columns: readonly TableColumn[] = TABLES[name];
  const looks = (column: TableColumn | undefined) =>
    column !== undefined && NUMBERS.has(column) ? { className: 'number' } : {};
  return (
    <>
      <p className={styles.explains}>{t(`console.table.${name}`)}</p>
      {rows.length > 0 && (
        <div className={styles.scrolled}>
          <table className={`${styles.table} code`}>
            <thead>
              <tr>
                {columns.map((column) => (
                  <th key={column} scope="col" title={helpOf(column, t)} {...looks(column)}>
                    {t(`console.column.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.slice(0, most).map((row, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: rows of an answer do not change
                <tr key={at}>
                  {row.map((cell, column) => (
                    <td key={columns[column]} {...looks(columns[column])}>
                      {cell}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}

/** What a head means, where its word does not say that. */
function helpOf(column: TableColumn, t: (id: MessageId) => string): string | undefined {
  switch (column) {
    case 'high':
    case 'normal':
    case 'low':
      return t('console.column.priority.help');
    case 'function':
    case 'address':
    case 'handle':
    case 'unique':
      return undefined;
    default:
      return t(`console.column.${column}.help`);
  }
}

/** What came of the last line, for who does not see it. */
export function useTold(entry: ConsoleEntry | undefined): string {
  const { t } = useText();
  return useMemo(() => {
    if (entry === undefined || entry.answer === 'waiting' || entry.answer === 'given-up') return '';
    const { line, answer } = entry;
    if ('problem' in answer) return t('console.told.problem', { line });
    const table = readTable(line, answer);
    return table === null ? t('console.told.line', { line }) : t('console.told', { line, rows: table.rows.length });
  }, [entry, t]);
}

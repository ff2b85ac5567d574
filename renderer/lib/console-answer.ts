import type { Wire } from '../../main/contract/keys.ts';
import type { ConsoleAnswer } from '../../main/contract/server-console.ts';
import { beginningOf, bytesOfWire, shown, textOf, unmasked } from './bytes.ts';

/** Tables of the text protocol. docs/protocol.md section 5. */
export const TABLES = {
  status: ['function', 'total', 'running', 'workers'],
  prioritystatus: ['function', 'high', 'normal', 'low', 'workers'],
  workers: ['number', 'address', 'client', 'functions'],
  jobs: ['handle', 'losses', 'abandoned', 'background'],
  uniques: ['unique'],
} as const;
export type TableName = keyof typeof TABLES;
export type TableColumn = (typeof TABLES)[TableName][number];

/** Columns of figures. */
export const NUMBERS: ReadonlySet<TableColumn> = new Set([
  ...(['total', 'running', 'workers', 'high', 'normal', 'low', 'number', 'losses'] as const),
]);

/** What an answer of one line means. */
export type Meaning =
  | 'nothing'
  | 'unknown'
  | 'unknown-show'
  | 'unknown-job'
  | 'no-function'
  | 'in-use'
  | 'incomplete'
  | 'cannot-cancel'
  | 'read-only'
  | 'version'
  | 'pid'
  | 'verbose'
  | 'created'
  | 'dropped'
  | 'bounded'
  | 'unbounded'
  | 'cancelled'
  | 'done';

type Said = Pick<ConsoleAnswer, 'said' | 'end' | 'left'>;

export interface ConsoleTable {
  name: TableName;
  /** For the eye; as many in each row as the table has columns. */
  rows: string[][];
}

const words = (line: string): string[] => line.trim().toLowerCase().split(/ +/);

/** The table that a line asks for; null where it asks for none. */
function tableOf(line: string): TableName | null {
  const [first = '', ...rest] = words(line);
  if (first === 'status' || first === 'prioritystatus' || first === 'workers') return first;
  if (first !== 'show') return null;
  const what = rest.join(' ');
  return what === 'jobs' ? 'jobs' : what === 'unique jobs' ? 'uniques' : null;
}

/**
 * An answer as a table, where it is that of its line and whole up to a row; null where it is not, as it is with a name that has tabs
 * or line ends in it.
 */
export function readTable(line: string, answer: Said): ConsoleTable | null {
  const name = tableOf(line);
  if (name === null) return null;
  const lines = answer.said.split('\n');
  if (isWhole(answer)) {
    if (lines.pop() !== '' || lines.pop() !== '.') return null;
  } else lines.pop(); // a row that is cut is none
  const columns = TABLES[name].length;
  const rows = lines.map((row) => (name === 'workers' ? workerOf(row) : row.split('\t')));
  const isTable = rows.every((row) => row !== null && row.length === columns);
  return isTable ? { name, rows: rows.map((row) => (row as string[]).map(shown)) } : null;
}

/** `number address id : function function`; an ID may have spaces in it. */
function workerOf(row: string): string[] | null {
  const [, number, address, client, functions] = /^(\S+) (\S+) (.*?) :((?: .*)?)$/s.exec(row) ?? [];
  if (number === undefined || address === undefined) return null;
  return [number, address, client ?? '', (functions ?? '').trim()];
}

/** What an answer of one line means; null where it has more, or is nothing that is known. */
export function meaningOf(line: string, said: Wire): Meaning | null {
  if (said === '') return 'nothing';
  if (!/^[^\n]*\n$/.test(said)) return null;
  const [command = '', , ...rest] = words(line);
  const refused = /^ERR (.*?)\r?\n$/s.exec(said)?.[1];
  if (refused !== undefined) return refusalOf(refused);
  if (/^OK\r?\n$/.test(said)) {
    switch (command) {
      case 'create':
        return 'created';
      case 'drop':
        return 'dropped';
      case 'cancel':
        return 'cancelled';
      case 'maxqueue':
        return rest.length === 0 ? 'unbounded' : 'bounded';
      default:
        return 'done';
    }
  }
  return command === 'version' ? 'version' : command === 'getpid' ? 'pid' : command === 'verbose' ? 'verbose' : null;
}

function refusalOf(said: string): Meaning | null {
  if (/^unknown_command\b/i.test(said)) return 'unknown';
  if (said.startsWith('UNKNOWN_SHOW_ARGUMENTS')) return 'unknown-show';
  if (said.startsWith('UNKNOWN_JOB')) return 'unknown-job';
  if (said.startsWith('INVALID_ARGUMENTS')) return 'incomplete';
  if (said.startsWith('UNKNOWN_ERROR')) return 'cannot-cancel';
  if (said.startsWith('READ_ONLY')) return 'read-only';
  if (said.startsWith('function not found')) return 'no-function';
  return said.startsWith('there are still connected workers') ? 'in-use' : null;
}

/** An answer as text, lines as they came. */
export const answerText = (answer: Said): string => {
  const bytes = bytesOfWire(answer.said);
  return unmasked((isWhole(answer) ? textOf(bytes) : beginningOf(bytes)).replaceAll('\r\n', '\n'));
};

/** Whether nothing of it was cut off. */
const isWhole = ({ end, left }: Said): boolean => end === 'whole' && left === 0;

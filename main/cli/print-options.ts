import { knownPackets } from '../calls/known-packets.ts';
import { CaptureRing, DEFAULT_RING } from '../capture/ring.ts';
import { AppError } from '../contract/errors.ts';
import { filterOf } from '../filter/filter.ts';
import { filterProblem } from './filter-problem.ts';
import { columnOf, type NamedColumn } from './packet-columns.ts';

/** What packets are printed as. */
export const PRINT_FORMATS = ['text', 'fields', 'json', 'jsonl', 'csv', 'markdown', 'mermaid'] as const;
export type PrintFormat = (typeof PRINT_FORMATS)[number];

/** Those that print only the fields that are asked for. */
const OF_FIELDS: readonly PrintFormat[] = ['fields', 'json', 'jsonl', 'csv'];

/** Options of the commands that print packets, after tshark's, for `parseArgs`. */
export const PRINT_OPTIONS = {
  filter: { type: 'string', short: 'Y' },
  format: { type: 'string', short: 'T' },
  field: { type: 'string', short: 'e', multiple: true },
  layout: { type: 'string', short: 'E', multiple: true },
  count: { type: 'string', short: 'c' },
  write: { type: 'string', short: 'w' },
  rotate: { type: 'string', short: 'b', multiple: true },
  print: { type: 'boolean', short: 'P' },
  quiet: { type: 'boolean', short: 'q' },
  // Nothing here has names looked up, and every line goes out as it comes.
  numeric: { type: 'boolean', short: 'n' },
  lines: { type: 'boolean', short: 'l' },
} as const;

export const PRINT_HELP = `  -Y FILTER      Only packets that the filter lets through, in Wireshark's language with
                 Gearbench's own fields: docs/filter.md
  -T FORMAT      ${PRINT_FORMATS.join(', ')} (text)
  -e FIELD       A field to print, with -T fields, json, jsonl or csv; as often as wanted:
                 those of the filter, frame.time_epoch and _ws.col.Info
  -E KEY=VALUE   Of -T fields: header=y|n, separator=/t|/s|CHARACTER, quote=d|s|n. As each line
                 is one packet, occurrence=f|l|a and aggregator=/s|CHARACTER change nothing
  -c COUNT       Stop after so many packets, whether the filter lets them through or not
  -w FILE        Write the packets as pcapng instead of printing them; - is standard output
  -b KEY:VALUE   Of -w: go on in a next file after filesize:KILOBYTES, and keep the last
                 files:COUNT
  -P             Print them too
  -q             Say nothing beside the packets but what goes wrong
  -n, -l         As in tshark: names are never looked up, lines go out as they come
`;

interface Given {
  filter?: string;
  format?: string;
  field?: string[];
  layout?: string[];
  count?: string;
  write?: string;
  rotate?: string[];
  print?: boolean;
  quiet?: boolean;
}

export interface FieldsLayout {
  header: boolean;
  separator: string;
  quote: string;
}

export interface PrintSettings {
  filter: string;
  /** null where nothing is printed. */
  format: PrintFormat | null;
  columns: readonly NamedColumn[];
  layout: FieldsLayout;
  /** Packets after which it ends. */
  count: number;
  /** A pcapng file to be written; `-` is standard output. */
  write: string | undefined;
  /** Bytes after which the next file begins, and how many are kept. */
  rotate: { bytes: number; files: number } | undefined;
  quiet: boolean;
}

/** What was asked for. Throws `bad-input`. */
export function printSettings(given: Given): PrintSettings {
  const { filter = '', format = 'text', field = [], write, print = write === undefined } = given;
  if (!isFormat(format)) refuse(`“${format}” is no format. It is ${PRINT_FORMATS.join(', ')}.`);
  if (field.length > 0 && !OF_FIELDS.includes(format))
    refuse(`Fields are printed by -T ${OF_FIELDS.join(', ')}, not by ${format}.`);
  if (format === 'fields' && field.length === 0)
    refuse('-T fields needs fields to print: -e FIELD, as often as wanted.');
  if (given.layout !== undefined && format !== 'fields') refuse('-E says how -T fields looks, and nothing else.');
  if (write === '-' && print)
    refuse('The packets cannot be printed to where they are written: -w - and -P exclude each other.');
  checkFilter(filter);
  return {
    filter,
    format: print ? format : null,
    columns: field.map(columnOf),
    layout: layoutOf(given.layout ?? []),
    count: given.count === undefined ? Number.POSITIVE_INFINITY : wholeOf(given.count, '-c'),
    write,
    rotate: rotationOf(given.rotate ?? [], write),
    quiet: given.quiet ?? false,
  };
}

const isFormat = (text: string): text is PrintFormat => (PRINT_FORMATS as readonly string[]).includes(text);

/** Throws where the filter is wrong, before anything is opened. */
function checkFilter(filter: string): void {
  const ring = new CaptureRing({ ...DEFAULT_RING, entries: 1 });
  const { facts } = knownPackets({ ring, recorders: [], functionOf: () => undefined });
  try {
    filterOf(filter, facts);
  } catch (error) {
    if (error instanceof AppError) refuse(filterProblem(filter, error));
    throw error;
  }
}

/** Signs that are named, because a shell or an eye would lose them. */
const SIGNS: ReadonlyMap<string, string> = new Map([
  ['/t', '\t'],
  ['/s', ' '],
]);
const QUOTES: ReadonlyMap<string, string> = new Map([
  ['d', '"'],
  ['s', "'"],
  ['n', ''],
]);

function layoutOf(words: readonly string[]): FieldsLayout {
  const layout = { header: false, separator: '\t', quote: '' };
  for (const word of words) {
    const [, key, value = ''] = /^(\w+)=(.+)$/s.exec(word) ?? [];
    const quote = QUOTES.get(value);
    const sign = SIGNS.get(value) ?? ([...value].length === 1 ? value : undefined);
    if (key === 'header' && /^[yn]$/.test(value)) layout.header = value === 'y';
    else if (key === 'separator' && sign !== undefined) layout.separator = sign;
    else if (key === 'quote' && quote !== undefined) layout.quote = quote;
    else if (!(key === 'occurrence' && /^[fla]$/.test(value)) && !(key === 'aggregator' && sign !== undefined))
      refuse(
        `“${word}” is nothing that -E knows. It knows header=y|n, separator=/t|/s|CHARACTER, quote=d|s|n, occurrence=f|l|a and aggregator=/s|CHARACTER.`,
      );
  }
  return layout;
}

function rotationOf(words: readonly string[], write: string | undefined): PrintSettings['rotate'] {
  if (words.length === 0) return undefined;
  if (write === undefined || write === '-') refuse('-b is of a file that is written: -w FILE.');
  const rotate = { bytes: Number.POSITIVE_INFINITY, files: Number.POSITIVE_INFINITY };
  for (const word of words) {
    const [, key, value = ''] = /^(filesize|files):(\d+)$/.exec(word) ?? [];
    if (key === undefined) refuse(`“${word}” is nothing that -b knows. It knows filesize:KILOBYTES and files:COUNT.`);
    if (key === 'files') rotate.files = wholeOf(value, '-b files');
    else rotate.bytes = wholeOf(value, '-b filesize') * 1000;
  }
  if (rotate.bytes === Number.POSITIVE_INFINITY)
    refuse('-b files:COUNT needs a size after which the next file begins: -b filesize:KILOBYTES.');
  return rotate;
}

function wholeOf(text: string, what: string): number {
  const number = /^\d{1,15}$/.test(text) ? Number(text) : 0;
  return number > 0 ? number : refuse(`“${text}” is no number for ${what}. It is a whole number from 1 on.`);
}

function refuse(message: string): never {
  throw new AppError('bad-input', message);
}

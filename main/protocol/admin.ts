/**
 * The text protocol: one line asks, one line or a table ended by `.` answers. Tables, version and pid end in LF, `OK` and
 * `ERR` in CR LF, as gearmand 1.1.20 does it. Source: docs/protocol.md section 5.
 */
import { beforeNul } from './packets.ts';

/** A line cut into its words at runs of spaces. A space at either end makes an empty word there. */
export const words = (line: string): string[] => line.split(/ +/).map(beforeNul);

export const table = (rows: readonly (readonly (string | number)[])[]): string =>
  `${rows.map((row) => `${row.join('\t')}\n`).join('')}.\n`;

export const value = (text: string | number): string => `OK ${text}\n`;

/** The word as sent stands right behind the text, as in gearmand. */
export const unknownCommand = (word: string): string => `ERR UNKNOWN_COMMAND Unknown+server+command${word}\r\n`;

export const OK = 'OK\r\n';

export const incomplete = (word: string): string =>
  `ERR INVALID_ARGUMENTS An+incomplete+set+of+arguments+was+sent+to+this+command+${word}\r\n`;

export const FUNCTION_NOT_FOUND = 'ERR function not found\r\n';

export const FUNCTION_IN_USE = 'ERR there are still connected workers or executing clients\r\n';

export const UNKNOWN_JOB = 'ERR UNKNOWN_JOB\r\n';

/** `cancel` of anything but a job. */
export const CANNOT_CANCEL = 'ERR UNKNOWN_ERROR\r\n';

export const UNKNOWN_SHOW_ARGUMENTS = 'ERR UNKNOWN_SHOW_ARGUMENTS\r\n';

/** Commands of gearmand and of Perl's server that only ask; all others change something, or may in a version to come. */
const ASKING: ReadonlySet<string> = new Set([
  'status',
  'prioritystatus',
  'workers',
  'show',
  'version',
  'getpid',
  'verbose',
  'jobs',
  'clients',
  'uniques',
]);

/** Whether a line changes nothing at the server, whatever it is. Case does not matter to it. */
export const onlyAsks = (line: string): boolean => ASKING.has((words(line)[0] as string).toLowerCase());

export const readOnly = 'ERR READ_ONLY This+proxy+is+read-only\r\n';

/** The first byte of a connection with which TLS begins, and no command. */
export const isTlsHello = (byte: number | undefined): boolean => byte === 0x16;

/** The first line of an HTTP request; a page in a browser can reach every port of this machine. */
export const isHttpRequest = (line: string): boolean =>
  /^(GET|HEAD|POST|PUT|DELETE|CONNECT|OPTIONS|TRACE|PATCH) \S+ HTTP\/\d/.test(line);

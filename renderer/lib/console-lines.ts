import type { Wire } from '../../main/contract/keys.ts';
import type { ServerInfo } from '../../main/contract/servers.ts';
import { shown, wireOf } from './bytes.ts';

/** Lines that servers know; one that ends in a space takes a name behind it. docs/protocol.md section 5. */
const LINES = [
  'status',
  'prioritystatus',
  'workers',
  'show jobs',
  'show unique jobs',
  'version',
  'getpid',
  'verbose',
  'maxqueue ',
  'create function ',
  'drop function ',
  'cancel job ',
] as const;

/** Those of the first gearmands and of Perl's server, which had no priorities; the last two are Perl's alone. */
const OLD_LINES = ['status', 'workers', 'version', 'maxqueue ', 'shutdown', 'jobs', 'clients'] as const;
const PERL_ONLY: ReadonlySet<string> = new Set(['jobs', 'clients']);

export type KnownLine = (typeof LINES)[number] | (typeof OLD_LINES)[number];

/** A line, or the next word of one, that may be what the person is about to type. */
export interface LineOffer {
  /** The whole text that it makes. */
  text: string;
  /** What it does; null of a name. */
  line: KnownLine | null;
}

/** Lines that the server knows, as far as it has told. */
export function linesOf({ unknown, version }: Pick<ServerInfo, 'unknown' | 'version'>): readonly KnownLine[] {
  if (!unknown.includes('prioritystatus')) return LINES.filter((line) => !unknown.includes(line));
  const isPerl = /^v\d/.test(version ?? '');
  return OLD_LINES.filter((line) => (isPerl || !PERL_ONLY.has(line)) && !unknown.includes(line.trim()));
}

/** Offers at most. */
const MOST = 50;

/**
 * What may be meant by what is typed so far: a line, or behind one that takes a name those of these names; nothing where it is
 * whole. `refused` are first words that the server did not know.
 */
export function offersFor(
  typed: string,
  lines: readonly KnownLine[],
  { names, refused }: { names: readonly string[]; refused: ReadonlySet<string> },
): LineOffer[] {
  if (typed.trim() === '') return [];
  const small = typed.toLowerCase();
  const taking = lines.find((line) => line.endsWith(' ') && small.startsWith(line));
  if (taking === undefined)
    return lines
      .filter((line) => line.startsWith(small) && line !== small && !refused.has(firstWord(line)))
      .map((line) => ({ text: line, line }));
  if (taking === 'create function ') return [];
  const begun = typed.slice(taking.length);
  const found = names.filter((name) => name.startsWith(begun));
  if (found.some((name) => name === begun) || begun.includes(' ')) return [];
  return found.slice(0, MOST).map((name) => ({ text: `${typed.slice(0, taking.length)}${name}`, line: null }));
}

export const firstWord = (line: string): string => (line.trim().split(' ')[0] ?? '').toLowerCase();

/** What names are wanted behind a line: functions, or handles of jobs. */
export function namesWanted(typed: string): 'function' | 'job' | null {
  const small = typed.toLowerCase();
  if (small.startsWith('cancel job ')) return 'job';
  return small.startsWith('drop function ') || small.startsWith('maxqueue ') ? 'function' : null;
}

/** Names that can be typed: one word each, and no other bytes than those that their text has. */
export const typeable = (names: readonly Wire[]): string[] =>
  names.flatMap((name) => {
    const text = shown(name);
    return text !== '' && !/\s/.test(text) && wireOf(text) === name ? [text] : [];
  });

/** A line after which something is gone: the server, a function or a job; null of all others. */
export function destroyedBy(typed: string): { kind: 'shutdown' | 'drop' | 'cancel'; name: string } | null {
  const [first = '', second = '', ...rest] = typed.trim().split(/ +/);
  const name = rest.join(' ');
  switch (`${first} ${second}`.toLowerCase()) {
    case 'drop function':
      return { kind: 'drop', name };
    case 'cancel job':
      return { kind: 'cancel', name };
  }
  return first.toLowerCase() === 'shutdown' ? { kind: 'shutdown', name: '' } : null;
}

import type { CheckGroup, Evidence, Finding, FindingState, Values } from '../../contract/doctor.ts';
import type { CheckId, FindingId, FixId } from '../../contract/doctor-words.ts';
import type { Told } from '../inventory/probe.ts';
import type { Directive } from '../look/ini.ts';
import type { Seen } from '../look/seen.ts';
import type { Ran } from '../machine.ts';

/** What a check says; null where it is about something that this computer does not have. */
export type Verdict = {
  state: FindingState;
  text: FindingId;
  values?: Values;
  evidence?: readonly (Evidence | null)[];
  fixes?: readonly FixId[];
} | null;

/** A question to what was seen. */
export interface Check {
  id: CheckId;
  group: CheckGroup;
  judge: (seen: Seen) => Verdict;
}

/** The checks of a group, by their ids. */
export const checksOf = (group: CheckGroup, judges: Partial<Record<CheckId, (seen: Seen) => Verdict>>): Check[] =>
  Object.entries(judges).map(([id, judge]) => ({ id: id as CheckId, group, judge }));

export function findingOf({ id, group, judge }: Check, seen: Seen): Finding | null {
  const verdict = judge(seen);
  if (verdict === null) return null;
  const { state, text, values = {}, evidence = [], fixes = [] } = verdict;
  return { check: id, group, state, text, values, evidence: evidence.filter((each) => each !== null), fixes };
}

/** Characters of a program's output that are shown. */
const SHOWN = 600;

/** A program that was run as evidence, with what it said: the lines that a pattern finds, else the first ones. */
export function commandEvidence({ argv, end, out, err }: Ran, pattern?: RegExp): Evidence {
  const lines = `${err}\n${out}`.split('\n').filter((line) => line.trim() !== '');
  const found = pattern === undefined ? [] : lines.filter((line) => pattern.test(line));
  const excerpt = (found.length > 0 ? found : lines).join('\n').slice(0, SHOWN);
  return { kind: 'command', argv, end: endText(end), excerpt };
}

export const fileEvidence = (file: string, line: number | null = null, excerpt = ''): Evidence => ({
  kind: 'file',
  file,
  line,
  excerpt,
});

function endText(end: Ran['end']): string {
  switch (end.how) {
    case 'exit':
      return `exit ${end.code}`;
    case 'signal':
      return end.signal;
    case 'time-out':
      return 'time-out';
    case 'ended':
      return 'ended';
    case 'unstartable':
      return end.reason;
    case 'not-run':
      return 'not run';
  }
}

/** What the PHP in question tells; null where there is none, or it does not run. */
export const toldOf = ({ php }: Seen): Told | null => (php?.probe.state === 'told' ? php.probe.told : null);

/** Whether the extension is loaded in it. */
export const isLoaded = (seen: Seen): boolean => (toldOf(seen)?.gearman ?? null) !== null;

/** The ini lines that load gearman in the PHP in question, or would. */
export const activeIn = ({ ini }: Seen): Directive[] =>
  ini.directives.filter(({ read, commented }) => read && !commented);

import { CHECK_GROUPS, type Evidence, type Finding, type Plan, type Step } from '../contract/doctor.ts';
import {
  CHECK_WORDS,
  DOCTOR_WORDS,
  type DoctorWords,
  FINDING_WORDS,
  FIX_WORDS,
  fillIn,
  PASTE_WORDS,
  STEP_WORDS,
} from '../contract/doctor-words.ts';
import { quoted, shellLine } from '../util/shell-quote.ts';
import { nameOf } from './checks/php.ts';
import type { Recognised } from './classify.ts';
import type { Diagnosis } from './doctor.ts';
import type { Php } from './inventory/find.ts';
import type { Seen } from './look/seen.ts';
import { usesOf } from './uses.ts';

/** Signs of the states, for a terminal. */
const SIGNS: Readonly<Record<Finding['state'], string>> = {
  pass: '+',
  info: 'i',
  warn: '!',
  fail: 'x',
  skip: '-',
  unknown: '?',
};

const say = (words: DoctorWords, values: Record<string, string | number> = {}): string =>
  fillIn(DOCTOR_WORDS[words], values);

/** The whole of a diagnosis in English, a line each: the sentence that matters first, then the PHPs, the groups, the plan. */
export function reportOf(diagnosis: Diagnosis): string {
  const { seen, findings, plans } = diagnosis;
  const lines = [sentenceOf(diagnosis), ''];
  for (const php of seen.inventory.phps)
    lines.push(`${php === seen.php ? '> ' : '  '}PHP ${nameOf(php)}${usesText(seen, php)}`);
  for (const group of CHECK_GROUPS) {
    const inGroup = findings.filter((finding) => finding.group === group);
    if (inGroup.length === 0) continue;
    lines.push('', say(`group.${group}`));
    for (const finding of inGroup) lines.push(...findingLines(finding));
  }
  plans.forEach((plan, index) => {
    lines.push('', `${index === 0 ? 'Plan' : 'Or'}: ${say(`way.${plan.way}`)}`, ...planLines(plan));
  });
  return `${lines.join('\n')}\n`;
}

/** The sentence that goes before all, and how much there is to be looked at. */
export function sentenceOf({ summary, findings }: Pick<Diagnosis, 'summary' | 'findings'>): string {
  const count = findings.filter(({ state }) => state === 'fail' || state === 'warn').length;
  const rest =
    count === 0 ? say('summary.nothing') : count === 1 ? say('summary.one') : say('summary.several', { count });
  return `${say(summary.text, summary.values)} ${rest}`;
}

/** What a finding says, in English. */
export const findingText = ({ text, values }: Pick<Finding, 'text' | 'values'>): string =>
  fillIn(FINDING_WORDS[text], values);

function findingLines(finding: Finding): string[] {
  const { check, state } = finding;
  const { title, why } = CHECK_WORDS[check];
  const lines = [`  ${SIGNS[state]} ${check} ${title}: ${findingText(finding)}`];
  // What a proof has heard is its whole point.
  if ((state === 'pass' && finding.group !== 'proof') || state === 'skip') return lines;
  if (state !== 'info' && state !== 'pass') lines.push(`      ${why}`);
  return [...lines, ...finding.evidence.flatMap(evidenceLines).map((line) => `      ${line}`)];
}

function evidenceLines(evidence: Evidence): string[] {
  if (evidence.kind === 'packets') return packetLines(evidence);
  const excerpt = evidence.excerpt === '' ? [] : evidence.excerpt.split('\n').map((line) => `  ${line.trimEnd()}`);
  if (evidence.kind === 'command') return [`$ ${evidenceText(evidence)}  (${evidence.end})`, ...excerpt];
  return [evidenceText(evidence), ...excerpt];
}

/** What was said between PHP and the server, a line each. */
const packetLines = ({ packets }: Extract<Evidence, { kind: 'packets' }>): string[] =>
  packets.map(({ after, connection, direction, type, content }) =>
    `${after.toFixed(1).padStart(7)} ms  #${connection} ${direction === 'in' ? '->' : '<-'} ${type} ${content}`.trimEnd(),
  );

/** A command as it is typed into a shell; a file with its line. */
export function evidenceText(evidence: Exclude<Evidence, { kind: 'packets' }>): string {
  if (evidence.kind === 'command') return evidence.argv.map(quoted).join(' ');
  return evidence.line === null ? evidence.file : `${evidence.file}:${evidence.line}`;
}

const planLines = ({ steps }: Plan): string[] =>
  steps.flatMap((step, index) => {
    const { title, effect, undo } = STEP_WORDS[step.words];
    const lines = [`  ${index + 1}. ${fillIn(title, step.values)} (${say(`risk.${step.risk}`)})`];
    const shown = commandText(step);
    if (shown !== null) lines.push(`     $ ${shown}`);
    lines.push(...changeLines(step).map((line) => `     ${line}`));
    return [...lines, `     ${fillIn(effect, step.values)} Undo: ${fillIn(undo, step.values)}`];
  });

/** A step's command as it is typed into a shell; null where it has none. */
export const commandText = ({ command }: Step): string | null => (command === null ? null : shellLine(command));

function changeLines({ change }: Step): string[] {
  if (change === null) return [];
  if (change.kind === 'copy') return [`+ ${change.file}, a copy of ${change.from}`];
  if (change.kind === 'add')
    return change.text
      .trimEnd()
      .split('\n')
      .map((line) => `+ ${line}`);
  return change.lines.flatMap(({ was, text }) => [`- ${was}`, `+ ${text}`]);
}

/** Who runs it, as the end of a line. */
function usesText(seen: Seen, php: Php): string {
  const uses = usesOf(seen, php).map((use) => {
    if (use.who === 'terminal') return 'Terminal';
    if (use.who === 'project') return use.file;
    return `${use.who === 'fpm' ? 'php-fpm' : 'Apache'} (process ${use.pid})`;
  });
  return uses.length === 0 ? '' : `, used by ${uses.join(', ')}`;
}

/** What a text that was pasted means, in English. */
export function explanationOf(recognised: readonly Recognised[]): string {
  if (recognised.length === 0) return `${say('paste.nothing')}\n`;
  const lines = recognised.flatMap(({ check, text, line, excerpt, fixes }) => [
    `${check} ${CHECK_WORDS[check].title}: ${PASTE_WORDS[text]}`,
    `  ${say('paste.line', { line, excerpt })}`,
    ...fixes.map((fix) => `  > ${FIX_WORDS[fix]}`),
  ]);
  return `${lines.join('\n')}\n`;
}

/** What the PHP doctor finds, as values: ids for programs and for the words of each language, and what the words name. */
import type { CheckId, DoctorWords, FindingId, FixId, StepWords } from './doctor-words.ts';

export const FINDING_STATES = ['pass', 'info', 'warn', 'fail', 'skip', 'unknown'] as const;

/** `skip` is what does not matter here; `unknown` what could not be found out. */
export type FindingState = (typeof FINDING_STATES)[number];

export const CHECK_GROUPS = [
  'system',
  'php',
  'tools',
  'library',
  'pecl',
  'extension',
  'configuration',
  'web',
  'server',
] as const;

export type CheckGroup = (typeof CHECK_GROUPS)[number];

export type Values = Readonly<Record<string, string | number>>;

/** What shows that a finding is so. */
export type Evidence =
  /** A program that was run: how it ended, and what it said of the matter. */
  | { kind: 'command'; argv: readonly string[]; end: string; excerpt: string }
  /** A file, or a line of it. */
  | { kind: 'file'; file: string; line: number | null; excerpt: string };

export interface Finding {
  check: CheckId;
  group: CheckGroup;
  state: FindingState;
  text: FindingId;
  values: Values;
  evidence: readonly Evidence[];
  /** What can be done, the likeliest first. */
  fixes: readonly FixId[];
}

/** How much a step can do: read, the person's own files, packages of a package manager, an administrator's, or told alone. */
export const RISKS = ['none', 'own-files', 'packages', 'administrator', 'explained'] as const;

export type Risk = (typeof RISKS)[number];

/** A change of an ini file, which is kept so that it can be undone. */
export type IniChange =
  /** A new file with this text, or the text at the end of one that is there. */
  | { kind: 'add'; file: string; text: string }
  /** Other lines in the place of some, by number from 1. */
  | { kind: 'replace'; file: string; lines: readonly { line: number; was: string; text: string }[] };

export interface Step {
  fix: FixId;
  /** Which of the sentences about steps it has. */
  words: StepWords;
  values: Values;
  /** What is run, with the variables that it needs; null where nothing is. */
  command: { argv: readonly string[]; environment: Readonly<Record<string, string>>; folder: string | null } | null;
  /** What is written by ourselves; null where nothing is. */
  change: IniChange | null;
  risk: Risk;
}

export const WAYS = [
  'repair',
  'switch-on',
  'package',
  'bottle',
  'transplant',
  'build',
  'drop-in',
  'other-php',
] as const;

/** A way to a PHP that speaks Gearman. */
export type Way = (typeof WAYS)[number];

export interface Plan {
  way: Way;
  steps: readonly Step[];
}

/** What is looked at, in order. */
export const SCAN_STAGES = ['phps', 'system', 'extension', 'web', 'server'] as const;

export type ScanStage = (typeof SCAN_STAGES)[number];

/** Who runs a PHP: terminals, a PHP-FPM or an Apache by process, or the project that is open. */
export type PhpUse =
  | { who: 'terminal' }
  | { who: 'fpm'; pid: number }
  | { who: 'apache'; pid: number }
  | { who: 'project'; file: string };

/** A PHP of the computer, as the window lists it. */
export interface PhpRow {
  path: string;
  version: string | null;
  /** Who brought it: the name of a maker, or one of two that have none. */
  source: { kind: 'maker'; name: string } | { kind: 'distribution' } | { kind: 'own' };
  cpus: readonly string[];
  /** Whether it loads gearman; it may not start, or not have been run. */
  state: 'loaded' | 'absent' | 'broken' | 'not-run';
  /** The version of gearman that it loads. */
  gearman: string | null;
  uses: readonly PhpUse[];
}

/** Evidence as it is shown: a command as it is typed, with how it ended, or a file with its line. */
export interface ShownEvidence {
  kind: Evidence['kind'];
  what: string;
  end: string | null;
  excerpt: string;
}

export type ShownFinding = Omit<Finding, 'evidence'> & { evidence: readonly ShownEvidence[] };

/** A step with its command as it is typed into a shell. */
export type ShownStep = Pick<Step, 'fix' | 'words' | 'values' | 'change' | 'risk'> & { command: string | null };

export interface ShownPlan {
  way: Way;
  steps: readonly ShownStep[];
}

/** A diagnosis of one PHP of the computer. */
export interface Scan {
  /** The sentence that goes before all. */
  summary: { text: DoctorWords; values: Values };
  phps: readonly PhpRow[];
  /** The path of the PHP that all is about; null where there is none. */
  php: string | null;
  findings: readonly ShownFinding[];
  /** The best first. */
  plans: readonly ShownPlan[];
}

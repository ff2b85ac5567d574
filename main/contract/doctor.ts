/** What the PHP doctor finds, as values: ids for programs and for the words of each language, and what the words name. */
import type { CheckId, DoctorWords, FindingId, FixId, PasteId, StepWords } from './doctor-words.ts';
import type { Failure } from './errors.ts';
import type { PacketFamily } from './packets.ts';

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
  'proof',
] as const;

export type CheckGroup = (typeof CHECK_GROUPS)[number];

export type Values = Readonly<Record<string, string | number>>;

/** What shows that a finding is so. */
export type Evidence =
  /** A program that was run: how it ended, and what it said of the matter. */
  | { kind: 'command'; argv: readonly string[]; end: string; excerpt: string }
  /** A file, or a line of it. */
  | { kind: 'file'; file: string; line: number | null; excerpt: string }
  /** What PHP and the server said to each other; `name` is what the traffic's filter finds it by. */
  | { kind: 'packets'; name: string; packets: readonly ProofPacket[] };

/** A packet of a proof. */
export interface ProofPacket {
  /** Its number in the capture. */
  seq: number;
  /** Since the first one, ms. */
  after: number;
  connection: number;
  /** `in` is from PHP to the server. */
  direction: 'in' | 'out';
  party: 'client' | 'worker' | 'peer';
  family: PacketFamily;
  type: string;
  size: number;
  content: string;
}

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

/** A change of a file, of which is kept what undoes it. */
export type FileChange =
  /** A new file with the bytes of another one. */
  | { kind: 'copy'; file: string; from: string }
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
  change: FileChange | null;
  risk: Risk;
}

export const WAYS = [
  'repair',
  'switch-on',
  'package',
  'bottle',
  'transplant',
  'build',
  'pecl',
  'own-ini',
  'drop-in',
  'docker',
  'other-php',
] as const;

/** A way to a PHP that speaks Gearman. */
export type Way = (typeof WAYS)[number];

export interface Plan {
  way: Way;
  steps: readonly Step[];
}

/** What is looked at, in order. */
export const SCAN_STAGES = ['phps', 'system', 'extension', 'web', 'server', 'proof'] as const;

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

/** Evidence as it is shown: a command as it is typed, with how it ended, or a file with its line; packets as they are. */
export type ShownEvidence =
  | { kind: 'command' | 'file'; what: string; end: string | null; excerpt: string }
  | Extract<Evidence, { kind: 'packets' }>;

export type ShownFinding = Omit<Finding, 'evidence'> & { evidence: readonly ShownEvidence[] };

/** What Gearbench does of a step by itself; the rest the person does. */
export type Doing = 'run' | 'write' | 'start-server';

/** A step with its command as it is typed into a shell. */
export type ShownStep = Pick<Step, 'fix' | 'words' | 'values' | 'change' | 'risk'> & {
  /** Names the step for whoever asks for it, in this scan and in later ones that find it again. */
  key: string;
  command: string | null;
  /** Null where it takes an administrator, or where there is nothing that a program could do. */
  doing: Doing | null;
  /** How it ended the last time it was done; a change that can be undone stands. */
  state: 'open' | 'done' | 'failed';
};

/** A file that was changed for a step, and can be put back as it was. */
export interface Applied {
  id: string;
  step: string;
  /** The PHP and the way that it was for. */
  php: string;
  way: Way;
  words: StepWords;
  values: Values;
  file: string;
  /** ms since the epoch. */
  at: number;
  /** Whether the file is still as it was left. */
  intact: boolean;
}

/** How a step that was done ended. */
export type RunEnd =
  | { how: 'exit'; code: number }
  | { how: 'signal'; signal: string }
  | { how: 'cancelled' }
  | { how: 'written' }
  | { how: 'failed'; failure: Failure };

export interface RunLine {
  /** Counted from 1. */
  number: number;
  stream: 'stdout' | 'stderr';
  text: string;
  /** The program went back to its beginning: the next line of the stream takes its place. */
  redrawn: boolean;
}

/** A step that is being done, or the last one that was. */
export interface StepRun {
  /** Which one it is since the program began. */
  run: number;
  /** Its step: its key, and what it is called. */
  step: string;
  words: StepWords;
  values: Values;
  command: string | null;
  change: FileChange | null;
  startedAt: number;
  /** How long it took; null while it goes on. */
  milliseconds: number | null;
  end: RunEnd | null;
  /** Lines of what the program wrote. */
  lines: readonly RunLine[];
  /** How many of the first ones are no longer kept. */
  forgotten: number;
}

/** Adds a line to those before it; one that was to be drawn anew gives its place up. */
export function addLine<L extends Pick<RunLine, 'stream' | 'redrawn'>>(lines: L[], line: L): void {
  const before = lines.findLastIndex(({ stream }) => stream === line.stream);
  if (lines[before]?.redrawn) lines.splice(before, 1);
  lines.push(line);
}

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
  /** What was changed for plans and can be undone, the newest first, of whichever PHP. */
  applied: readonly Applied[];
}

/** Characters of a text that is pasted: the end of a log says what went wrong. */
export const PASTE_MOST = 200_000;

/** What a line of a text that was pasted means. */
export interface Explanation {
  check: CheckId;
  text: PasteId;
  /** From 1. */
  line: number;
  excerpt: string;
  /** What can be done, the likeliest first. */
  fixes: readonly FixId[];
}

/** Scripts for one way to speak Gearman in PHP. */
export interface WaySnippets {
  worker: string;
  client: string;
  /** Commands that run them, where they were saved under these names. */
  run: readonly [worker: string, client: string];
  /** What Composer is told: a command, or a part of composer.json. */
  composer: string;
}

/** What connects an app with the server. */
export interface Snippets {
  /** The server's address, as a client is told it. */
  address: string;
  /** The file that takes the place of the extension. */
  dropIn: string;
  /** Whether PHP runs that file by itself, before each script. */
  switchedOn: boolean;
  ways: Readonly<Record<'extension' | 'drop-in', WaySnippets>>;
}

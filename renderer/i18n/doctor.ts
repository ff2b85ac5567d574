import type { Finding, PhpRow, ShownStep, Values } from '../../main/contract/doctor.ts';
import {
  CHECK_WORDS,
  type CheckId,
  DOCTOR_WORDS,
  type DoctorWords,
  FINDING_WORDS,
  FIX_WORDS,
  type FixId,
  fillIn,
  PASTE_WORDS,
  type PasteId,
  STEP_WORDS,
} from '../../main/contract/doctor-words.ts';
import { FIXES_ZH, PASTE_ZH } from './doctor-paste-zh.ts';
import { CHECKS_ZH, FINDINGS_ZH, STEPS_ZH, WORDS_ZH } from './doctor-zh.ts';
import { type Text, useText } from './text.tsx';

/** The doctor's words: English ones are the contract's, which the report says too. */
export const DOCTOR_CATALOGS = {
  en: {
    checks: CHECK_WORDS,
    findings: FINDING_WORDS,
    paste: PASTE_WORDS,
    fixes: FIX_WORDS,
    steps: STEP_WORDS,
    words: DOCTOR_WORDS,
  },
  zh: {
    checks: CHECKS_ZH,
    findings: FINDINGS_ZH,
    paste: PASTE_ZH,
    fixes: FIXES_ZH,
    steps: STEPS_ZH,
    words: WORDS_ZH,
  },
} as const;

/** What the doctor says, in the window's language. */
export interface DoctorText {
  /** What a check asks, and why it matters. */
  check(id: CheckId): { title: string; why: string };
  finding(finding: Pick<Finding, 'text' | 'values'>, phps: readonly PhpRow[]): string;
  step(step: Pick<ShownStep, 'words' | 'values'>): { title: string; effect: string; undo: string };
  /** What a text that was pasted means, and what can be done in general. */
  pasted(id: PasteId): string;
  fix(id: FixId): string;
  word(id: DoctorWords, values?: Values): string;
  /** Who brought a PHP and what it is compiled for: `Homebrew · arm64`. */
  origin(php: Pick<PhpRow, 'source' | 'cpus'>): string;
}

export function doctorText({ language, t, list }: Pick<Text, 'language' | 't' | 'list'>): DoctorText {
  const { checks, findings, paste, fixes, steps, words } = DOCTOR_CATALOGS[language];
  const origin: DoctorText['origin'] = ({ source, cpus }) =>
    [source.kind === 'maker' ? source.name : t(`doctor.source.${source.kind}`), ...cpus].join(' · ');
  return {
    check: (id) => checks[id],
    finding: ({ text, values }, phps) => {
      // The list that the engine puts together is English.
      const own =
        text === 'PHP-01.found' ? { list: list(phps.map(({ version, path }) => `${version ?? '?'} ${path}`)) } : {};
      return fillIn(findings[text], { ...values, ...own });
    },
    step: ({ words: id, values }) => {
      const { title, effect, undo } = steps[id];
      return { title: fillIn(title, values), effect: fillIn(effect, values), undo: fillIn(undo, values) };
    },
    pasted: (id) => paste[id],
    fix: (id) => fixes[id],
    word: (id, values = {}) => fillIn(words[id], values),
    origin,
  };
}

export const useDoctorText = (): DoctorText => doctorText(useText());

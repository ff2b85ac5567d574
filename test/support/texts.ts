import { textsFor } from '../../main/shell/texts.ts';
import { DOCTOR_CATALOGS } from '../../renderer/i18n/doctor.ts';
import { en } from '../../renderer/i18n/en.ts';
import { EXPERT_WORDS } from '../../renderer/i18n/expert-words.ts';
import { zh } from '../../renderer/i18n/zh.ts';

/** Texts, and texts in them, by their names. */
type Texts = Readonly<Record<string, unknown>>;

/** Every text of a catalog by its place: `checks.SYS-01.why`. */
export const flat = (texts: Texts, place = ''): [string, string][] =>
  Object.entries(texts).flatMap(([key, value]) => {
    const at = place === '' ? key : `${place}.${key}`;
    return typeof value === 'string' ? [[at, value] as [string, string]] : flat(value as Texts, at);
  });

/** Every text that the program has, by where it is said: in the window, by the doctor and the expert, and by the system for us. */
export const TEXTS = {
  en: new Map(flat({ window: en, doctor: DOCTOR_CATALOGS.en, expert: EXPERT_WORDS.en, shell: textsFor('en', 'en') })),
  zh: new Map(flat({ window: zh, doctor: DOCTOR_CATALOGS.zh, expert: EXPERT_WORDS.zh, shell: textsFor('zh', 'zh') })),
} as const;

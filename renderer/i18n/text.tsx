import { createContext, type ReactNode, useContext, useEffect, useMemo } from 'react';
import { createIntl, createIntlCache } from 'react-intl';
import { type Format, formatFor } from '../lib/format.ts';
import { en } from './en.ts';
import { zh } from './zh.ts';

export type MessageId = keyof typeof en;
export type Language = 'en' | 'zh';
type Values = Record<string, string | number>;
/** Values, and what becomes of parts that are marked. */
type Filled = Record<string, string | number | ((parts: string[]) => string)>;

/** Everything that the window says goes through this. */
export interface Text extends Format {
  language: Language;
  /** What stands between two sentences. */
  gap: string;
  /** The message in the window's language. Names of functions, files and the like go in as values. */
  t(id: MessageId, values?: Values): string;
  /** The same with parts of it marked: `<b>…</b>` in the message. */
  rich(id: MessageId, values?: Values): ReactNode;
}

const CATALOGS: Record<Language, Record<MessageId, string>> = { en, zh };
const LOCALES: Record<Language, string> = { en: 'en', zh: 'zh-Hans-CN' };

export const MESSAGE_IDS = Object.keys(en) as readonly MessageId[];

/** A message as each language has it. */
export const inEveryLanguage = (id: MessageId): string[] => Object.values(CATALOGS).map((catalog) => catalog[id]);

/** Stands where what is put in begins or ends with a Chinese character. Nobody types it. */
const JOINT = '\ufdd0';
/** Stand around what is marked, while the message is a text. */
const [MARKED, UNMARKED] = ['\ufdd1', '\ufdd2'] as const;
const b = (parts: string[]): string => `${MARKED}${parts.join('')}${UNMARKED}`;
const CHINESE = '[\\u3000-\\u30ff\\u3400-\\u9fff\\uff00-\\uffef]';
const ONE_CHINESE = new RegExp(CHINESE);
const isChinese = (character: string | undefined): boolean => character !== undefined && ONE_CHINESE.test(character);

/** Values of a Chinese message, whose blanks are meant for Latin letters and digits. */
function jointed(values: Filled | undefined): Filled | undefined {
  if (values === undefined) return undefined;
  const withJoints = (value: string) =>
    `${isChinese(value[0]) ? JOINT : ''}${value}${isChinese(value.at(-1)) ? JOINT : ''}`;
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? withJoints(value) : value]),
  );
}

/** A message with no blank between two Chinese characters. */
const joined = (message: string): string => message.replace(NO_BLANK, '').replaceAll(JOINT, '');
const NO_BLANK = new RegExp(`(?<=${CHINESE}) (?=${MARKED}?${JOINT})|(?<=${JOINT}${UNMARKED}?) (?=${CHINESE})`, 'g');

/** A message with its marks drawn: every other part is one. */
const marked = (message: string): ReactNode =>
  message.split(/[\ufdd1\ufdd2]/).map((part, at) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: parts of a message do not move
    at % 2 === 1 ? <b key={at}>{part}</b> : part,
  );

/** The texts of a language. Throws on a message that cannot be formatted: that is a bug, and a test looks at them all. */
export function textIn(language: Language): Text {
  const locale = LOCALES[language];
  const intl = createIntl(
    {
      locale,
      messages: CATALOGS[language],
      onError: (error) => {
        throw error;
      },
    },
    createIntlCache(),
  );
  // Most messages have no values and are said again and again: in a list that follows, a thousand times a frame.
  const said = new Map<MessageId, string>();
  const format = (id: MessageId, values?: Filled): string => intl.formatMessage({ id }, values);
  const message = language === 'zh' ? (id: MessageId, values?: Filled) => joined(format(id, jointed(values))) : format;
  const t: Text['t'] = (id, values) => {
    const known = values === undefined ? said.get(id) : undefined;
    if (known !== undefined) return known;
    const written = message(id, values);
    if (values === undefined) said.set(id, written);
    return written;
  };
  return {
    ...formatFor(locale, (unit, value) => t(`unit.${unit}`, { value })),
    language,
    gap: language === 'zh' ? '' : ' ',
    t,
    rich: (id, values) => marked(message(id, { ...values, b })),
  };
}

/** The window's language: the one chosen, else the system's if there is a translation. */
export const languageOf = (chosen: 'system' | Language, locale: string): Language =>
  chosen === 'system' ? (locale.toLowerCase().startsWith('zh') ? 'zh' : 'en') : chosen;

const Context = createContext<Text | undefined>(undefined);

export function TextProvider({ language, children }: { language: Language; children: ReactNode }) {
  const text = useMemo(() => textIn(language), [language]);
  useEffect(() => {
    document.documentElement.lang = LOCALES[language];
  }, [language]);
  return <Context value={text}>{children}</Context>;
}

export function useText(): Text {
  const text = useContext(Context);
  if (text === undefined) throw new Error('useText needs a TextProvider above it');
  return text;
}

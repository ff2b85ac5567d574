// @vitest-environment node
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { PACKETS } from '../../../main/protocol/packets.ts';
import { TEXTS } from '../../support/texts.ts';

const { en, zh } = TEXTS;
const root = fileURLToPath(new URL('../../../', import.meta.url));

/** A text without what is not language: names of values, marks, fields of filters, addresses and kinds of files. */
const wordsOf = (text: string): string =>
  text
    .replace(/\{\w+(?=[,}])/g, '{')
    .replace(/<\/?b>/g, '')
    .replace(/\b(gb|gearman)\.[\w.]+|\.so\b|::1/g, 'name');
const matching = (texts: ReadonlyMap<string, string>, pattern: RegExp) =>
  [...texts].filter(([, text]) => pattern.test(wordsOf(text))).map(([place]) => place);

test('English neither shouts nor pleads nor plays down', () => {
  expect(matching(en, /!|\b(please|simply|just|oops|sorry)\b/i)).toEqual([]);
});

test('English quotes, apostrophes and dots are the typographic ones', () => {
  const withoutCommands = [...en].filter(([place]) => !/^doctor\.(steps|fixes)\./.test(place));
  expect(matching(new Map(withoutCommands), /"|'|\.\.\./)).toEqual([]);
});

interface Term {
  english: string;
  chinese: string[];
  never: string[];
}

/** The rows of docs/glossary.md. */
const TERMS: Term[] = readFileSync(join(root, 'docs', 'glossary.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .filter(([, english = '']) => english !== 'English' && !english.startsWith('-'))
  .map(([, english = '', chinese = '', never = '']) => ({
    english,
    chinese: chinese.split(', '),
    never: never.split(', ').filter(Boolean),
  }));

test('the glossary is read', () => expect(TERMS.length).toBeGreaterThan(20));

test.each(TERMS)('$english is $chinese wherever it is said', ({ english, chinese }) => {
  const said = matching(en, new RegExp(`\\b${english}(s|es)?\\b`, 'i'));
  expect(said.filter((place) => !chinese.some((word) => zh.get(place)?.includes(word)))).toEqual([]);
});

/** The pages of the guide in Chinese, without what is code. */
const GUIDE = new Map(
  readdirSync(join(root, 'docs', 'guide', 'zh'))
    .filter((name) => name.endsWith('.md'))
    .map((name): [string, string] => {
      const page = readFileSync(join(root, 'docs', 'guide', 'zh', name), 'utf8');
      return [name, page.replace(/```.*?```|`[^`\n]*`/gs, '')];
    }),
);

test('Chinese knows one word for each thing', () => {
  const never = TERMS.flatMap((term) => term.never);
  const wrong = [...zh, ...GUIDE].flatMap(([place, text]) =>
    never.filter((word) => text.includes(word)).map((word) => `${place}: ${word}`),
  );
  expect(wrong).toEqual([]);
  expect(matching(zh, /\bworkers?\b/)).toEqual([]);
  expect(matching(zh, /句柄/).filter((place) => !zh.get(place)?.includes('任务'))).toEqual([]);
});

test('a job is queued and running in the words of the glossary', () => {
  const places = ['job.queued', 'job.running', 'column.handle', 'party.worker'];
  expect(places.map((place) => zh.get(`window.${place}`))).toEqual(['排队中', '执行中', '任务句柄', 'Worker']);
});

test('packet types, variables and their like are not translated', () => {
  const names = new RegExp(`\\b(${Object.keys(PACKETS).join('|')}|[A-Z]+_[A-Z_]+)\\b`, 'g');
  const lacking = [...en].flatMap(([place, text]) =>
    (text.match(names) ?? []).filter((name) => !zh.get(place)?.includes(name)).map((name) => `${place}: ${name}`),
  );
  expect(lacking).toEqual([]);
});

test('what is a sentence in English is one in Chinese', () => {
  const isSentence = (text: string) => /[.?]$/.test(text) && /[a-z]{3}.* /i.test(text.replace(/\{\w+\}/g, ''));
  const left = [...en].filter(([place, text]) => isSentence(text) && !/\p{Script=Han}/u.test(zh.get(place) ?? ''));
  expect(left).toEqual([]);
});

/** What is written in capitals everywhere. */
const CAPITALS =
  /^(CPU|CSV|GNU|HTTP|ICU|JSON|JSONL|MAMP|PATH|PECL|PHP|PIE|POST|REQ|RES|SQL|SVG|TLS|URL|UTF|UUID|YAML|NAME|API|PEM|NUL|PID|NOOP|SIGTERM|ERROR|SHELL|FIFO|COPY|RUN)$/;

test('nothing is written in capitals but what always is', () => {
  const names = new Set(Object.keys(PACKETS));
  const shouting = (texts: ReadonlyMap<string, string>) =>
    [...texts].flatMap(([place, text]) =>
      (wordsOf(text).match(/(?<![\w-])[A-Z]{4,}(?![\w-])/g) ?? [])
        .filter((word) => !names.has(word) && !CAPITALS.test(word))
        .map((word) => `${place}: ${word}`),
    );
  expect({ en: shouting(en), zh: shouting(zh) }).toEqual({ en: [], zh: [] });
});

test('no style sheet writes capitals, or slants what Chinese letters cannot slant', () => {
  const styles = readdirSync(join(root, 'renderer'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.css'))
    .map((path): [string, string] => [path, readFileSync(join(root, 'renderer', path), 'utf8')]);
  expect(styles.length).toBeGreaterThan(20);
  expect(
    styles.filter(([, css]) => /text-transform:\s*uppercase|font-style:\s*italic/.test(css)).map(([path]) => path),
  ).toEqual([]);
});

const HAN = '\\p{Script=Han}';

test('Chinese has its own punctuation, and addresses a person with respect', () => {
  expect(matching(zh, new RegExp(`${HAN}[ ]?(?:[,.?!:()"']|;(?! 号))|[,?!:()"'][ ]?${HAN}`, 'u'))).toEqual([]);
  expect(matching(zh, /！|你|\.{3}/)).toEqual([]);
});

test('a duration, which ends in a Chinese word, does not stand apart from what follows', () => {
  expect(
    [...zh]
      .filter(([, text]) => new RegExp(`\\{(ran|waited|time|late|rest)\\} ${HAN}`, 'u').test(text))
      .map(([place]) => place),
  ).toEqual([]);
});

test('Chinese stands apart from Latin words and figures', () => {
  expect(matching(zh, new RegExp(`${HAN}[a-z0-9]|[a-z0-9]${HAN}`, 'iu'))).toEqual([]);
});

// @vitest-environment node
import { expect, test } from 'vitest';
import type { PhpRow } from '../../../main/contract/doctor.ts';
import { DOCTOR_CATALOGS, doctorText } from '../../../renderer/i18n/doctor.ts';
import { textIn } from '../../../renderer/i18n/text.tsx';

type Texts = { readonly [key: string]: string | Texts };

/** Every text of a catalog by its place: `checks.SYS-01.why`. */
const flat = (texts: Texts, place = ''): [string, string][] =>
  Object.entries(texts).flatMap(([key, value]) => {
    const at = place === '' ? key : `${place}.${key}`;
    return typeof value === 'string' ? [[at, value] as [string, string]] : flat(value, at);
  });
const en = new Map(flat(DOCTOR_CATALOGS.en));
const zh = new Map(flat(DOCTOR_CATALOGS.zh));
const valuesOf = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();
/** Places of Chinese texts with the pattern, where it is not in the name of an address or of a kind of file. */
const chinese = (pattern: RegExp) =>
  [...zh].filter(([, text]) => pattern.test(text.replace(/::1|\.so\b/g, 'name'))).map(([at]) => at);

test('each word of the doctor is there in both languages, and names the same', () => {
  expect([...zh.keys()].sort()).toEqual([...en.keys()].sort());
  expect(en.size).toBeGreaterThan(400);
  expect([...en].filter(([at, text]) => `${valuesOf(text)}` !== `${valuesOf(zh.get(at) ?? '')}`)).toEqual([]);
});

test('what is a sentence in English is Chinese in Chinese', () => {
  const same = [...en].filter(
    ([at, text]) => / /.test(text) && /[.?]$/.test(text) && !/\p{Script=Han}/u.test(zh.get(at) ?? ''),
  );
  // Sentences of values alone, and commands, have no words.
  expect(same.map(([at]) => at)).toEqual(['findings.SYS-01.is']);
});

const TERMS: [english: RegExp, chinese: RegExp][] = [
  [/\bjob server\b/i, /任务服务器/],
  [/\bworkers?\b/i, /Worker/],
  [/\bclient\b/i, /客户端/],
];

test.each(TERMS)('%s is %s wherever the doctor says it', (english, term) => {
  const said = [...en].filter(([, text]) => english.test(text.replace(/\{\w+\}/g, '')));
  expect(said.filter(([at]) => !term.test(zh.get(at) ?? '')).map(([at]) => at)).toEqual([]);
});

test('its Chinese has its own punctuation, and stands apart from Latin words, figures and values', () => {
  const han = '\\p{Script=Han}';
  expect(chinese(new RegExp(`${han}[ ]?[,.?!:()"']|[,?!:()"'][ ]?${han}`, 'u'))).toEqual([]);
  expect(chinese(/！|你/)).toEqual([]);
  expect(chinese(new RegExp(`${han}[a-z0-9{]|[a-z0-9}]${han}`, 'iu'))).toEqual([]);
});

test('what the engine puts together in English is put together anew', () => {
  const php: PhpRow = {
    ...{ path: '/usr/bin/php', version: '8.2.36', cpus: ['x86_64'], state: 'loaded', gearman: '2.1.0', uses: [] },
    source: { kind: 'distribution' },
  };
  const found = { text: 'PHP-01.found', values: { list: '8.2.36 (Linux package, x86_64) /usr/bin/php' } } as const;
  const { finding, origin } = doctorText(textIn('zh'));
  expect(finding(found, [php, { ...php, path: '/opt/php', version: null }])).toBe('8.2.36 /usr/bin/php、? /opt/php。');
  expect(origin(php)).toBe('Linux 软件包 · x86_64');
});

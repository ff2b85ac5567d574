// @vitest-environment node
import { expect, test } from 'vitest';
import type { PhpRow } from '../../../main/contract/doctor.ts';
import { DOCTOR_CATALOGS, doctorText } from '../../../renderer/i18n/doctor.ts';
import { textIn } from '../../../renderer/i18n/text.tsx';
import { flat } from '../../support/texts.ts';

const en = new Map(flat(DOCTOR_CATALOGS.en));
const zh = new Map(flat(DOCTOR_CATALOGS.zh));
const valuesOf = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();

test('each word of the doctor is there in both languages, and names the same', () => {
  expect([...zh.keys()].sort()).toEqual([...en.keys()].sort());
  expect(en.size).toBeGreaterThan(400);
  expect([...en].filter(([at, text]) => `${valuesOf(text)}` !== `${valuesOf(zh.get(at) ?? '')}`)).toEqual([]);
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

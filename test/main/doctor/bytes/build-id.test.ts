import { expect, test } from 'vitest';
import { buildIdIn, buildIdOf, buildIdText, versionOf } from '../../../../main/doctor/bytes/build-id.ts';

test.each([
  ['API20220829,NTS', { api: 20220829, threads: false, debug: false, compiler: null }],
  ['API20121212,TS', { api: 20121212, threads: true, debug: false, compiler: null }],
  ['API20240924,NTS,debug', { api: 20240924, threads: false, debug: true, compiler: null }],
  ['API20230831,TS,VS16', { api: 20230831, threads: true, debug: false, compiler: 'VS16' }],
  ['API20160303,NTS,VC14', { api: 20160303, threads: false, debug: false, compiler: 'VC14' }],
] as const)('%s is found among other bytes, and written again', (text, id) => {
  expect(buildIdIn(`a ${text} b`)).toEqual(id);
  expect(buildIdOf(Buffer.from(`API2\x00API4${text.slice(3)}\x00${text}\x00more`))).toEqual(id);
  expect(buildIdOf(Buffer.from(text))).toEqual(id);
  expect(buildIdText(id)).toBe(text);
});

test.each(['API420220829,NTS', 'nothing', 'API2022,NTS', 'MYAPI20220829,NTS'])('%s is no build id', (text) => {
  expect([buildIdIn(text), buildIdOf(Buffer.from(text))]).toEqual([null, null]);
});

test('the version is the one that PHP adds to what it serves', () => {
  expect(versionOf(Buffer.from('\0X-Powered-By: PHP/8.2.36\0PHP/9.9.9'))).toBe('8.2.36');
  expect(versionOf(Buffer.from('\0X-Powered-By: PHP/8.5.0RC1\0'))).toBe('8.5.0RC1');
  expect(versionOf(Buffer.from('PHP 8.2.36'))).toBe(null);
});

// @vitest-environment node
import { expect, test } from 'vitest';
import { bytesOf, EMPTY_DRAFT, faultOf, type SubmitDraft, submissionOf } from '../../../renderer/lib/submit-draft.ts';

const NOW = 1_700_000_000_000;
const file = { token: 't', name: 'big', size: 200 * 1024 * 1024 };

test.each<[string, Partial<SubmitDraft>, string | undefined]>([
  ['a name', {}, undefined],
  ['no function', { function: '' }, 'submit.function.missing'],
  ['no file chosen', { source: 'file' }, 'submit.file.missing'],
  ['the largest file', { source: 'file', file }, undefined],
  ['a larger file', { source: 'file', file: { ...file, size: file.size + 1 } }, 'submit.file.tooLarge'],
  ['a larger file, but text chosen', { file: { ...file, size: file.size + 1 } }, undefined],
  ['an own ID that is missing', { unique: 'custom' }, 'submit.unique.missing'],
  ['an own ID of 64 bytes', { unique: 'custom', uniqueValue: 'ä'.repeat(32) }, undefined],
  ['an own ID of 65 bytes', { unique: 'custom', uniqueValue: `${'ä'.repeat(32)}a` }, 'submit.unique.tooLong'],
  ['an own ID with a NUL', { unique: 'custom', uniqueValue: 'a\0' }, 'submit.unique.nul'],
  ['JSON in order', { source: 'json', text: '[9007199254740993]' }, undefined],
  ['JSON with a comma too many', { source: 'json', text: '{"a": 1,\n}' }, 'submit.json.wrong'],
  ['text that is no JSON', { text: '{' }, undefined],
  ['hexadecimal', { source: 'hex', hex: '0x61, 62:FF' }, undefined],
  ['half a byte', { source: 'hex', hex: '61 6' }, 'submit.hex.wrong'],
  ['a time to come', { later: '2000000000' }, undefined],
  ['a time that is past', { later: '1000000000' }, 'submit.later.past'],
  ['this very second', { later: '1700000000' }, 'submit.later.past'],
  ['no time', { later: 'soon' }, 'submit.later.unreadable'],
  ['a random ID, an old one in its box', { unique: 'random', uniqueValue: 'x'.repeat(99) }, undefined],
  ['no server', { target: 'other' }, 'runs.address.wrong'],
  ['another server', { target: 'other', address: 'db.example.com' }, undefined],
])('a draft with %s', (_what, different, message) => {
  expect(faultOf({ ...EMPTY_DRAFT, function: 'wc', ...different }, NOW)?.message).toBe(message);
});

test('bytes are those of UTF-8', () => {
  expect(['', 'a', 'ä', '图', '𝄞'].map(bytesOf)).toEqual([0, 1, 2, 3, 4]);
});

test('what is wrong has its place', () => {
  const place = (different: Partial<SubmitDraft>) => faultOf({ ...EMPTY_DRAFT, function: 'wc', ...different })?.values;
  expect(place({ source: 'json', text: '{"a": 1,\n  x}' })).toEqual({ line: 2, column: 3 });
  expect(place({ source: 'hex', hex: '61 6x' })).toEqual({ place: 4 });
});

const chance = { unique: 'r-1', seed: 5 };

test.each<[string, Partial<SubmitDraft>, object]>([
  ['hexadecimal', { source: 'hex', hex: '61 ff' }, { workload: { kind: 'bytes', bytes: Uint8Array.of(0x61, 0xff) } }],
  ['a template', { source: 'template', text: '{{i}}' }, { workload: { kind: 'template', text: '{{i}}', seed: 5 } }],
  [
    'big numbers',
    { source: 'json', text: '9007199254740993' },
    { workload: { kind: 'text', text: '9007199254740993' } },
  ],
  ['a random ID', { unique: 'random' }, { unique: { kind: 'custom', value: 'r-1' } }],
  ['a hash', { unique: 'hash' }, { unique: { kind: 'hash' } }],
  ['a time', { later: '+5m', priority: 'high' }, { at: 1_700_000_300, background: true, priority: 'normal' }],
  ['another server', { target: 'other', address: '[::1]:80' }, { target: { host: '::1', port: 80 } }],
])('a draft with %s goes out as it was meant', (_what, different, sent) => {
  expect(submissionOf({ ...EMPTY_DRAFT, function: 'wc', ...different }, chance, NOW)).toMatchObject(sent);
});

// @vitest-environment node
import { expect, test } from 'vitest';
import { bytesOf, faultOf } from '../../../../renderer/features/submit/fault.ts';
import { useStore } from '../../../../renderer/store/index.ts';
import type { SubmitDraft } from '../../../../renderer/store/submit.ts';

const { draft } = useStore.getInitialState().submit;
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
  ['a random ID, an old one in its box', { unique: 'random', uniqueValue: 'x'.repeat(99) }, undefined],
])('a draft with %s', (_what, different, message) => {
  expect(faultOf({ ...draft, function: 'wc', ...different })?.message).toBe(message);
});

test('bytes are those of UTF-8', () => {
  expect(['', 'a', 'ä', '图', '𝄞'].map(bytesOf)).toEqual([0, 1, 2, 3, 4]);
});

// @vitest-environment node
import { expect, test } from 'vitest';
import { nameHint } from '../../../../renderer/features/submit/name-lint.ts';

const KNOWN = ['mail.send', 'app:resize', 'wc', 'x '];

test.each([
  ['wc', null],
  ['x ', null],
  ['', null],
  ['unheard-of', null],
  ['wc ', 'blanks wc'],
  ['\u200bnew', 'blanks new'],
  ['WC', 'near wc'],
  ['Mail-Send', 'near mail.send'],
  ['mail.sned', 'near mail.send'],
  ['resize', 'prefix app:resize'],
  ['app:wc', 'prefix wc'],
])('“%s”: %s', (name, told) => {
  const hint = nameHint(name, KNOWN);
  expect(hint && `${hint.kind} ${hint.instead}`).toBe(told);
});

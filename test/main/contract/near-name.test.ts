// @vitest-environment node
import { expect, test } from 'vitest';
import { nearName } from '../../../main/contract/near-name.ts';

test.each([
  ['Resize', 'resize'],
  ['image-resize', 'image_resize'],
  ['ﬁle.copy', 'file:copy'],
  ['resise', 'resize'],
  ['resiz', 'resize'],
  ['resizee', 'resize'],
  ['reszie', 'resize'],
  ['größe1', 'größe2'],
])('%s looks like %s', (name, other) => {
  expect([nearName(name, ['other', other]), nearName(other, [name])]).toEqual([other, name]);
});

test.each([
  ['resize', 'resize'],
  ['wc', 'wd'],
  ['send', 'seed'],
  ['resize', 'resolve'],
  ['resizex', 'xresize'],
  ['', 'resize'],
  ['--', '__'],
])('%j is not taken for %j', (name, other) => {
  expect(nearName(name, [other])).toBe(undefined);
});

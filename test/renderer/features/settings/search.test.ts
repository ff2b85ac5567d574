// @vitest-environment node
import { expect, test } from 'vitest';
import { foundSections, isCommandFound, isFound } from '../../../../renderer/features/settings/search.ts';
import { SECTIONS, SETTINGS } from '../../../../renderer/features/settings/table.ts';

const found = (search: string) => SETTINGS.filter((entry) => isFound(entry, search)).map(({ id }) => id);

test.each([
  ['Appearance', 'theme'],
  ['主题', 'theme'],
  ['650 BYTES', 'journalSize'],
  ['gearmand 2.x', 'order'],
  ['crash disk', 'durable'],
  ['保活', 'limit.keepAlive'],
  ['limits', 'limit.line'],
])('%s finds %s, in whatever language, by its words or by what it does', (search, id) => {
  expect(found(search)).toContain(id);
});

test('a part that is named is found whole, and nothing finds all', () => {
  expect(found('job server')).toEqual(expect.arrayContaining(['port', 'durable', 'limit.packet']));
  expect([found('').length, foundSections('')]).toEqual([SETTINGS.length, SECTIONS]);
});

test('commands are found by their names, and parts by what they say', () => {
  expect([isCommandFound('traffic.pause', 'pause'), isCommandFound('traffic.pause', '暂停')]).toEqual([true, true]);
  expect([foundSections('pause view'), foundSections('completed by the tab key'), foundSections('xyzzy')]).toEqual([
    ['shortcuts'],
    ['terminal'],
    [],
  ]);
});

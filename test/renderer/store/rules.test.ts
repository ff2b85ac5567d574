import { expect, test } from 'vitest';
import { type ColourRule, ColourRule as Rule } from '../../../main/contract/colour-rules.ts';
import { AppError, failureOf } from '../../../main/contract/errors.ts';
import { Settings } from '../../../main/contract/settings.ts';
import { useStore } from '../../../renderer/store/index.ts';
import { fakeBridge } from '../../support/bridge.ts';

const rule = (filter: string, more: Partial<ColourRule> = {}) => Rule.parse({ filter, colour: 'red', ...more });
const wrong = failureOf(new AppError('filter-field', 'No such field.', { start: 0, end: 3 }));

/** The sheet, opened on these rules; a filter that begins with a sign of wonder is wrong. */
async function opened(colourRules: readonly ColourRule[]) {
  const bridge = fakeBridge({
    'settings.change': (change) => Settings.parse({ colourRules: change.colourRules }),
    'packets.check': ({ filters }) => filters.map((filter) => (filter.startsWith('?') ? wrong : null)),
  });
  useStore.setState(({ app }) => ({ app: { ...app, settings: Settings.parse({ colourRules }) } }));
  useStore.getState().openRules();
  await bridge.frame();
  bridge.said();
  const filters = () => rules().draft?.map(({ filter }) => filter);
  const id = (filter: string) => rules().draft?.find((each) => each.filter === filter)?.id ?? 0;
  /** What was written to the settings since it was last asked. */
  const kept = () =>
    bridge
      .said()
      .flatMap(([name, input]) =>
        name === 'settings.change'
          ? [(input as Partial<Settings>).colourRules?.map((each) => `${each.filter} ${each.colour}`)]
          : [],
      );
  return { ...bridge, filters, id, kept };
}
const rules = () => useStore.getState().rules;
const { addRule, editRule, keepRules, moveRule, deleteRule, restoreRule, closeRules, openRules } = useStore.getState();

test('a new rule goes before the others, in a colour that none has yet', async () => {
  const { filters, kept } = await opened([rule('wc'), rule('mail', { colour: 'orange' })]);
  openRules({ name: 'long '.repeat(30), filter: 'gb.mark' });
  expect(filters()).toEqual(['gb.mark', 'wc', 'mail']);
  expect(kept()).toEqual([['gb.mark green', 'wc red', 'mail orange']]);
  expect([rules().draft?.[0]?.name.length, rules().fresh === rules().draft?.[0]?.id]).toEqual([60, true]);
});

test('what is being written is kept when it is done, a colour at once', async () => {
  const { id, kept } = await opened([rule('wc')]);
  const which = id('wc');
  editRule(which, { filter: 'wc -l' });
  expect(kept()).toEqual([]);
  keepRules();
  editRule(which, { colour: 'blue' });
  expect(kept()).toEqual([['wc -l red'], ['wc -l blue']]);
  editRule(which, { name: 'Lines' });
  closeRules();
  expect(kept()).toEqual([['wc -l blue']]);
  expect(rules().draft).toBe(null);
});

test('what is as it was is not written again', async () => {
  const { kept } = await opened([rule('wc')]);
  keepRules();
  closeRules();
  expect(kept()).toEqual([]);
});

test('a rule is moved up and down, not past the ends', async () => {
  const { filters, id } = await opened([rule('a'), rule('b'), rule('c')]);
  moveRule(id('c'), -1);
  expect(filters()).toEqual(['a', 'c', 'b']);
  moveRule(id('a'), -1);
  moveRule(id('b'), 1);
  expect(filters()).toEqual(['a', 'c', 'b']);
});

test('a deleted rule comes back where it was', async () => {
  const { filters, id, kept } = await opened([rule('a'), rule('b'), rule('c')]);
  deleteRule(id('b'));
  restoreRule();
  expect(filters()).toEqual(['a', 'b', 'c']);
  expect(kept()).toEqual([
    ['a red', 'c red'],
    ['a red', 'b red', 'c red'],
  ]);
  restoreRule();
  expect(filters()).toEqual(['a', 'b', 'c']);
});

test('what is wrong with a filter is told of its rule, wherever that moves', async () => {
  const { id, frame } = await opened([rule('a'), rule('? b')]);
  const which = id('? b');
  expect([...rules().problems]).toEqual([[which, wrong]]);
  moveRule(which, -1);
  await frame();
  expect([...rules().problems]).toEqual([[which, wrong]]);
  editRule(which, { filter: 'b' });
  await frame();
  expect([...rules().problems]).toEqual([]);
});

test('there is an end to how many there are', async () => {
  const { filters } = await opened(Array.from({ length: 50 }, (_, at) => rule(`f${at}`)));
  addRule();
  expect(filters()?.length).toBe(50);
});

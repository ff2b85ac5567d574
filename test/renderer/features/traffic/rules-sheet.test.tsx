import { act, fireEvent, screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { type ColourRule, ColourRule as Rule } from '../../../../main/contract/colour-rules.ts';
import { type AppError, failureOf } from '../../../../main/contract/errors.ts';
import { Settings } from '../../../../main/contract/settings.ts';
import { filterOf } from '../../../../main/filter/filter.ts';
import { RulesSheet } from '../../../../renderer/features/traffic/colours/RulesSheet.tsx';
import { useStore } from '../../../../renderer/store/index.ts';
import { fakeBridge } from '../../../support/bridge.ts';
import { captureOf } from '../../../support/capture.ts';
import { show } from '../../../support/in-window.tsx';

const rule = (name: string, filter: string, more: Partial<ColourRule> = {}) =>
  Rule.parse({ name, filter, colour: 'red', ...more });

/** The sheet on these rules; what is wrong with a filter the real language says. */
async function sheet(colourRules: readonly ColourRule[]) {
  const { facts } = captureOf();
  const settings = Settings.parse({ colourRules });
  const bridge = fakeBridge({
    'settings.change': (change) => Object.assign(settings, change),
    'packets.check': ({ filters }) =>
      filters.map((text) => {
        try {
          filterOf(text, facts);
          return null;
        } catch (error) {
          return failureOf(error as AppError);
        }
      }),
  });
  useStore.setState(({ app }) => ({ app: { ...app, settings } }));
  useStore.getState().openRules();
  show(<RulesSheet />);
  const frames = () => act(() => bridge.frame());
  await frames();
  const item = (name: string) => screen.getByRole('listitem', { name: new RegExp(`^Rule \\d+: ${name}$`) });
  return {
    settings,
    frames,
    item,
    names: () => screen.queryAllByRole('listitem').map((each) => each.getAttribute('aria-label')),
    filterOfRule: (name: string) => within(item(name)).getByRole<HTMLInputElement>('textbox', { name: /Filter/ }),
  };
}

test('a filter that cannot be read is said in its place, and mended with a click', async () => {
  const { item, frames, settings, filterOfRule } = await sheet([
    rule('Counts', 'gearman.func.nam == "wc"'),
    rule('Marks', 'gb.mark'),
  ]);
  expect(within(item('Counts')).getByText(/There is no field gearman\.func\.nam/)).toBeTruthy();
  expect(filterOfRule('Counts').getAttribute('aria-invalid')).toBe('true');
  expect(filterOfRule('Marks').getAttribute('aria-invalid')).toBe('false');
  fireEvent.click(within(item('Counts')).getByRole('button', { name: 'Did you mean gearman.func.name?' }));
  await frames();
  expect(filterOfRule('Counts').getAttribute('aria-invalid')).toBe('false');
  expect(settings.colourRules[0]?.filter).toBe('gearman.func.name == "wc"');
});

test('what is being written is not wrong yet', async () => {
  const { frames, filterOfRule } = await sheet([rule('Counts', '')]);
  const field = filterOfRule('Counts');
  act(() => field.focus());
  fireEvent.change(field, { target: { value: 'gb.fun', selectionStart: 6 } });
  await frames();
  expect(field.getAttribute('aria-invalid')).toBe('false');
  act(() => field.blur());
  expect(field.getAttribute('aria-invalid')).toBe('true');
});

test('Alt and arrow keys move a rule, and do not choose another colour for it', async () => {
  const { item, names, settings } = await sheet([rule('A', 'a'), rule('B', 'b', { colour: 'blue' })]);
  fireEvent.keyDown(within(item('B')).getByRole('radio', { name: 'Blue' }), { key: 'ArrowUp', altKey: true });
  expect(names()).toEqual(['Rule 1: B', 'Rule 2: A']);
  expect(settings.colourRules.map(({ name, colour }) => `${name} ${colour}`)).toEqual(['B blue', 'A red']);
});

test('a deleted rule comes back by the button and by the keys, but not while a text is written', async () => {
  const { item, names, filterOfRule } = await sheet([rule('A', 'a'), rule('B', 'b')]);
  fireEvent.click(within(item('A')).getByRole('button', { name: 'Delete A' }));
  expect(names()).toEqual(['Rule 1: B']);
  fireEvent.keyDown(filterOfRule('B'), { key: 'z', ctrlKey: true });
  expect(names()).toEqual(['Rule 1: B']);
  fireEvent.keyDown(within(item('B')).getByRole('button', { name: 'Delete B' }), { key: 'z', ctrlKey: true });
  expect(names()).toEqual(['Rule 1: A', 'Rule 2: B']);
  fireEvent.click(within(item('A')).getByRole('button', { name: 'Delete A' }));
  expect(document.activeElement?.textContent).toBe('Undo');
  act(() => filterOfRule('B').focus());
  fireEvent.change(filterOfRule('B'), { target: { value: 'b c' } });
  expect(document.activeElement).toBe(filterOfRule('B'));
  fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
  expect(names()).toEqual(['Rule 1: A', 'Rule 2: B']);
});

test('a rule that is off is kept and has no colour in the sheet', async () => {
  const { item, settings } = await sheet([rule('A', 'a')]);
  expect(item('A').className).toContain('coloured--red');
  fireEvent.click(within(item('A')).getByRole('checkbox', { name: 'On' }));
  expect([settings.colourRules[0]?.on, item('A').className.includes('coloured--red')]).toEqual([false, false]);
});

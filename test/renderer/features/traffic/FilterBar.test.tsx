import { act, fireEvent, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { suggester } from '../../../../main/calls/suggester.ts';
import { Settings } from '../../../../main/contract/settings.ts';
import { FIELDS } from '../../../../main/filter/fields.ts';
import { filterOf } from '../../../../main/filter/filter.ts';
import { FilterBar } from '../../../../renderer/features/traffic/filter/FilterBar.tsx';
import { FilterProblem } from '../../../../renderer/features/traffic/filter/FilterProblem.tsx';
import { en } from '../../../../renderer/i18n/en.ts';
import { useStore } from '../../../../renderer/store/index.ts';
import { fakeBridge } from '../../../support/bridge.ts';
import { captureOf } from '../../../support/capture.ts';
import { show } from '../../../support/in-window.tsx';
import { bytes } from '../../../support/packets.ts';
import { packetWindow } from '../../../support/samples.ts';

/** The bar before a capture of two jobs of `resize`; the language and its suggestions are the real ones. */
function bar(kept: Partial<Settings> = {}) {
  const { ring, facts, jobs, hear } = captureOf();
  for (const unique of ['u-1', 'u-2'])
    hear(1, { name: 'SUBMIT_JOB', function: 'resize', unique, workload: bytes('x') });
  jobs.catchUp();
  const settings = Settings.parse(kept);
  const bridge = fakeBridge({
    'packets.window': ({ filter }) => {
      filterOf(filter ?? '', facts);
      return packetWindow();
    },
    'packets.suggest': suggester({ ring, facts, isProbe: () => false }),
    'settings.change': (change) => Object.assign(settings, change),
  });
  useStore.setState({ app: { ...useStore.getState().app, settings } });
  show(
    <>
      <FilterBar />
      <FilterProblem />
    </>,
  );
  const input = screen.getByRole<HTMLInputElement>('combobox');
  const frames = () =>
    act(async () => {
      await bridge.frame();
      await bridge.frame();
    });
  return {
    ...bridge,
    input,
    settings,
    frames,
    type: async (text: string) => {
      act(() => input.focus());
      fireEvent.change(input, { target: { value: text, selectionStart: text.length } });
      input.setSelectionRange(text.length, text.length);
      await frames();
    },
    press: async (...keys: string[]) => {
      for (const key of keys) fireEvent.keyDown(input, { key });
      await frames();
    },
    leave: async () => {
      act(() => input.blur());
      await frames();
    },
    options: () => screen.queryAllByRole('option').map((each) => [...each.children].map((part) => part.textContent)),
    underlined: () => document.querySelector('[class*=wrong]')?.textContent,
    problem: () => screen.queryByRole('status')?.firstElementChild?.nextSibling?.textContent,
    applied: () => useStore.getState().traffic.accepted,
  };
}

test('a filter is written with the keyboard, from what is offered', async () => {
  const { type, press, options, input, applied } = bar();
  await type('func.n');
  expect(options()).toEqual([['gearman.func.name', 'Function', '']]);
  expect(input.getAttribute('aria-expanded')).toBe('true');
  await press('ArrowDown');
  expect(input.getAttribute('aria-activedescendant')).toBe(screen.getByRole('option', { selected: true }).id);
  await press('Enter');
  expect([input.value, options()[0]]).toEqual(['gearman.func.name ', ['==', 'is', '']]);
  await press('ArrowDown', 'Enter');
  expect(options()).toEqual([['"resize"', '', '2']]);
  await press('ArrowDown', 'Tab');
  expect([input.value, options()[0]]).toEqual(['gearman.func.name == "resize" ', ['and', 'both', '']]);
  await press('Enter');
  expect([options(), applied()]).toEqual([[], 'gearman.func.name == "resize" ']);
});

test('arrows go round, past the text itself', async () => {
  const { type, press, input } = bar();
  await type('gearman.pkt_type == SUBMIT_JOB_HIGH');
  const active = () => input.getAttribute('aria-activedescendant')?.at(-1);
  await press('ArrowUp');
  expect(active()).toBe('1');
  await press('ArrowDown');
  expect(active()).toBeUndefined();
});

test('Escape closes the list, then clears the filter', async () => {
  const { type, press, options, input, applied } = bar();
  await type('gb.');
  expect(options().length).toBeGreaterThan(5);
  await press('Escape');
  expect([options(), input.value]).toEqual([[], 'gb.']);
  await press('Escape');
  expect([input.value, applied()]).toEqual(['', '']);
});

test('what is wrong is underlined and said when one has gone on, and mended with a click', async () => {
  const { type, underlined, problem, input, applied, frames } = bar();
  await type('resize');
  await type('gearman.func.nam');
  expect([underlined(), problem(), applied()]).toEqual([undefined, undefined, 'resize']);
  await type('gearman.func.nam == "resize"');
  expect([underlined(), problem(), input.getAttribute('aria-invalid')]).toEqual([
    'gearman.func.nam',
    'There is no field gearman.func.nam. A text to search for stands in double quotes.',
    'true',
  ]);
  fireEvent.click(screen.getByRole('button', { name: 'Did you mean gearman.func.name?' }));
  await frames();
  expect([problem(), applied()]).toEqual([undefined, 'gearman.func.name == "resize"']);
});

test('a filter that is not complete is no problem while it is written', async () => {
  const { type, press, problem, leave } = bar();
  await type('gb.conn ==');
  expect(problem()).toBeUndefined();
  await press('Escape', 'Enter');
  expect(problem()).toBe('The filter is not complete yet.');
  await type('gb.conn == ');
  await leave();
  expect(problem()).toBe('The filter is not complete yet.');
});

test('what an input method composes is no filter until it is done', async () => {
  const { input, press, frames, said, options } = bar();
  act(() => input.focus());
  fireEvent.compositionStart(input);
  fireEvent.change(input, { target: { value: 'tu' } });
  fireEvent.keyDown(input, { key: 'Enter', isComposing: true });
  fireEvent.keyDown(input, { key: 'Process', keyCode: 229 });
  await frames();
  expect([said(), options(), input.value]).toEqual([[], [], 'tu']);
  fireEvent.change(input, { target: { value: '图' } });
  fireEvent.compositionEnd(input);
  await frames();
  expect(said().map(([, asked]) => asked)).toContainEqual({ text: '图', caret: 1 });
  await press('Enter');
  expect(useStore.getState().traffic.accepted).toBe('图');
});

test('what was used is in the history, the last first, and what is starred stays above it', async () => {
  const { type, press, settings, frames } = bar({ filterHistory: ['old', 'resize'] });
  for (const text of ['gb.self', 'resize', 'gb.conn ==', 'resize']) {
    await type(text);
    await press('Escape', 'Enter');
  }
  expect(settings.filterHistory).toEqual(['resize', 'gb.self', 'old']);
  fireEvent.click(screen.getByRole('button', { name: 'Save the filter' }));
  await frames();
  expect(settings.savedFilters).toEqual(['resize']);
  fireEvent.click(screen.getByRole('button', { name: 'Saved filters' }));
  await frames();
  expect(screen.getAllByRole('menuitem').map((each) => each.textContent)).toEqual([
    'resizesaved',
    'gb.self',
    'old',
    'Forget the filters that were used',
  ]);
  fireEvent.click(screen.getByRole('menuitem', { name: 'gb.self' }));
  await frames();
  expect([useStore.getState().traffic.accepted, settings.filterHistory]).toEqual([
    'gb.self',
    ['gb.self', 'resize', 'old'],
  ]);
});

test('each field says what it is', () => {
  expect([...FIELDS.keys()].filter((name) => !(`filter.gloss.${name}` in en))).toEqual([]);
});

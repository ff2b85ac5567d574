// @vitest-environment node
import { expect, test } from 'vitest';
import { found, type PaletteEntry, type PaletteKind } from '../../../../renderer/features/palette/entries.ts';

const entry = (kind: PaletteKind, label: string, note = ''): PaletteEntry => ({
  ...{ id: `${kind} ${label}`, kind, label, note },
  shortcut: '',
  run: () => {},
});

const ENTRIES = [
  entry('command', 'Overview'),
  entry('command', 'Submit job'),
  entry('function', 'resize', 'Makes pictures small'),
  entry('function', 'send.mail'),
  entry('worker', 'resize-1', 'Idle'),
  entry('setting', 'Language', 'Settings'),
  entry('job', 'H:mac:42', 'other · Done'),
];

/** The groups that a text finds: their kind, and what is in them. */
const said = (text: string) =>
  found(ENTRIES, text).map(({ kind, entries }) => [kind, ...entries.map(({ label }) => label)]);

test('without a text there are all commands', () => {
  expect(said(' ')).toEqual([['command', 'Overview', 'Submit job']]);
});

test('what is meant comes by kind, and jobs as they were found', () => {
  expect(said('res')).toEqual([
    ['function', 'resize'],
    ['worker', 'resize-1'],
    ['job', 'H:mac:42'],
  ]);
});

test('words beside the label count too, and so do first letters', () => {
  expect(said('pictures')[0]).toEqual(['function', 'resize']);
  expect(said('sj').at(-1)).toEqual(['command', 'Submit job']);
});

test('of a kind only some are offered', () => {
  const many = Array.from({ length: 30 }, (_, index) => entry('function', `mail ${index}`));
  expect(found(many, 'mail').map(({ entries }) => entries.length)).toEqual([8]);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ChosenKeys, COMMAND_IDS, firstKeys } from '../../../main/contract/commands.ts';
import {
  FIELD_KEYS,
  type KeyPress,
  Keys,
  keysPressed,
  keysText,
  refusalOfKeys,
} from '../../../main/contract/shortcuts.ts';

const press = (key: string, code: string, held: string): KeyPress => ({
  ...{ key, code },
  altKey: held.includes('alt'),
  shiftKey: held.includes('shift'),
  ctrlKey: held.includes('ctrl'),
  metaKey: held.includes('meta'),
});

test.each([
  ['a letter', press('n', 'KeyN', 'ctrl'), false, 'Mod+N'],
  ['a capital', press('N', 'KeyN', 'ctrl shift'), false, 'Mod+Shift+N'],
  ['Alt on a Mac, which writes something else', press('ƒ', 'KeyF', 'meta alt'), true, 'Mod+Alt+F'],
  ['a bracket there', press('“', 'BracketLeft', 'meta alt'), true, 'Mod+Alt+['],
  ['Control on a Mac', press('s', 'KeyS', 'meta ctrl'), true, 'Mod+Ctrl+S'],
  ['a Russian keyboard', press('т', 'KeyN', 'ctrl'), false, 'Mod+N'],
  ['letters that stand elsewhere', press('a', 'KeyQ', 'ctrl'), false, 'Mod+A'],
  ['a figure with Shift', press('!', 'Digit1', 'ctrl shift'), false, 'Mod+Shift+1'],
  ['a French figure', press('&', 'Digit1', 'ctrl'), false, 'Mod+1'],
  ['plus, above the equals sign', press('+', 'Equal', 'ctrl shift'), false, 'Mod+Plus'],
  ['plus, without Shift', press('=', 'Equal', 'ctrl'), false, 'Mod+Plus'],
  ['plus, of the figures', press('+', 'NumpadAdd', 'ctrl'), false, 'Mod+Plus'],
  ['a function key', press('F3', 'F3', 'shift'), false, 'Shift+F3'],
  ['the blank', press(' ', 'Space', 'ctrl'), false, 'Mod+Space'],
])('keys of a press: %s', (_what, pressed, mac, keys) => {
  expect([keysPressed(pressed, mac), Keys.safeParse(keys).success]).toEqual([keys, true]);
});

test.each(['', 'n', 'Mod+n', 'Shift+Mod+N', 'Mod+', 'Mod+NN', 'Command+N', 'Mod++', 'F25', 'Mod+Mod+N', 'Mod+\n'])(
  '%j is not how keys are kept',
  (text) => {
    expect(Keys.safeParse(text).success).toBe(false);
  },
);

test('a letter that takes two units of text is one', () => {
  expect(keysPressed(press('𑣀', '', 'ctrl'), false)).toBe('Mod+𑢠');
});

test('whatever is pressed with a modifier is kept, or is no key', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 1, unit: 'grapheme' }), fc.boolean(), (key, shift) => {
      const keys = keysPressed(press(key, '', shift ? 'ctrl shift' : 'ctrl'), false);
      const sign = key.toUpperCase();
      const one = [...sign].length === 1 && /[^\p{Cc}\p{Z}\p{Ll}]/u.test(sign);
      expect(Keys.safeParse(keys).success).toBe(one || key === ' ' || key === '+');
    }),
  );
});

test.each<[string, boolean, ReturnType<typeof refusalOfKeys>]>([
  ['N', false, 'writes'],
  ['Shift+N', false, 'writes'],
  ['Alt+N', true, 'writes'],
  ['Mod+C', false, 'text'],
  ['Mod+Shift+Z', true, 'text'],
  ['Mod+ArrowLeft', true, 'text'],
  ['Ctrl+A', true, 'text'],
  ['Mod+Q', true, 'system'],
  ['Mod+Ctrl+F', true, 'system'],
  ['Alt+F4', false, 'system'],
  ['Mod+Alt+F2', false, 'system'],
  ['Mod+Tab', false, 'window'],
  ['Enter', false, 'window'],
  ['Shift+Enter', false, 'writes'],
  ['Mod+Enter', false, null],
  ['F4', false, null],
  ['Mod+Shift+P', false, null],
  ['Mod+Ctrl+P', true, null],
  ['Mod+Alt+ArrowUp', false, 'text'],
])('%s (Mac: %s) is refused: %s', (keys, mac, refused) => {
  expect(refusalOfKeys(keys, mac)).toBe(refused);
});

test('what commands have at first may be had, but for what is left to text fields', () => {
  const refused = [true, false].flatMap((mac) =>
    COMMAND_IDS.flatMap((id) => {
      const keys = firstKeys(id, mac);
      return keys !== null && !FIELD_KEYS.includes(keys) && refusalOfKeys(keys, mac) !== null ? [[id, keys]] : [];
    }),
  );
  expect(refused).toEqual([]);
});

test('keys are written as the platform writes them', () => {
  const both = ['Mod+Shift+N', 'Mod+Ctrl+S', 'Mod+Plus', 'Mod+-', 'Mod+Backspace', 'Shift+F3', 'Mod+Alt+['];
  expect(both.map((keys) => [keysText(keys, true), keysText(keys, false)])).toEqual([
    ['⌘⇧N', 'Ctrl+Shift+N'],
    ['⌘⌃S', 'Ctrl+Ctrl+S'],
    ['⌘+', 'Ctrl++'],
    ['⌘-', 'Ctrl+-'],
    ['⌘⌫', 'Ctrl+Bksp'],
    ['⇧F3', 'Shift+F3'],
    ['⌘⌥[', 'Ctrl+Alt+['],
  ]);
});

test('chosen keys are of commands that there are', () => {
  expect([
    ChosenKeys.safeParse({ 'traffic.pause': 'Mod+Shift+P', 'go.jobs': null }).success,
    ChosenKeys.safeParse({ 'traffic.pause': 'p' }).success,
    ChosenKeys.safeParse({ 'no.such': 'Mod+P' }).success,
  ]).toEqual([true, false, false]);
});

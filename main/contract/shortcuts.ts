/** Keys as they are kept: `Mod+Shift+N`. `Mod` is Command on a Mac and Control elsewhere, `Ctrl` is Control on a Mac. */
import { z } from 'zod';
import type { ReasonId } from './reasons.ts';

const MODIFIERS = ['Mod', 'Ctrl', 'Alt', 'Shift'] as const;

/** Keys that have a name; all others are the one sign on them. */
const NAMED =
  /^(F([1-9]|1\d|2[0-4])|Plus|Space|Enter|Backspace|Delete|Insert|Tab|Escape|Home|End|PageUp|PageDown|Arrow(Up|Down|Left|Right))$/;

function isKeys(text: string): boolean {
  const parts = text.split(/(?<=.)\+/); // a plus sign is never the first modifier
  const key = parts.pop() ?? '';
  const known = [...key].length === 1 ? /[^\p{Cc}\p{Z}\p{Ll}+]/u.test(key) : NAMED.test(key);
  return known && parts.join() === MODIFIERS.filter((each) => parts.includes(each)).join();
}

/** Keys in the one way in which they are written. */
export const Keys = z
  .string()
  .max(40)
  .refine(isKeys, 'wrong' satisfies ReasonId);

/** Keys that mean something else while a text is written: there the command does nothing. */
export const FIELD_KEYS: readonly string[] = ['Mod+E', 'Mod+Backspace', 'Mod+Z'];

/** Why keys cannot be had: they would write, they are a text's own, the system's or the window's. */
export type KeysRefused = 'writes' | 'text' | 'system' | 'window';

const TEXT = ['A', 'C', 'V', 'X', 'Y', 'Z', 'Backspace', 'Delete', 'Insert', 'Home', 'End'].flatMap((key) => [
  `Mod+${key}`,
  `Mod+Shift+${key}`,
]);
const ARROWS = /(^|\+)(Arrow(Up|Down|Left|Right)|Home|End|PageUp|PageDown|Backspace|Delete|Insert)$/;
const WINDOW = /(^|\+)(Tab|Escape|Space)$|^Enter$/;
const SYSTEM: Readonly<Record<'mac' | 'other', readonly string[]>> = {
  mac: [
    ...['Mod+Q', 'Mod+Shift+Q', 'Mod+W', 'Mod+H', 'Mod+Alt+H', 'Mod+M', 'Mod+Alt+D', 'Mod+Ctrl+Q', 'Mod+Ctrl+F'],
    ...['Mod+`', 'Mod+Shift+`', 'Mod+Shift+3', 'Mod+Shift+4', 'Mod+Shift+5', 'F11'],
  ],
  other: ['Mod+Q', 'Mod+W', 'Alt+F4', 'F10', 'Shift+F10', 'F11', 'Mod+Alt+T', 'Mod+Alt+L'],
};

/** Why a command cannot have these keys; null where it can. */
export function refusalOfKeys(keys: string, mac: boolean): KeysRefused | null {
  const parts = keys.split(/(?<=.)\+/);
  const key = parts.pop() ?? '';
  const functionKey = /^F\d+$/.test(key);
  if (SYSTEM[mac ? 'mac' : 'other'].includes(keys)) return 'system';
  if (!mac && functionKey && parts.includes('Mod') && parts.includes('Alt')) return 'system'; // other consoles
  if (WINDOW.test(keys)) return 'window';
  if (TEXT.includes(keys) || ARROWS.test(keys)) return 'text';
  // With Alt alone a Mac writes other letters and the others open menus.
  if (!functionKey && !parts.includes('Mod') && !parts.includes('Ctrl')) return 'writes';
  // Emacs' keys, which every field of a Mac has.
  if (mac && parts.join() === 'Ctrl') return 'text';
  return null;
}

/** What moves in every list. */
const MOVING: readonly string[] = ['j', 'k', 'g'];

/** A letter, a digit or a sign that a key writes by itself. */
export const SingleKey = z
  .string()
  .max(2)
  .refine((key) => isSingle(key) && !MOVING.includes(key), 'wrong' satisfies ReasonId);

const isSingle = (key: string): boolean => [...key].length === 1 && !/[\p{Cc}\p{Z}\p{Lu}]/u.test(key);

/** Why a key cannot be a command's in a list: it writes nothing by itself, or it moves there. */
export type SingleRefused = 'alone' | 'moves';

/** Why a press cannot be a command's in a list; null where its key, in small, can. */
export function refusalOfSingle({ key, altKey, ctrlKey, metaKey }: KeyPress): SingleRefused | null {
  const small = key.toLowerCase();
  if (altKey || ctrlKey || metaKey || !isSingle(small)) return 'alone';
  return MOVING.includes(small) ? 'moves' : null;
}

/** What a key press says, as far as it matters here. */
export interface KeyPress {
  key: string;
  code: string;
  altKey: boolean;
  shiftKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
}

/** The keys of a press as they are kept. */
export function keysPressed(press: KeyPress, mac: boolean): string {
  const key = keyOf(press);
  const held = {
    Mod: mac ? press.metaKey : press.ctrlKey,
    Ctrl: mac && press.ctrlKey,
    Alt: press.altKey,
    // Whoever has the plus above another sign holds Shift for it.
    Shift: press.shiftKey && key !== 'Plus',
  };
  return [...MODIFIERS.filter((each) => held[each]), key].join('+');
}

const SIGNS: Readonly<Record<string, string>> = {
  BracketLeft: '[',
  BracketRight: ']',
  Slash: '/',
  Backslash: '\\',
  Comma: ',',
  Period: '.',
  Semicolon: ';',
  Quote: "'",
  Minus: '-',
  Backquote: '`',
};

/** The key as its cap says: with Alt a Mac writes other letters, with Shift there are other signs, and not all letters are Latin. */
function keyOf({ key, code, altKey, shiftKey }: KeyPress): string {
  if (key === ' ') return 'Space';
  if (key === '+' || code === 'Equal') return 'Plus';
  if ([...key].length > 1) return key;
  if (/^[a-z]$/i.test(key)) return key.toUpperCase();
  if (/^Key[A-Z]$/.test(code)) return code.slice('Key'.length);
  if (/^Digit\d$/.test(code)) return code.slice('Digit'.length);
  return ((altKey || shiftKey) && SIGNS[code]) || key.toUpperCase();
}

const MAC_SIGNS: Readonly<Record<string, string>> = {
  Mod: '⌘',
  Ctrl: '⌃',
  Alt: '⌥',
  Shift: '⇧',
  Backspace: '⌫',
  Delete: '⌦',
  Enter: '↩',
};
const SHORT: Readonly<Record<string, string>> = { Mod: 'Ctrl', Backspace: 'Bksp' };
const ARROW_SIGNS: Readonly<Record<string, string>> = {
  Plus: '+',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
};

/** Keys as the platform writes them: ⌘⇧N, Ctrl+Shift+N. */
export function keysText(keys: string, mac: boolean): string {
  const names = mac ? MAC_SIGNS : SHORT;
  const parts = keys.split(/(?<=.)\+/).map((key) => names[key] ?? ARROW_SIGNS[key] ?? key);
  return parts.join(mac ? '' : '+');
}

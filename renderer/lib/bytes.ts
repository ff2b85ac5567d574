import type { Wire } from '../../main/contract/keys.ts';

const encoder = new TextEncoder();
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** What a person typed as the bytes that go out: UTF-8, one character per byte. */
export const wireOf = (text: string): Wire =>
  Array.from(encoder.encode(text), (byte) => String.fromCharCode(byte)).join('');

/** The bytes of a name. */
export const bytesOfWire = (wire: Wire): Uint8Array => Uint8Array.from(wire, (character) => character.charCodeAt(0));

/** A name for the eye: UTF-8 where it is, else with `\xNN` for each byte that is not ASCII; nothing invisible. */
export const shown = (wire: Wire): string => visible(textOf(bytesOfWire(wire)));

/** Bytes as text: UTF-8 where they are, else with `\xNN`. */
export function textOf(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes);
  } catch {
    return Array.from(bytes, (byte) => (byte < 0x80 ? String.fromCharCode(byte) : `\\x${hex(byte)}`)).join('');
  }
}

/** Whether the bytes are text that can be shown as it is: UTF-8 without control characters but line ends and tabs. */
export function isText(bytes: Uint8Array): boolean {
  try {
    const text = strict.decode(bytes);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
    return !/[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/.test(text);
  } catch {
    return false;
  }
}

/** Bytes that were cut may end inside a character: whole characters of the text are kept. */
export function cutText(bytes: Uint8Array): Uint8Array {
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    return bytes.subarray(0, encoder.encode(decoder.decode(bytes, { stream: true })).length);
  } catch {
    return bytes;
  }
}

/** The beginning of something as text, without a character that it ends inside of. */
export function beginningOf(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes);
  } catch {
    return textOf(cutText(bytes));
  }
}

/**
 * Text on one line with everything in sight: line ends and tabs as signs, other control characters and those that turn
 * the writing direction as their codes.
 */
export const visible = (text: string): string =>
  unmasked(text.replaceAll('\r\n', '↵').replaceAll('\n', '↵').replaceAll('\t', '⇥'));

/** The same, but lines and tabs stay: what is to be read before it runs cannot hide a part of itself. */
export const unmasked = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is replaced
    .replace(/[\0-\x08\x0b-\x1f\x7f-\x9f]/g, (character) => `\\x${hex(character.charCodeAt(0))}`)
    .replace(
      /[\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );

export const hex = (byte: number): string => byte.toString(16).padStart(2, '0');

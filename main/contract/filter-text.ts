/** What is escaped in a quoted text: quotes, backslashes, control characters, and what is invisible or turns the direction. */
const ESCAPED = /[\p{Cc}"\\\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;
/** Of bytes that are no text, all that are not ASCII too. */
const ESCAPED_BYTES = /[\p{Cc}"\\\u0080-\u00ff]/gu;
const NAMED: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\', '"': '\\"' };

/** A text of bytes, one character each, in double quotes as a filter has it. docs/filter.md */
export function quotedText(wire: string): string {
  const bytes = Uint8Array.from(wire, (character) => character.charCodeAt(0));
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return `"${text.replaceAll(ESCAPED, (each) => NAMED[each] ?? escapedBytes(new TextEncoder().encode(each)))}"`;
  } catch {
    return `"${wire.replaceAll(ESCAPED_BYTES, (each) => NAMED[each] ?? escapedBytes([each.charCodeAt(0)]))}"`;
  }
}

const escapedBytes = (bytes: Iterable<number>): string =>
  Array.from(bytes, (byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');

/** What shows as it is, whatever stands around it: no control characters, none that turn the direction or are not to be seen. */
const PLAIN = /^[^\p{C}\p{Zl}\p{Zp}]*$/u;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * A string of PHP with these bytes, for a script in UTF-8: in single quotes where they are text that shows, else in double quotes
 * with numbers. https://www.php.net/manual/en/language.types.string.php
 */
export function phpQuoted(bytes: Uint8Array): string {
  const text = textOf(bytes);
  if (text !== null && PLAIN.test(text)) return `'${text.replace(/['\\]/g, '\\$&')}'`;
  const parts = Array.from(bytes, (byte) => {
    const character = String.fromCharCode(byte);
    if (/["\\$]/.test(character)) return `\\${character}`;
    return byte >= 0x20 && byte < 0x7f ? character : `\\x${byte.toString(16).padStart(2, '0')}`;
  });
  return `"${parts.join('')}"`;
}

function textOf(bytes: Uint8Array): string | null {
  try {
    return utf8.decode(bytes);
  } catch {
    return null;
  }
}

import { isPlain, utf8Text } from './plain-text.ts';

/**
 * A string of PHP with these bytes, for a script in UTF-8: in single quotes where they are text that shows, else in double quotes
 * with numbers. https://www.php.net/manual/en/language.types.string.php
 */
export function phpQuoted(bytes: Uint8Array): string {
  const text = utf8Text(bytes);
  if (text !== null && isPlain(text)) return `'${text.replace(/['\\]/g, '\\$&')}'`;
  const parts = Array.from(bytes, (byte) => {
    const character = String.fromCharCode(byte);
    if (/["\\$]/.test(character)) return `\\${character}`;
    return byte >= 0x20 && byte < 0x7f ? character : `\\x${byte.toString(16).padStart(2, '0')}`;
  });
  return `"${parts.join('')}"`;
}

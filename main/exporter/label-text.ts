import { utf8Text } from '../util/plain-text.ts';

/**
 * A name as the value of a label: UTF-8 where it is, else with `\xNN` for each byte that is not ASCII, as the window has it.
 * Control characters are written out too: not everything that reads the text takes them.
 */
export function labelText(wire: string): string {
  const text = utf8Text(Buffer.from(wire, 'latin1')) ?? wire.replace(/[\x80-\xff]/g, escaped);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is replaced
  return text.replace(/[\0-\x1f\x7f-\x9f]/g, escaped);
}

const escaped = (character: string): string => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;

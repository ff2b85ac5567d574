import { isUtf8 } from 'node:buffer';
import { VALUE_SHOWN } from './tree.ts';

const freshDecoder = () => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const strict = freshDecoder();
const chinese = new TextDecoder('gb18030', { fatal: true });

/** Control characters that no text has: all but tab, line ends, form feed and escape. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const CONTROL = /[\0-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]/;

/** Whether the bytes are UTF-8, whose last character may be cut. */
export const isNearlyUtf8 = (bytes: Buffer): boolean =>
  [0, 1, 2, 3].some((cut) => isUtf8(bytes.subarray(0, bytes.length - cut)));

/** Whether the bytes are text in UTF-8, without control characters. */
export const isText = (bytes: Buffer): boolean => isNearlyUtf8(bytes) && !CONTROL.test(bytes.toString('latin1'));

/** The text in GB18030, or undefined where the bytes are none. */
export function fromGb18030(bytes: Buffer): string | undefined {
  try {
    return chinese.decode(bytes);
  } catch {
    return undefined;
  }
}

/**
 * Whether bytes that are no UTF-8 are Chinese text: nearly any bytes are some GB18030, but most characters of a text lie in
 * GB 2312, whose two bytes are both over 0xa0.
 */
export function isChinese(bytes: Buffer): boolean {
  if (CONTROL.test(bytes.toString('latin1')) || fromGb18030(bytes) === undefined) return false;
  let [common, rare] = [0, 0];
  for (let at = 0; at < bytes.length; at += 1) {
    const lead = bytes[at] as number;
    if (lead < 0x80) continue;
    const next = bytes[at + 1] as number;
    if (lead >= 0xa1 && lead <= 0xf7 && next >= 0xa1) common += 1;
    else rare += 1;
    at += next >= 0x30 && next <= 0x39 ? 3 : 1;
  }
  return common > rare * 4;
}

/** Bytes of a string as text, its beginning: UTF-8 where they are, GB18030 where they are Chinese, else one `\xNN` for each. */
export function shownText(bytes: Buffer, most = VALUE_SHOWN * 4 + 4): string {
  const begin = bytes.length > most ? bytes.subarray(0, most) : bytes;
  try {
    // What was cut may end inside of a character, and a decoder that is told so remembers it.
    return begin === bytes ? strict.decode(bytes) : freshDecoder().decode(begin, { stream: true });
  } catch {
    if (isChinese(begin)) return fromGb18030(begin) as string;
    return begin
      .toString('latin1')
      .replace(/[^\x20-\x7e]/g, (one) => `\\x${one.charCodeAt(0).toString(16).padStart(2, '0')}`);
  }
}

/** Where the bytes cease to be UTF-8. */
export function endOfUtf8(bytes: Buffer): number {
  let [good, bad] = [0, bytes.length];
  while (good < bad) {
    const middle = Math.ceil((good + bad) / 2);
    try {
      freshDecoder().decode(bytes.subarray(0, middle), { stream: true });
      good = middle;
    } catch {
      bad = middle - 1;
    }
  }
  return good;
}

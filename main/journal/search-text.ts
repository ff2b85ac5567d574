import { isAscii, isUtf8 } from 'node:buffer';

/* What is found in a job, as the index has it and as a search asks for it. */

/** Bytes of a workload or a result that are searched. */
export const SEARCHED_BYTES = 4096;

/** Shorter pieces of a handle or a unique ID are not in the index of trigrams. */
export const TRIGRAM = 3;

/** Written without blanks between words: each character is a word to be found. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu;
const WORD_CHARACTER = /[\p{L}\p{N}\p{M}\p{Co}]/u;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/;

/** Case and forms of characters make no difference. SQLite folds ASCII by itself. */
const folded = (text: string): string => (isPlain(text) ? text : text.normalize('NFC').toLowerCase());

const isPlain = (text: string): boolean => /^[\0-\x7f]*$/.test(text);

/** A handle or a unique ID, one character per byte, as the text it is shown as: bytes that are no UTF-8 as `\xNN`. */
export function nameText(wire: string): string {
  if (isPlain(wire)) return wire;
  const bytes = Buffer.from(wire, 'latin1');
  if (isUtf8(bytes)) return folded(bytes.toString('utf8'));
  return wire.replace(/[\x80-\xff]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16)}`);
}

/** The words of a function's name. */
export const functionText = (wire: string): string => spaced(nameText(wire));

/** The words of the first bytes of a content; null where it is no text. */
export function contentText(content: Uint8Array): string | null {
  const bytes = wholeCharacters(content);
  if (isAscii(bytes)) {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
    return CONTROL.test(text) ? null : text;
  }
  if (!isUtf8(bytes)) return null;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
  return CONTROL.test(text) ? null : spaced(folded(text));
}

/** What was cut may end in the middle of a character. */
function wholeCharacters(content: Uint8Array): Uint8Array {
  if (content.length <= SEARCHED_BYTES) return content;
  let end = SEARCHED_BYTES;
  while (end > SEARCHED_BYTES - 4 && ((content[end] as number) & 0xc0) === 0x80) end -= 1;
  return content.subarray(0, end);
}

const spaced = (text: string): string => (isPlain(text) ? text : text.replace(UNSPACED, ' $& '));

/** One of the blank-separated pieces of a search; a job is found that has all of them. */
export interface Term {
  /** To be found anywhere in a handle or a unique ID. */
  readonly piece: string;
  /** The same for the index of trigrams; null where it is too short for it. */
  readonly trigrams: string | null;
  /** To be found as words that follow each other, the last one perhaps only begun; null where it has none. */
  readonly words: string | null;
}

export function termsOf(search: string): Term[] {
  return search
    .split(/\s+/)
    .filter((term) => term !== '')
    .map((term) => {
      const piece = folded(term);
      return {
        piece: piece.toLowerCase(),
        trigrams: Array.from(piece).length < TRIGRAM ? null : quoted(piece),
        words: WORD_CHARACTER.test(piece) ? `${quoted(spaced(piece))} *` : null,
      };
    });
}

/** A text in FTS5's language. */
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

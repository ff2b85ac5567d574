import type { SnippetLanguage } from '../../contract/snippets.ts';
import { phpQuoted } from '../../util/php-quote.ts';
import { isPlain, utf8Text } from '../../util/plain-text.ts';

/** Bytes as an expression of a language that has exactly these bytes; of text what shows stays readable. */
type Literal = (bytes: Uint8Array) => string;

interface Rules {
  /** Characters that mean something in quotes. */
  special: RegExp;
  /** A text of UTF-8 in quotes, and one whose characters are its bytes. */
  text: (quoted: string) => string;
  bytes: (quoted: string) => string;
  /** A byte as a number. */
  number: (byte: number) => string;
  /** Characters beyond ASCII do not stand in a source as they are. */
  escaped?: (character: string) => string;
}

const LINES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };
const hexNumber = (byte: number): string => `\\x${byte.toString(16).padStart(2, '0')}`;

/** Text that shows, with its line ends and tabs. */
const isReadable = (text: string): boolean => isPlain(text.replace(/[\n\r\t]/g, ''));

const literal =
  ({ special, text, bytes, number, escaped }: Rules): Literal =>
  (all) => {
    const quote = (character: string) => LINES[character] ?? (special.test(character) ? `\\${character}` : character);
    const read = utf8Text(all);
    if (read !== null && isReadable(read)) {
      const characters = Array.from(read, (each) =>
        escaped !== undefined && each > '~' ? escaped(each) : quote(each),
      );
      return text(characters.join(''));
    }
    return bytes(
      Array.from(all, (byte) => (byte < 0x20 || byte > 0x7e ? number(byte) : quote(String.fromCharCode(byte)))).join(
        '',
      ),
    );
  };

/** https://docs.python.org/3/reference/lexical_analysis.html#string-and-bytes-literals */
const python = literal({
  special: /['\\]/,
  text: (quoted) => (/^[ -~]*$/.test(quoted) ? `b'${quoted}'` : `'${quoted}'.encode()`),
  bytes: (quoted) => `b'${quoted}'`,
  number: hexNumber,
});

/** https://tc39.es/ecma262/#sec-literals-string-literals */
const node = literal({
  special: /['\\]/,
  text: (quoted) => `Buffer.from('${quoted}')`,
  bytes: (quoted) => `Buffer.from('${quoted}', 'latin1')`,
  number: hexNumber,
});

/** https://docs.ruby-lang.org/en/master/syntax/literals_rdoc.html */
const ruby = literal({
  special: /["\\#]/,
  text: (quoted) => `"${quoted}".b`,
  bytes: (quoted) => `"${quoted}".b`,
  number: hexNumber,
});

/** https://go.dev/ref/spec#String_literals: a string is bytes. */
const go = literal({
  special: /["\\]/,
  text: (quoted) => `"${quoted}"`,
  bytes: (quoted) => `"${quoted}"`,
  number: hexNumber,
});

/**
 * https://docs.oracle.com/javase/specs/jls/se17/html/jls-3.html#jls-3.10.5: numbers of bytes are octal, and in which encoding the
 * source is read depends on the machine.
 */
const java = literal({
  special: /["\\]/,
  text: (quoted) => `"${quoted}".getBytes(StandardCharsets.UTF_8)`,
  bytes: (quoted) => `"${quoted}".getBytes(StandardCharsets.ISO_8859_1)`,
  number: (byte) => `\\${byte.toString(8).padStart(3, '0')}`,
  escaped: (character) =>
    Array.from({ length: character.length }, (_, at) => character.charCodeAt(at))
      .map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`)
      .join(''),
});

/** https://perldoc.perl.org/perlop#Quote-and-Quote-like-Operators: without `use utf8` a string is its bytes. */
const perl = literal({
  special: /["\\$@]/,
  text: (quoted) => `"${quoted}"`,
  bytes: (quoted) => `"${quoted}"`,
  number: hexNumber,
});

/** Of each language. */
export const LITERALS: Record<Exclude<SnippetLanguage, 'shell'>, Literal> = {
  php: phpQuoted,
  'php-drop-in': phpQuoted,
  python,
  node,
  perl,
  ruby,
  go,
  java,
};

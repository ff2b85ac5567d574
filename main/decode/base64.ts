/** Fewer characters are too often a word. */
const LEAST = 12;

/** Whether all of it is base64, of one of its two alphabets, with line ends or without. It may still be a word. */
export function looksLikeBase64(bytes: Buffer): boolean {
  if (bytes.length < LEAST) return false;
  const text = bytes.toString('latin1');
  // A line at a time: one expression over megabytes would go down as many levels.
  return (
    text.split(/\s+/).every((line) => isBase64(line)) && text.replace(/\s+/g, '').replace(/=+$/, '').length % 4 !== 1
  );
}

const isBase64 = (line: string): boolean => !/[^A-Za-z0-9+/_=-]/.test(line) && !/=[^=]|={3}/.test(line);

/** The bytes that stand there in base64; what is none of it is passed over. */
export const fromBase64 = (bytes: Buffer): Buffer => Buffer.from(bytes.toString('latin1'), 'base64');

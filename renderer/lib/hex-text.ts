import { hex } from './bytes.ts';

/** Bytes in a line. */
const PER_LINE = 16;

/** Bytes as pairs of digits, sixteen in a line. */
export function hexText(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += PER_LINE)
    lines.push(Array.from(bytes.subarray(at, at + PER_LINE), hex).join(' '));
  return lines.join('\n');
}

/**
 * The bytes that a person wrote in hexadecimal: with blanks, commas and colons between them, `0x` and `\x` before them, or
 * nothing. Where it is something else, the place of that, counted from 0.
 */
export function bytesOfHex(text: string): Uint8Array | number {
  const bytes: number[] = [];
  for (let at = 0; at < text.length; ) {
    const between = /^(?:[\s,;:]|0x|\\x)+/i.exec(text.slice(at, at + 1024));
    if (between !== null) {
      at += between[0].length;
      continue;
    }
    const pair = text.slice(at, at + 2);
    if (!/^[0-9a-f]{2}$/i.test(pair)) return at;
    bytes.push(Number.parseInt(pair, 16));
    at += 2;
  }
  return Uint8Array.from(bytes);
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Bytes as the text that they are in UTF-8; null where they are none. */
export function utf8Text(bytes: Uint8Array): string | null {
  try {
    return utf8.decode(bytes);
  } catch {
    return null;
  }
}

/** What shows as it is, whatever stands around it: no control characters, none that turn the direction or are not to be seen. */
export const isPlain = (text: string): boolean => /^[^\p{C}\p{Zl}\p{Zp}]*$/u.test(text);

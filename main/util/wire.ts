/** A text as it is on the wire: its bytes in UTF-8, one character each. */
export const wireOf = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

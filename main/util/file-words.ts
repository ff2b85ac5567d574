/* How files say bytes and times. */

/** Bytes of the wire, one per character, as the text that they are in UTF-8. */
export const decoded = (wire: string): string => (isPlain(wire) ? wire : Buffer.from(wire, 'latin1').toString('utf8'));

/** Whether there are only visible characters of ASCII, as in most names; they need no copies. */
export const isPlain = (text: string): boolean => /^[\x20-\x7e]*$/.test(text);

/** A time in ms since the epoch as ISO 8601 with microseconds. */
export function isoTime(at: number): string {
  const micros = Math.round(at * 1000);
  const second = Math.floor(micros / 1e6);
  if (second !== lastSecond.second) lastSecond = { second, words: new Date(second * 1000).toISOString().slice(0, 20) };
  return `${lastSecond.words}${String(micros - second * 1e6).padStart(6, '0')}Z`;
}

/** The second that was last asked for: most packets share theirs with the one before. */
let lastSecond = { second: Number.NaN, words: '' };

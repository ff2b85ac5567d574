/** Characters that are about as wide as two letters: Chinese, Japanese, Korean, most pictures. */
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]|\p{Extended_Pictographic}/u;

/** They fill the whole height of a font, of which a letter has hardly more than half. */
const WIDE_UNITS = 1.95;

const unitsOf = (character: string): number => (WIDE.test(character) ? WIDE_UNITS : 1);

/** About how wide a text is in letters of a width, px. */
export const widthOf = (text: string, letter: number): number =>
  Array.from(text).reduce((sum, character) => sum + unitsOf(character) * letter, 0);

/** A text as far as it has room, px. Of an address its end is what tells it from others. */
export function fitted(text: string, room: number, letter: number): string {
  if (widthOf(text, letter) <= room) return text;
  const port = /:\d+$/.exec(text)?.[0];
  if (port !== undefined && widthOf(`…${port}`, letter) <= room) return `…${port}`;
  let cut = '';
  for (const character of text) {
    if (widthOf(`${cut}${character}…`, letter) > room) break;
    cut += character;
  }
  return cut === '' ? '' : `${cut}…`;
}

import { printable } from '../capture-files/formats/words.ts';
import type { AppError } from '../contract/errors.ts';

/** Characters of two columns: Chinese, Japanese, Korean, full-width forms, emoji. */
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/gu;

/** What is wrong with a filter, with the filter itself and its wrong part underlined, as tshark does it. */
export function filterProblem(filter: string, { message, details }: AppError): string {
  const { start, end } = details;
  if (typeof start !== 'number' || typeof end !== 'number') return message;
  const before = ' '.repeat(widthOf(filter.slice(0, start)));
  const under = '~'.repeat(Math.max(0, widthOf(filter.slice(start, end)) - 1));
  return `${message}\n    ${shown(filter)}\n    ${before}^${under}`;
}

const shown = (text: string): string => printable(Buffer.from(text, 'utf8').toString('latin1'));

function widthOf(text: string): number {
  const all = shown(text);
  return [...all].length + (all.match(WIDE)?.length ?? 0);
}

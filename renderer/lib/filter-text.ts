import { quotedText } from '../../main/contract/filter-text.ts';
import type { Wire } from '../../main/contract/keys.ts';
import type { FilterSuggestion, FilterSuggestions } from '../../main/contract/packets.ts';

/** The text with a suggestion in its place and a blank behind it, and where one goes on writing. */
export function taken(
  text: string,
  { start, end }: Pick<FilterSuggestions, 'start' | 'end'>,
  suggestion: Pick<FilterSuggestion, 'text' | 'kind'>,
): { text: string; caret: number } {
  const rest = text.slice(end);
  const gap = suggestion.text === '{' || /^[\s,}\])]/.test(rest) ? '' : ' ';
  const before = `${text.slice(0, start)}${suggestion.text}${gap}`;
  return { text: before + rest, caret: before.length };
}

/**
 * What a suggestion takes the place of in the text as it is now, where it was made for the text as it was: one goes on writing
 * while it comes. Null where another place has changed.
 */
export function placeNow(
  text: string,
  was: string,
  { start, end }: Pick<FilterSuggestions, 'start' | 'end'>,
): Pick<FilterSuggestions, 'start' | 'end'> | null {
  const rest = was.slice(end);
  const now = text.length - rest.length;
  return now >= start && text.startsWith(was.slice(0, start)) && text.endsWith(rest) ? { start, end: now } : null;
}

/** A filter that lets through what another does, and has or has not a test besides. */
export function narrowed(filter: string, test: string, as: 'only' | 'hide'): string {
  const also = as === 'only' ? test : `not ${test}`;
  const before = filter.trim();
  if (before === '') return also;
  return /\bor\b|\|\|/.test(before) ? `(${before}) and ${also}` : `${before} and ${also}`;
}

/** All packets of a job, from its submission on, which does not name it yet. */
export const ofJob = (handle: Wire): string => `gb.job == ${quotedText(handle)}`;

/** Packets of a server, by its id. */
export const ofServer = (id: string): string => `gb.server == ${quotedText(id)}`;

import { AppError } from '../contract/errors.ts';

/** What a shell would make more of than a word: where these stand outside of quotes, the line cannot be taken as words. */
const SPECIAL = /[|&;<>()$`*?[~#!]/;

/**
 * Cuts a line as a POSIX shell does, quotes and backslashes with it; a backslash at the end of a line goes on with the next.
 * Throws `command-unreadable` where the line does something, or where a quote has no end.
 * https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_02
 */
export function shellWords(line: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  for (let at = 0; at < line.length; at += 1) {
    const character = line[at] as string;
    if (character === "'" || character === '"') {
      const end = endOfQuote(line, at, character);
      const inside = line.slice(at + 1, end);
      if (character === '"' && /(?<!\\)(\\\\)*[$`]/.test(inside)) throw unreadable(inside.includes('`') ? '`' : '$');
      word = (word ?? '') + (character === "'" ? inside : inside.replace(/\\([\\"$`\n])/g, kept));
      at = end;
    } else if (character === '\\') {
      const next = line[at + 1] ?? '';
      if (next !== '\n') word = (word ?? '') + next;
      at += 1;
    } else if (/\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (SPECIAL.test(character) && !(character === '#' && word !== undefined)) throw unreadable(character);
    else word = (word ?? '') + character;
  }
  return word === undefined ? words : [...words, word];
}

/** What stays of an escaped character in double quotes; a line that goes on has no break. */
const kept = (_all: string, character: string): string => (character === '\n' ? '' : character);

function endOfQuote(line: string, start: number, quote: string): number {
  for (let at = start + 1; at < line.length; at += 1) {
    if (quote === '"' && line[at] === '\\') at += 1;
    else if (line[at] === quote) return at;
  }
  throw unreadable(quote);
}

const unreadable = (character: string): AppError =>
  new AppError(
    'command-unreadable',
    `${character} makes a shell do something here. Give the command in words, or as a shell line.`,
    { character },
  );

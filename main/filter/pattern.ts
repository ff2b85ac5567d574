import { RE2JS, RE2JSException } from 're2js';
import type { Literal } from './expression.ts';
import type { Place } from './packet.ts';
import { problem } from './problem.ts';

/** Instructions of a pattern times bytes that one look may take, which is a few milliseconds. */
const EFFORT = 5_000_000;
const MOST_INSTRUCTIONS = 2000;
/** Bytes that are looked through at most, however simple the pattern is. */
const MOST_BYTES = 512 * 1024;

/**
 * A test for a regular expression, whatever the case unless it says (?-i). It takes time in proportion to the bytes, and looks
 * at the first of them only, so that no pattern can hold the server up. Throws an AppError for one that cannot be read.
 */
export function patternTest(literal: Literal, as: 'text' | 'bytes'): (place: Place) => boolean {
  const source = as === 'text' ? Buffer.from(literal.text, 'latin1').toString('utf8') : literal.text;
  const pattern = compiled(source, literal);
  const instructions = pattern.programSize();
  if (instructions > MOST_INSTRUCTIONS)
    throw problem('filter-pattern-large', 'The pattern is too large. Repeat less in it.', literal);
  const most = Math.min(MOST_BYTES, Math.floor(EFFORT / Math.max(1, instructions)));
  return ({ block, from, to }) => {
    const until = Math.min(to, from + most);
    return pattern.test(block.toString(as === 'text' ? 'utf8' : 'latin1', from, until));
  };
}

function compiled(source: string, literal: Literal): RE2JS {
  try {
    return RE2JS.compile(source, RE2JS.CASE_INSENSITIVE);
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    const reason = error.message.replace(/^error parsing regexp: /, '');
    throw problem('filter-pattern', `The pattern cannot be read: ${reason}.`, literal, { reason });
  }
}

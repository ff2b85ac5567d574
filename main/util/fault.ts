import type { z } from 'zod';
import { because, REASON_WORDS, type Reason, type ReasonId } from '../contract/reasons.ts';

type Issue = z.core.$ZodIssue;

const EXPECTED: Readonly<Record<string, ReasonId>> = {
  string: 'expects-text',
  number: 'expects-number',
  int: 'expects-whole',
  boolean: 'expects-boolean',
  array: 'expects-list',
  object: 'expects-object',
  record: 'expects-object',
  null: 'expects-null',
};

/** Sizes by what they are of; numbers are compared themselves. */
const SIZED: Readonly<Record<string, 'characters' | 'entries'>> = { string: 'characters', array: 'entries' };

const isReason = (text: string): text is ReasonId => Object.hasOwn(REASON_WORDS, text);

/**
 * Why a schema refuses a value. Checks of our own name the reason as their message (`contract/reasons.ts`); it must have been parsed
 * with `reportInput`, which tells what is missing from what is something else.
 */
export function faultOf(issue: Issue | undefined): Reason {
  if (issue === undefined) return because('wrong');
  if (isReason(issue.message)) return because(issue.message);
  switch (issue.code) {
    case 'invalid_type':
      return because(issue.input === undefined ? 'missing' : (EXPECTED[issue.expected] ?? 'wrong'));
    case 'too_small': {
      const least = Number(issue.minimum);
      const sized = SIZED[issue.origin];
      if (sized !== undefined && least === 1) return because('empty');
      return because(`least-${sized ?? 'number'}`, { least });
    }
    case 'too_big':
      return because(`most-${SIZED[issue.origin] ?? 'number'}`, { most: Number(issue.maximum) });
    case 'invalid_value':
      return issue.input === undefined ? because('missing') : because('one-of', { known: issue.values.join(', ') });
    case 'unrecognized_keys':
      return because('unknown-key', { names: issue.keys.join(', ') });
    case 'invalid_key':
      return faultOf(issue.issues[0]);
    case 'invalid_union':
      return because('discriminator' in issue && issue.discriminator ? 'unknown-kind' : 'wrong');
    default:
      return because('wrong');
  }
}

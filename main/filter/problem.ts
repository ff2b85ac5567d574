import { AppError, type ErrorCode } from '../contract/errors.ts';
import type { Span } from './expression.ts';

type FilterCode = Extract<ErrorCode, `filter-${string}`>;

/** What is wrong with a filter, where in its text, and what to write there instead where that can be guessed. */
export function problem(
  code: FilterCode,
  message: string,
  { start, end }: Span,
  details: Readonly<Record<string, string | number>> = {},
  suggestion?: string,
): AppError {
  const meant = suggestion === undefined ? '' : ` Did you mean ${suggestion}?`;
  return new AppError(code, `${message} (character ${start + 1})${meant}`, {
    ...details,
    start,
    end,
    ...(suggestion !== undefined && { suggestion }),
  });
}

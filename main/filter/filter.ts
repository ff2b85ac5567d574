import { compile } from './compile.ts';
import type { Expression, FieldUse } from './expression.ts';
import { fieldNamed, type Source } from './fields.ts';
import type { FilterFacts, Predicate } from './packet.ts';
import { parse } from './parse.ts';

export interface Filter {
  /** Whether it lets a packet through; null where it is empty. */
  readonly accepts: Predicate | null;
  /** What it is read from beside the packets, that may be otherwise later. */
  readonly from: ReadonlySet<Source>;
}

/** The filter that a text stands for. Throws an AppError that says what is wrong in it and where. docs/filter.md */
export function filterOf(text: string, facts: FilterFacts): Filter {
  const expression = parse(text);
  if (expression === undefined) return { accepts: null, from: new Set() };
  const sources = fieldsIn(expression).flatMap(({ name }) => fieldNamed(name)?.from ?? []);
  return { accepts: compile(expression, facts), from: new Set(sources) };
}

function fieldsIn(expression: Expression): FieldUse[] {
  switch (expression.kind) {
    case 'or':
    case 'and':
      return expression.parts.flatMap(fieldsIn);
    case 'not':
      return fieldsIn(expression.part);
    case 'search':
      return [];
    case 'compare':
      return expression.to.kind === 'field' ? [expression.field, expression.to] : [expression.field];
    default:
      return [expression.field];
  }
}

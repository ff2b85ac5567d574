import type { FilterSuggestion } from '../contract/packets.ts';
import { wireOf } from '../util/wire.ts';
import { type Context, contextAt } from './context.ts';
import { FIELDS, type FieldDefinition, fieldNamed, nearestField } from './fields.ts';
import { printLiteral } from './print.ts';

/** How often each value of a field was seen, values as on the wire; of a number its digits. */
export type Seen = (field: FieldDefinition) => ReadonlyMap<string, number>;

export interface Completion {
  /** What of the text a suggestion takes the place of. */
  readonly start: number;
  readonly end: number;
  readonly suggestions: readonly FilterSuggestion[];
}

/** Suggestions at once. */
const MOST = 50;
/** Whole tests that a word stands for, and from how many of its characters on. */
const MOST_TESTS = 6;
const TESTED_FROM = 2;
/** Fields that values are looked for in when a word is typed. */
const TESTED = ['gb.func', 'gearman.pkt_type', 'gb.job', 'gearman.uniq_id', 'gb.who'];
/** Fields that are offered first. */
const COMMON = ['gearman.func.name', 'gearman.pkt_type', 'gb.job', 'gb.func', 'gb.conn', 'gb.dir', 'gb.self'];

const OPERATORS: Readonly<Record<FieldDefinition['type'], readonly string[]>> = {
  text: ['==', '!=', 'contains', 'matches', 'in', '<', '>'],
  bytes: ['contains', 'matches', '=='],
  number: ['==', '!=', 'in', '<', '<=', '>', '>='],
  time: ['>', '<', '>=', '<=', '==', 'in'],
  label: [],
};

/** What may be written at `caret`, the likeliest first. Never throws. */
export function complete(text: string, caret: number, seen: Seen): Completion {
  const context = contextAt(text, caret);
  if (context === undefined) return { start: caret, end: caret, suggestions: [] };
  const { start, end } = context;
  return { start, end, suggestions: suggestionsFor(context, seen).slice(0, MOST) };
}

function suggestionsFor({ wants, typed }: Context, seen: Seen): FilterSuggestion[] {
  switch (wants.kind) {
    case 'test':
      return [...testsLike(typed, seen), ...fieldsLike(typed), ...fitting(typed, ['not']).map(operator)];
    case 'joint':
      return fitting(typed, ['and', 'or']).map(operator);
    case 'operator':
      return fitting(typed, [...OPERATORS[wants.field.type], 'and', 'or']).map(operator);
    case 'set':
      return typed === '' ? [operator('{')] : [];
    case 'value':
      return valuesLike(wants.field, typed, seen);
  }
}

const operator = (text: string): FilterSuggestion => ({ kind: 'operator', text, field: null, count: null });

const fitting = (typed: string, words: readonly string[]): string[] => words.filter((word) => word.startsWith(typed));

function fieldsLike(typed: string): FilterSuggestion[] {
  const wanted = typed.toLowerCase();
  const meant = wanted === '' ? undefined : nearestField(wanted);
  const names = [...new Set([...COMMON, ...FIELDS.keys()])].filter((name) => name.includes(wanted) || name === meant);
  const rank = (name: string) => (name.startsWith(wanted) ? 0 : name === meant ? 1 : 2);
  return names
    .toSorted((a, b) => rank(a) - rank(b))
    .map((name) => ({ kind: 'field', text: name, field: name, count: null }));
}

/** Whole tests for a word that is the beginning of a value, or a part of it. */
function testsLike(typed: string, seen: Seen): FilterSuggestion[] {
  if (typed.length < TESTED_FROM || fieldNamed(typed) !== undefined) return [];
  return TESTED.flatMap((name) => valuesLike(fieldNamed(name) as FieldDefinition, typed, seen))
    .filter(({ count }) => count !== 0)
    .toSorted((a, b) => (b.count ?? 0) - (a.count ?? 0))
    .slice(0, MOST_TESTS)
    .map(({ text, field, count }) => ({ kind: 'test', text: `${field} == ${text}`, field, count }));
}

function valuesLike(field: FieldDefinition, typed: string, seen: Seen): FilterSuggestion[] {
  const wanted = wireOf(typed).toLowerCase();
  const counts = seen(field);
  const names = field.values instanceof Map ? new Map([...field.values].map(([name, number]) => [number, name])) : null;
  const known = field.values === undefined || field.values instanceof Map ? [] : (field.values as readonly string[]);
  const values = [...counts].map(([value, count]) => ({ value: names?.get(Number(value)) ?? value, count }));
  for (const value of [...known, ...(names?.values() ?? [])])
    if (!values.some((each) => each.value === value)) values.push({ value, count: 0 });
  const rank = (value: string) => (value.toLowerCase().startsWith(wanted) ? 0 : 1);
  return values
    .filter(({ value }) => value.toLowerCase().includes(wanted))
    .toSorted((a, b) => rank(a.value) - rank(b.value) || b.count - a.count || (a.value < b.value ? -1 : 1))
    .map(({ value, count }) => ({
      kind: 'value',
      text: field.type === 'text' ? printLiteral({ kind: 'quoted', text: value }) : value,
      field: field.name,
      count,
    }));
}

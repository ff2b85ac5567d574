import type { Expression, FieldUse, Literal, Member, Relation } from './expression.ts';
import { type FieldDefinition, fieldNamed, type Reader } from './fields.ts';
import type { FilterFacts, Place, Predicate } from './packet.ts';
import { patternTest } from './pattern.ts';
import { problem } from './problem.ts';
import { searchTest } from './search.ts';
import { contains, holds, nowhere, order, placeOf } from './text-tests.ts';
import { bytesOf, numberOf, timeOf } from './values.ts';

/**
 * A test of packets for an expression. What is missing in a packet makes any comparison false, also one with `!=`. Throws an
 * AppError where a value or an operator does not fit its field.
 */
export function compile(expression: Expression, facts: FilterFacts): Predicate {
  switch (expression.kind) {
    case 'or':
      return anyOf(expression.parts.map((part) => compile(part, facts)));
    case 'and':
      return allOf(expression.parts.map((part) => compile(part, facts)));
    case 'not': {
      const test = compile(expression.part, facts);
      return (packet) => !test(packet);
    }
    case 'has':
      return presence(bound(expression.field, facts));
    case 'search':
      return searchTest(expression.what, facts);
    case 'compare':
      return comparison(expression, facts);
    case 'contains':
    case 'matches':
      return inText(expression, facts);
    case 'in':
      return membership(expression.field, expression.members, facts);
  }
}

function anyOf(tests: readonly Predicate[]): Predicate {
  return (packet) => {
    for (const test of tests) if (test(packet)) return true;
    return false;
  };
}

function allOf(tests: readonly Predicate[]): Predicate {
  return (packet) => {
    for (const test of tests) if (!test(packet)) return false;
    return true;
  };
}

function presence({ reader }: Bound): Predicate {
  if (reader.type === 'label') return reader.read;
  if (isTextual(reader)) {
    const place = nowhere();
    return (packet) => reader.read(packet, place);
  }
  return (packet) => !Number.isNaN(reader.read(packet));
}

function comparison({ field, relation, to }: Extract<Expression, { kind: 'compare' }>, facts: FilterFacts): Predicate {
  const left = bound(field, facts);
  if (left.reader.type === 'label') throw wrongOperator(field, relation);
  if (to.kind === 'field') return ofTwoFields(left, relation, bound(to, facts), to);
  if (isTextual(left.reader)) return textTest(left.reader, relation, bytesOf(to, left.definition));
  return numberTest(left.reader, relation, scalarOf(to, left.definition));
}

function textTest({ read }: TextReader, relation: Relation, wanted: Buffer): Predicate {
  const place = nowhere();
  const other = placeOf(wanted);
  const { length } = wanted;
  if (relation === '==')
    return (packet) => read(packet, place) && place.to - place.from === length && order(place, other) === 0;
  const holdsFor = holds[relation];
  return (packet) => read(packet, place) && holdsFor(order(place, other));
}

function numberTest({ read }: NumberReader, relation: Relation, wanted: number): Predicate {
  if (relation === '==') return (packet) => read(packet) === wanted;
  const holdsFor = holds[relation];
  return (packet) => {
    const difference = read(packet) - wanted;
    return !Number.isNaN(difference) && holdsFor(difference);
  };
}

function ofTwoFields(left: Bound, relation: Relation, right: Bound, use: FieldUse): Predicate {
  const holdsFor = holds[relation];
  if (isTextual(left.reader) && isTextual(right.reader)) {
    const [a, b] = [nowhere(), nowhere()];
    const [readLeft, readRight] = [left.reader.read, right.reader.read];
    return (packet) => readLeft(packet, a) && readRight(packet, b) && holdsFor(order(a, b));
  }
  if (isNumeric(left.reader) && isNumeric(right.reader) && left.reader.type === right.reader.type) {
    const [readLeft, readRight] = [left.reader.read, right.reader.read];
    return (packet) => {
      const difference = readLeft(packet) - readRight(packet);
      return !Number.isNaN(difference) && holdsFor(difference);
    };
  }
  const names = { field: left.definition.name, other: right.definition.name };
  throw problem('filter-fields', `${names.field} and ${names.other} cannot be compared.`, use, names);
}

function inText(
  { kind, field, what }: Extract<Expression, { what: Literal; field: FieldUse }>,
  facts: FilterFacts,
): Predicate {
  const { definition, reader } = bound(field, facts);
  if (!isTextual(reader)) throw wrongOperator(field, kind);
  const place = nowhere();
  const { read } = reader;
  if (kind === 'contains') {
    const needle = bytesOf(what, definition);
    return (packet) => read(packet, place) && contains(place, needle);
  }
  const test = patternTest(what, reader.type);
  return (packet) => read(packet, place) && test(place);
}

function membership(field: FieldUse, members: readonly Member[], facts: FilterFacts): Predicate {
  const { definition, reader } = bound(field, facts);
  if (reader.type === 'label') throw wrongOperator(field, 'in');
  if (isTextual(reader)) {
    const place = nowhere();
    const ranges = members.map(({ from, to = from }) => [from, to].map((each) => placeOf(bytesOf(each, definition))));
    const { read } = reader;
    return (packet) =>
      read(packet, place) &&
      ranges.some(([from, to]) => order(place, from as Place) >= 0 && order(place, to as Place) <= 0);
  }
  const ranges = members.map(({ from, to = from }) => [scalarOf(from, definition), scalarOf(to, definition)] as const);
  const { read } = reader;
  return (packet) => {
    const value = read(packet);
    for (const [from, to] of ranges) if (value >= from && value <= to) return true;
    return false;
  };
}

interface Bound {
  readonly definition: FieldDefinition;
  readonly reader: Reader;
}
type TextReader = Extract<Reader, { type: 'text' | 'bytes' }>;
type NumberReader = Extract<Reader, { type: 'number' | 'time' }>;

const isTextual = (reader: Reader): reader is TextReader => reader.type === 'text' || reader.type === 'bytes';
const isNumeric = (reader: Reader): reader is NumberReader => reader.type === 'number' || reader.type === 'time';

const scalarOf = (literal: Literal, field: FieldDefinition): number =>
  field.type === 'time' ? timeOf(literal, field) : numberOf(literal, field);

function bound(use: FieldUse, facts: FilterFacts): Bound {
  const definition = fieldNamed(use.name) as FieldDefinition;
  const reader = definition.bind(facts);
  if (use.slice === undefined) return { definition, reader };
  if (!isTextual(reader)) throw wrongOperator(use, '[');
  return { definition, reader: { ...reader, read: sliced(reader.read, use.slice) } };
}

/** A part of a text; absent where the text is too short for it to begin. */
function sliced(read: TextReader['read'], { from, to }: NonNullable<FieldUse['slice']>): TextReader['read'] {
  return (packet, place) => {
    if (!read(packet, place)) return false;
    const length = place.to - place.from;
    const first = from < 0 ? length + from : from;
    const end = Math.min(length, to === undefined ? length : to < 0 ? length + to : to);
    if (first < 0 || first >= end) return false;
    place.to = place.from + end;
    place.from += first;
    return true;
  };
}

function wrongOperator(field: FieldUse, operator: string) {
  const details = { field: field.name, operator };
  return problem('filter-operator', `${field.name} cannot be used with ${operator}.`, field, details);
}

import type { Literal } from './expression.ts';
import type { FieldDefinition } from './fields.ts';
import { nearest } from './near.ts';
import { printLiteral } from './print.ts';
import { problem } from './problem.ts';

const LARGEST = 0xffff_ffff;
const UNITS: Readonly<Record<string, number>> = { '': 1e6, s: 1e6, ms: 1e3, us: 1, Âµs: 1, 'Î¼s': 1 };

/** The number that a value stands for: decimal, 0x, 0b, octal with a leading 0, a character, or a name of the field's. */
export function numberOf(literal: Literal, field: FieldDefinition): number {
  const { kind, text } = literal;
  if (kind === 'character') return text.charCodeAt(0);
  const names = field.values instanceof Map ? (field.values as ReadonlyMap<string, number>) : new Map<string, number>();
  const named = names.get(text.toUpperCase());
  if (named !== undefined) return named;
  const number = /^0[0-7]+$/.test(text)
    ? Number.parseInt(text, 8)
    : /^(?:\d+|0x[0-9a-f]+|0b[01]+)$/i.test(text)
      ? Number(text)
      : Number.NaN;
  if (number <= LARGEST) return number;
  const what = names.size === 0 ? 'a number' : 'a number or the name of a type';
  throw noValue(literal, field, what, nearest(text, names.keys()));
}

/** A time in microseconds: seconds, or with the unit s, ms or us. */
export function timeOf(literal: Literal, field: FieldDefinition): number {
  const found = /^(-?(?:\d+\.?\d*|\.\d+))(s|ms|us|\u00c2\u00b5s|\u00ce\u00bcs)?$/.exec(literal.text);
  if (found === null || literal.kind === 'character') throw noValue(literal, field, 'a time like 0.25 or 250ms');
  // Wireshark counts nanoseconds.
  return Math.round(Number(found[1]) * (UNITS[found[2] ?? ''] as number) * 1000) / 1000;
}

/** The bytes of a value: of a text, or for a field of bytes those of hex digits like 00:52 or 0x0052. */
export function bytesOf(literal: Literal, field: FieldDefinition): Buffer {
  if (field.type === 'text' || literal.kind !== 'bare') return Buffer.from(literal.text, 'latin1');
  const digits = literal.text.replace(/^0x/i, '');
  if (/^[0-9a-f]{1,2}(?:([:.-])[0-9a-f]{1,2}(?:\1[0-9a-f]{1,2})*)?$/i.test(digits))
    return Buffer.from(digits.split(/[:.-]/).map((each) => Number.parseInt(each, 16)));
  if (/^(?:[0-9a-f]{2})+$/i.test(digits)) return Buffer.from(digits, 'hex');
  throw noValue(literal, field, 'bytes like 00:52:45:51', printLiteral({ kind: 'quoted', text: literal.text }));
}

function noValue(literal: Literal, field: FieldDefinition, wanted: string, suggestion?: string) {
  const value = printLiteral(literal);
  const details = { value, field: field.name, type: field.values instanceof Map ? 'type' : field.type };
  return problem(
    'filter-value',
    `${value} is no value of ${field.name}, which is ${wanted}.`,
    literal,
    details,
    suggestion,
  );
}

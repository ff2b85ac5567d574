import { quotedText } from '../contract/filter-text.ts';
import type { Expression, FieldUse, Literal, Member } from './expression.ts';

/** The text of an expression, as Wireshark reads it too where it has only fields that Wireshark knows. */
export function print(expression: Expression): string {
  switch (expression.kind) {
    case 'or':
      return expression.parts.map(print).join(' or ');
    case 'and':
      return expression.parts.map((part) => (part.kind === 'or' ? `(${print(part)})` : print(part))).join(' and ');
    case 'not':
      return expression.part.kind === 'or' || expression.part.kind === 'and'
        ? `not (${print(expression.part)})`
        : `not ${print(expression.part)}`;
    case 'has':
      return printField(expression.field);
    case 'compare': {
      const { field, relation, to } = expression;
      return `${printField(field)} ${relation} ${to.kind === 'field' ? printField(to) : printLiteral(to)}`;
    }
    case 'contains':
    case 'matches':
      return `${printField(expression.field)} ${expression.kind} ${printLiteral(expression.what)}`;
    case 'in':
      return `${printField(expression.field)} in {${expression.members.map(printMember).join(', ')}}`;
    case 'search':
      return printLiteral(expression.what);
  }
}

export function printLiteral({ kind, text }: Pick<Literal, 'kind' | 'text'>): string {
  if (kind === 'quoted') return quotedText(text);
  if (kind === 'bare') return Buffer.from(text, 'latin1').toString('utf8');
  const isPlain = text >= ' ' && text < '\x7f' && text !== "'" && text !== '\\';
  return isPlain ? `'${text}'` : `'\\x${text.charCodeAt(0).toString(16).padStart(2, '0')}'`;
}

function printField({ name, slice }: FieldUse): string {
  if (slice === undefined) return name;
  const { from, to } = slice;
  return to === undefined ? `${name}[${from}:]` : `${name}[${from}:${to - from}]`;
}

const printMember = ({ from, to }: Member): string =>
  to === undefined ? printLiteral(from) : `${printLiteral(from)}..${printLiteral(to)}`;

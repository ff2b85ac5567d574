import { AppError } from '../contract/errors.ts';
import { type FieldDefinition, fieldNamed } from './fields.ts';
import { type Token, tokensOf } from './tokens.ts';

/** What is being written at a place of a filter. */
export interface Context {
  /** What is written there so far, without a quote, and where it begins and ends in the text. */
  readonly typed: string;
  readonly start: number;
  readonly end: number;
  /** What may stand there: the beginning of a test, what joins it to the next, or a part of a test on a field. */
  readonly wants:
    | { readonly kind: 'test' | 'joint' }
    | { readonly kind: 'operator' | 'value' | 'set'; readonly field: FieldDefinition };
}

const COMPARES = new Set(
  '== === != !== ~= < <= > >= ~ eq ne lt le gt ge any_eq all_eq any_ne all_ne contains matches'.split(' '),
);
const BEGINS_TEST = new Set(['and', 'or', 'not', '&&', '||', '!', '(']);

/** Tells what is being written at `caret`. Never throws: what lies before may be wrong, and what lies behind is not looked at. */
export function contextAt(text: string, caret: number): Context | undefined {
  const piece = pieceAt(text, Math.min(caret, text.length));
  return piece && { ...piece.place, wants: wantedAfter(piece.before) };
}

interface Piece {
  readonly before: readonly Token[];
  readonly place: { typed: string; start: number; end: number };
}

function pieceAt(text: string, caret: number): Piece | undefined {
  const head = text.slice(0, caret);
  try {
    const before = tokensOf(head).filter(({ kind }) => kind !== 'end');
    const last = before.at(-1);
    if (last?.kind !== 'bare' || last.end !== caret) return { before, place: { typed: '', start: caret, end: caret } };
    const end = caret + (/^[^\s"()[\]{},<>!~=]*/.exec(text.slice(caret))?.[0].length ?? 0);
    return { before: before.slice(0, -1), place: { typed: head.slice(last.start), start: last.start, end } };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'filter-quote') return undefined;
    // An open quote: its text is being written, up to the quote that may be there already.
    const start = Number(error.details['start']);
    const close = text.indexOf('"', caret);
    const end = close < 0 ? text.length : close + 1;
    const before = tokensOf(head.slice(0, start)).filter(({ kind }) => kind !== 'end');
    return { before, place: { typed: head.slice(start).replace(/^r?["']/, ''), start, end } };
  }
}

function wantedAfter(before: readonly Token[]): Context['wants'] {
  const last = before.at(-1);
  if (last === undefined || (isSign(last) && BEGINS_TEST.has(last.text))) return { kind: 'test' };
  if (isSign(last) && COMPARES.has(last.text)) return ofField('value', fieldBefore(before, before.length - 1));
  if (last.text === 'in' && isSign(last)) return ofField('set', fieldBefore(before, before.length - 1));
  if (last.kind === 'mark' && ['{', ',', '..'].includes(last.text)) {
    const open = before.findLastIndex(({ kind, text }) => kind === 'mark' && text === '{');
    return ofField('value', fieldBefore(before, open - 1));
  }
  const field = fieldBefore(before, before.length);
  const isBegun = field !== undefined && !isOperand(before);
  return isBegun && field.type !== 'label' ? { kind: 'operator', field } : { kind: 'joint' };
}

const isSign = ({ kind }: Token): boolean => kind === 'mark' || kind === 'bare';

const ofField = (kind: 'value' | 'set', field: FieldDefinition | undefined): Context['wants'] =>
  field === undefined ? { kind: 'joint' } : { kind, field };

/** The field that ends before a token, a part of it or a `not` between them passed over. */
function fieldBefore(tokens: readonly Token[], at: number): FieldDefinition | undefined {
  let index = at - 1;
  if (tokens[index]?.text === 'not') index -= 1;
  if (tokens[index]?.text === ']' && tokens[index]?.kind === 'mark')
    index = tokens.findLastIndex(({ kind, text }, each) => each < index && kind === 'mark' && text === '[') - 1;
  const token = tokens[index];
  return token?.kind === 'bare' ? fieldNamed(token.text) : undefined;
}

/** Whether the last of these is a field on the right of a comparison. */
const isOperand = (tokens: readonly Token[]): boolean => {
  const before = tokens.at(-2);
  return before !== undefined && isSign(before) && COMPARES.has(before.text);
};

import type { Expression, FieldUse, Literal, Member, Relation, Span } from './expression.ts';
import { fieldNamed, isFieldLike, nearestField } from './fields.ts';
import { printLiteral } from './print.ts';
import { problem } from './problem.ts';
import { type Token, tokensOf } from './tokens.ts';

/** A packet has each field once at most: what Wireshark tells apart for many is the same here. */
const RELATIONS: Readonly<Record<string, Relation>> = {
  ...{ '==': '==', '===': '==', eq: '==', any_eq: '==', all_eq: '==' },
  ...{ '!=': '!=', '!==': '!=', '~=': '!=', ne: '!=', any_ne: '!=', all_ne: '!=' },
  ...{ '<': '<', lt: '<', '<=': '<=', le: '<=', '>': '>', gt: '>', '>=': '>=', ge: '>=' },
};
const WORDS = new Set(['and', 'or', 'not', 'in', 'contains', 'matches', ...Object.keys(RELATIONS)]);
/** So deep may a filter be nested. */
const DEEPEST = 100;

/** Reads a filter; undefined where it is empty. Throws an AppError that says what is wrong and where. Grammar: docs/filter.md */
export function parse(text: string): Expression | undefined {
  const parser = new Parser(tokensOf(text));
  return parser.filter();
}

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  /** filter = [ either ] */
  filter(): Expression | undefined {
    if (this.#isAtEnd) return undefined;
    const expression = this.#either();
    if (!this.#isAtEnd) throw this.#unexpected();
    return expression;
  }

  /** either = both { ( "or" | "||" ) both } */
  #either(): Expression {
    const parts = [this.#both()];
    while (this.#takes('or', '||')) parts.push(this.#both());
    return joined('or', parts);
  }

  /** both = term { [ "and" | "&&" ] term }; a search needs no "and" before the next. */
  #both(): Expression {
    const parts = [this.#term()];
    while (this.#takes('and', '&&') || (isSearch(parts.at(-1) as Expression) && this.#beginsSearch()))
      parts.push(this.#term());
    return joined('and', parts);
  }

  /** term = ( "not" | "!" ) term | "(" either ")" | test */
  #term(): Expression {
    this.#depth += 1;
    if (this.#depth > DEEPEST) throw problem('filter-deep', 'The filter is nested too deep.', this.#next);
    const term = this.#takes('not', '!')
      ? ({ kind: 'not', part: this.#term() } as const)
      : this.#takes('(')
        ? this.#group()
        : this.#test();
    this.#depth -= 1;
    return term;
  }

  #group(): Expression {
    const inner = this.#either();
    this.#must(')');
    return inner;
  }

  /** test = search | field [ slice ] [ relation ( value | field [ slice ] ) | ( "contains" | "matches" | "~" ) value | [ "not" ] "in" set ] */
  #test(): Expression {
    const token = this.#next;
    if (token.kind === 'mark' || token.kind === 'end') throw this.#unexpected();
    if (token.kind === 'bare' && WORDS.has(token.text)) throw this.#unexpected();
    this.#at += 1;
    const compared = this.#compares();
    if (token.kind !== 'bare' || fieldNamed(token.text) === undefined) {
      if (!compared && !(token.kind === 'bare' && isFieldLike(token.text))) return this.#search(token);
      throw token.kind === 'bare' && !isValue(token.text) ? unknownField(token) : valueOnLeft(token);
    }
    const field = this.#field(token);
    const relation = this.#relation();
    if (relation !== undefined) return { kind: 'compare', field, relation, to: this.#operand() };
    if (this.#takes('contains')) return { kind: 'contains', field, what: this.#literal() };
    if (this.#takes('matches', '~')) return { kind: 'matches', field, what: this.#pattern() };
    if (this.#takes('in')) return { kind: 'in', field, members: this.#set() };
    if (this.#is('not') && this.#is('in', 1)) {
      this.#at += 2;
      return { kind: 'not', part: { kind: 'in', field, members: this.#set() } };
    }
    return { kind: 'has', field };
  }

  #search(what: Literal): Expression {
    // Written in capitals it would be looked for, which is seldom meant.
    const lower = what.text.toLowerCase();
    if (what.kind === 'bare' && (lower === 'and' || lower === 'or' || lower === 'not'))
      throw problem('filter-unexpected', `“${what.text}” is not expected here.`, what, { found: what.text }, lower);
    return { kind: 'search', what };
  }

  /** slice = "[" from ":" length "]" and its short forms */
  #field(name: Token): FieldUse {
    const use = { kind: 'field', name: name.text, start: name.start, end: name.end } as const;
    if (!this.#takes('[')) return use;
    const inner = this.#next;
    const found = /^(?:(-?\d{1,9})|(-?\d{1,9})?:(\d{1,9})?|(\d{1,9})-(\d{1,9}))$/.exec(inner.text);
    if (inner.kind !== 'bare' || found === null || inner.text === ':' || Number(found[4]) > Number(found[5]))
      throw this.#unexpected();
    this.#at += 1;
    this.#must(']');
    const [, one, from = '0', length, first, last] = found;
    const end = this.#before.end;
    if (one !== undefined) return { ...use, end, slice: sliceOf(Number(one), 1) };
    if (first !== undefined) return { ...use, end, slice: sliceOf(Number(first), Number(last) + 1 - Number(first)) };
    return { ...use, end, slice: sliceOf(Number(from), length === undefined ? undefined : Number(length)) };
  }

  #relation(): Relation | undefined {
    const token = this.#next;
    const relation =
      (token.kind === 'mark' || token.kind === 'bare') && Object.hasOwn(RELATIONS, token.text)
        ? RELATIONS[token.text]
        : undefined;
    if (relation !== undefined) this.#at += 1;
    else if (this.#is('=')) throw problem('filter-unexpected', '“=” is no comparison.', token, { found: '=' }, '==');
    return relation;
  }

  #operand(): Literal | FieldUse {
    const token = this.#next;
    if (token.kind !== 'bare' || fieldNamed(token.text) === undefined) return this.#literal();
    this.#at += 1;
    return this.#field(token);
  }

  #literal(): Literal {
    const token = this.#next;
    if (token.kind === 'mark' || token.kind === 'end') throw this.#unexpected();
    this.#at += 1;
    return token;
  }

  #pattern(): Literal {
    const literal = this.#literal();
    if (literal.kind === 'quoted') return literal;
    const quoted = printLiteral({ kind: 'quoted', text: literal.text });
    throw problem('filter-quoted', 'A pattern stands in double quotes.', literal, { text: literal.text }, quoted);
  }

  /** set = "{" member { "," member } "}"; member = value [ ".." value ] */
  #set(): Member[] {
    this.#must('{');
    const members: Member[] = [];
    do {
      const from = this.#literal();
      members.push(this.#takes('..') ? { from, to: this.#literal() } : { from });
    } while (this.#takes(','));
    if (this.#next.kind !== 'mark' && this.#next.kind !== 'end') {
      const { text } = this.#next;
      const comma = `, ${printLiteral(this.#next)}`;
      throw problem('filter-unexpected', `“${text}” is not expected here.`, this.#next, { found: text }, comma);
    }
    this.#must('}');
    return members;
  }

  /** Whether what follows a word makes it one side of a comparison. */
  #compares(): boolean {
    const { kind, text } = this.#next;
    if (kind === 'bare')
      return WORDS.has(text) && text !== 'and' && text !== 'or' && (text !== 'not' || this.#is('in', 1));
    return kind === 'mark' && (Object.hasOwn(RELATIONS, text) || text === '=' || text === '~' || text === '[');
  }

  #beginsSearch(): boolean {
    const { kind, text } = this.#next;
    return (
      kind === 'quoted' ||
      kind === 'character' ||
      (kind === 'bare' && !WORDS.has(text)) ||
      this.#is('not') ||
      this.#is('!')
    );
  }

  get #next(): Token {
    return this.#tokens[Math.min(this.#at, this.#tokens.length - 1)] as Token;
  }

  get #isAtEnd(): boolean {
    return this.#next.kind === 'end';
  }

  get #before(): Token {
    return this.#tokens[this.#at - 1] as Token;
  }

  #is(sign: string, ahead = 0): boolean {
    const token = this.#tokens[this.#at + ahead];
    return (token?.kind === 'mark' || token?.kind === 'bare') && token.text === sign;
  }

  #takes(...signs: string[]): boolean {
    const takes = signs.some((sign) => this.#is(sign));
    if (takes) this.#at += 1;
    return takes;
  }

  #must(sign: string): void {
    if (!this.#takes(sign)) throw this.#unexpected(sign);
  }

  #unexpected(wanted?: string) {
    const token = this.#next;
    if (token.kind === 'end') {
      const missing = wanted === undefined ? '' : ` “${wanted}” is missing.`;
      return problem('filter-ended', `The filter ends too early.${missing}`, token, { wanted: wanted ?? '' });
    }
    const found = printLiteral({ kind: token.kind === 'mark' ? 'bare' : token.kind, text: token.text });
    return problem('filter-unexpected', `“${found}” is not expected here.`, token, { found });
  }
}

const isSearch = (expression: Expression): boolean =>
  expression.kind === 'search' || (expression.kind === 'not' && isSearch(expression.part));

/** Parts of the same kind become one list: a chain is not nested. */
function joined(kind: 'and' | 'or', parts: readonly Expression[]): Expression {
  const flat = parts.flatMap((part) => (part.kind === kind ? part.parts : [part]));
  return flat.length === 1 ? (flat[0] as Expression) : { kind, parts: flat };
}

const isValue = (text: string): boolean => /^[-\d]/.test(text);

function sliceOf(from: number, length: number | undefined) {
  const to = length === undefined ? undefined : from + length;
  return { from, to: to !== undefined && from < 0 && to >= 0 ? undefined : to };
}

function unknownField(token: Span & { text: string }) {
  const field = printLiteral({ kind: 'bare', text: token.text });
  return problem('filter-field', `${field} is not a field.`, token, { field }, nearestField(token.text));
}

function valueOnLeft(token: Literal) {
  return problem('filter-left', 'On the left of a comparison is a field.', token, { text: printLiteral(token) });
}

/** What was typed, from `start` up to `end` of the text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export type Relation = '==' | '!=' | '<' | '<=' | '>' | '>=';

/** A field, or the bytes `from` up to `to` of it; both count from its end where they are negative. */
export interface FieldUse extends Span {
  readonly kind: 'field';
  readonly name: string;
  readonly slice?: { readonly from: number; readonly to: number | undefined };
}

/** A value as it was written: bare, in double quotes, or a character in single ones. `text` has one character per byte. */
export interface Literal extends Span {
  readonly kind: 'bare' | 'quoted' | 'character';
  readonly text: string;
}

/** A member of a set; with `to`, all values from the one up to the other. */
export interface Member {
  readonly from: Literal;
  readonly to?: Literal;
}

export type Expression =
  | { readonly kind: 'or' | 'and'; readonly parts: readonly Expression[] }
  | { readonly kind: 'not'; readonly part: Expression }
  /** The packet has the field. */
  | { readonly kind: 'has'; readonly field: FieldUse }
  | { readonly kind: 'compare'; readonly field: FieldUse; readonly relation: Relation; readonly to: Literal | FieldUse }
  | { readonly kind: 'contains' | 'matches'; readonly field: FieldUse; readonly what: Literal }
  | { readonly kind: 'in'; readonly field: FieldUse; readonly members: readonly Member[] }
  /** A word to be found anywhere in what is shown of the packet. */
  | { readonly kind: 'search'; readonly what: Literal };

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AppError } from '../../../main/contract/errors.ts';
import type { Expression, FieldUse, Literal } from '../../../main/filter/expression.ts';
import { FIELDS } from '../../../main/filter/fields.ts';
import { filterOf } from '../../../main/filter/filter.ts';
import { parse } from '../../../main/filter/parse.ts';
import { print } from '../../../main/filter/print.ts';
import { wireOf } from '../../../main/util/wire.ts';
import { captureOf } from '../../support/capture.ts';
import { bytes } from '../../support/packets.ts';

const names = [...FIELDS.keys()];
const { ring, facts, hear, hearText, hearGarbage } = captureOf();
hear(1, { name: 'SUBMIT_JOB', function: 'wc', unique: 'u', workload: bytes('a\0b') });
hear(1, { name: 'WORK_COMPLETE', handle: 'H:t:1', result: bytes('') });
hearText(1, 'status\n');
hearGarbage(1, '\xff\xfe');

/** Pieces of filters in any order, with noise between. */
const piece = fc.oneof(
  fc.constantFrom(...names),
  fc.constantFrom(
    ...'== != === !== ~= < <= > >= ~ = ! && || ( ) { } [ ] , .. and or not in contains matches'.split(' '),
  ),
  fc.constantFrom(
    '7',
    '0x07',
    '010',
    '"wc"',
    'r"\\d"',
    "'a'",
    '"[a-z]+"',
    '00:52',
    '[0:4]',
    '[-2:]',
    '{1..3, 5}',
    '10ms',
    'SUBMIT_JOB',
  ),
  fc.string({ unit: 'binary', maxLength: 6 }),
);
const anything = fc.oneof(
  fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(' ')),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme-ascii', maxLength: 60 }),
);

test('any text is a filter, or is refused with the place of what is wrong', () => {
  const glimpse = ring.glimpse();
  fc.assert(
    fc.property(anything, (text) => {
      try {
        const { accepts } = filterOf(text, facts);
        for (let seq = ring.first; seq < ring.next; seq += 1) {
          ring.glance(seq, glimpse);
          expect(typeof (accepts === null || accepts(glimpse))).toBe('boolean');
        }
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        const { start, end } = error.details as { start: number; end: number };
        expect(error.code).toMatch(/^filter-/);
        expect(0 <= start && start <= end && end <= text.length).toBe(true);
      }
    }),
    { numRuns: 5000 },
  );
});

const span = { start: 0, end: 0 };
const field = fc.record(
  {
    kind: fc.constant('field' as const),
    name: fc.constantFrom(...names),
    slice: fc.oneof(
      fc.tuple(fc.nat(20), fc.option(fc.nat(20), { nil: undefined })).map(([from, length]) => ({
        from,
        to: length === undefined ? undefined : from + length,
      })),
      fc.integer({ min: -20, max: -1 }).map((from) => ({ from, to: undefined })),
    ),
    start: fc.constant(0),
    end: fc.constant(0),
  },
  { requiredKeys: ['kind', 'name', 'start', 'end'] },
) as fc.Arbitrary<FieldUse>;
const byteText = fc.oneof(
  fc.string({ unit: 'grapheme' }).map(wireOf),
  fc.uint8Array({ maxLength: 8 }).map((all) => Buffer.from(all).toString('latin1')),
);
const literal: fc.Arbitrary<Literal> = fc.oneof(
  byteText.map((text) => ({ kind: 'quoted' as const, text, ...span })),
  fc.nat(255).map((code) => ({ kind: 'character' as const, text: String.fromCharCode(code), ...span })),
  fc
    .constantFrom('7', 'wc', 'H:t:1', '图', '0x1f')
    .map((text) => ({ kind: 'bare' as const, text: wireOf(text), ...span })),
);
const quoted = byteText.map((text): Literal => ({ kind: 'quoted', text, ...span }));
const member = fc.oneof(
  literal.map((from) => ({ from })),
  fc.tuple(literal, literal).map(([from, to]) => ({ from, to })),
);

const expressions = fc.letrec<{ any: Expression; test: Expression; or: Expression; and: Expression; not: Expression }>(
  (tie) => ({
    any: fc.oneof({ maxDepth: 4 }, tie('test'), tie('or'), tie('and'), tie('not')),
    test: fc.oneof(
      field.map((use): Expression => ({ kind: 'has', field: use })),
      literal.map((what): Expression => ({ kind: 'search', what })),
      fc.record({
        kind: fc.constant('compare' as const),
        field,
        relation: fc.constantFrom('==', '!=', '<', '<=', '>', '>='),
        to: fc.oneof(literal, field),
      }) as fc.Arbitrary<Expression>,
      fc.record({ kind: fc.constant('contains' as const), field, what: literal }),
      fc.record({ kind: fc.constant('matches' as const), field, what: quoted }),
      fc.record({ kind: fc.constant('in' as const), field, members: fc.array(member, { minLength: 1, maxLength: 3 }) }),
    ),
    // A part of the same kind belongs to its chain.
    or: fc.array(tie('any'), { minLength: 2, maxLength: 3 }).map(
      (parts): Expression => ({
        kind: 'or',
        parts: parts.flatMap((part) => (part.kind === 'or' ? part.parts : [part])),
      }),
    ),
    and: fc.array(tie('any'), { minLength: 2, maxLength: 3 }).map(
      (parts): Expression => ({
        kind: 'and',
        parts: parts.flatMap((part) => (part.kind === 'and' ? part.parts : [part])),
      }),
    ),
    not: tie('any').map((part): Expression => ({ kind: 'not', part })),
  }),
);

/** The same without places. */
const bare = (expression: unknown): unknown =>
  JSON.parse(JSON.stringify(expression, (key, value) => (key === 'start' || key === 'end' ? undefined : value)));

test('what is printed is read as it was', () => {
  fc.assert(
    fc.property(expressions.any, (expression) => {
      const text = print(expression);
      expect(bare(parse(text))).toEqual(bare(expression));
      expect(print(parse(text) as Expression)).toBe(text);
    }),
    { numRuns: 3000 },
  );
});

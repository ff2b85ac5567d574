import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quotedText } from '../../../../main/contract/filter-text.ts';
import { parse } from '../../../../main/filter/parse.ts';
import { likeThis } from '../../../../renderer/features/traffic/filter/like-this.ts';
import { narrowed, taken } from '../../../../renderer/lib/filter-text.ts';
import { packetRow } from '../../../support/samples.ts';

test.each([
  [undefined, 'gearman.pkt_type == SUBMIT_JOB'],
  ['number', 'gearman.pkt_type == SUBMIT_JOB'],
  ['direction', 'gb.dir == "C->S"'],
  ['connection', 'gb.conn == 3'],
  ['function', 'gb.func == "größe \\"1\\""'],
  ['handle', 'gb.job == "H:t:1"'],
  ['unique', 'gearman.uniq_id == "u"'],
  ['size', 'gb.size == 18'],
  ['marks', 'gb.mark'],
] as const)('what a packet shows in the column %s', (column, test) => {
  const row = packetRow({
    type: 'SUBMIT_JOB',
    function: Buffer.from('größe "1"').toString('latin1'),
    handle: null,
    job: 'H:t:1',
    values: { unique: 'u' },
    mark: '',
    connection: { server: 'local', run: 7, number: 3 },
  });
  expect(likeThis({ ...row, size: 18, direction: 'in', party: 'client' }, column).test).toBe(test);
});

test('a column that is empty leaves the type, and a line has its kind', () => {
  const row = packetRow({ kind: 'text', type: 'TEXT', function: null, handle: null, job: null, mark: null });
  for (const column of ['function', 'handle', 'unique', 'marks', 'info'] as const)
    expect(likeThis(row, column)).toEqual({ what: 'TEXT', test: 'gb.kind == text' });
});

test('a test is added to the filter that is there', () => {
  expect([
    narrowed('', 'gb.self', 'only'),
    narrowed('', 'gb.self', 'hide'),
    narrowed('resize', 'gb.self', 'hide'),
    narrowed('gb.mark or resize', 'gb.self', 'only'),
  ]).toEqual(['gb.self', 'not gb.self', 'resize and not gb.self', '(gb.mark or resize) and gb.self']);
});

test('a suggestion takes the place of what was typed', () => {
  const put = (text: string, start: number, end: number, suggestion: string) => {
    const { text: next, caret } = taken(text, { start, end }, { kind: 'value', text: suggestion });
    return `${next.slice(0, caret)}|${next.slice(caret)}`;
  };
  expect([
    put('gb.c == 1', 0, 4, 'gb.conn'),
    put('{7}', 1, 2, 'NOOP'),
    put('a in ', 5, 5, '{'),
    put('', 0, 0, 'not'),
  ]).toEqual(['gb.conn| == 1', '{NOOP|}', 'a in {|', 'not |']);
});

test('any name in quotes is that name, with nothing invisible', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 20 }), fc.string({ unit: 'binary', maxLength: 10 }), (raw, text) => {
      for (const bytes of [Buffer.from(raw), Buffer.from(text)]) {
        const wire = bytes.toString('latin1');
        const quoted = quotedText(wire);
        expect(parse(quoted)).toMatchObject({ kind: 'search', what: { kind: 'quoted', text: wire } });
        expect(quoted).not.toMatch(/[\p{Cc}\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u);
      }
    }),
    { numRuns: 500 },
  );
});

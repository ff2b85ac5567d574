import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatJson } from '../../../main/contract/json-text.ts';
import { Budget } from '../../../main/decode/halt.ts';
import { readJson } from '../../../main/decode/json.ts';
import { drawn, unhurried } from '../../support/decoded.ts';

const read = (text: string) => readJson(Buffer.from(text), unhurried());

test('values with their places; numbers as they are written', () => {
  expect(drawn(read('{"src":"in/北京.jpg", "id":12345678901234567890, "a":[2.50,true,null,{}]}'))).toEqual([
    'object @0-75',
    '  src: string in/北京.jpg @7-22',
    '  id: integer 12345678901234567890 @29-49',
    '  a: array @55-74',
    '    0: float 2.50 @56-60',
    '    1: boolean true @61-65',
    '    2: null null @66-70',
    '    3: object @71-73',
  ]);
});

test('strings are unescaped; a name that stands twice is there twice', () => {
  expect(drawn(read('{"a\\n":"\\u4e2d\\ud83c\\udf89\\\\\\"","a\\n":""}')).slice(1)).toEqual([
    '  a\n: string 中🎉\\" @7-31',
    '  a\n: string @38-40',
  ]);
});

test.each([
  ['{"a": 1,\n "北": tru }', 'unexpected 2:7'],
  ['{"a": 1,}', 'unexpected 1:9'],
  ['{"a" 1}', 'unexpected 1:6'],
  ['[1 2]', 'unexpected 1:4'],
  ['["\t"]', 'unexpected 1:3'],
  ['["\\x"]', 'unexpected 1:3'],
  ['["\\u12g4"]', 'unexpected 1:3'],
  ['[01]', 'unexpected 1:3'],
  ['[1,', 'ends 1:4'],
  ['{"a', 'ends 1:4'],
  ['[tr', 'ends 1:2'],
  ['[-', 'ends 1:2'],
  ['', 'ends 1:1'],
  ['[] x', 'left 1:4'],
])('%j is told with line and column: %s', (text, where) => {
  const { problem } = read(text);
  expect(`${problem?.code} ${problem?.line}:${problem?.column}`).toBe(where);
});

test('what was read before a fault is kept', () => {
  expect(drawn(read('{"a":[1,2,x'))).toEqual([
    'object @0-10',
    '  a: array @5-10',
    '    0: integer 1 @6-7',
    '    1: integer 2 @8-9',
  ]);
});

test('of a long value the beginning is kept, whole characters of it', () => {
  const [, node] = [...read(`["${'🎉'.repeat(200)}"]`).walk()].map(({ node: each }) => each);
  expect([node?.value, node?.cut]).toEqual(['🎉'.repeat(150), true]);
  const [, escaped] = [...read(`["${'\\u4e2d'.repeat(400)}"]`).walk()].map(({ node: each }) => each);
  expect(escaped?.value).toBe('中'.repeat(300));
});

test('it goes down as far as nodes may, without recursion', () => {
  const { size, stopped, problem } = readJson(Buffer.from('['.repeat(3_000_000)), unhurried({ nodes: 5000 }));
  expect({ size, stopped, problem }).toEqual({ size: 5000, stopped: 'nodes', problem: null });
});

test('it stops when the time is over', () => {
  const late = new Budget({ bytes: 1, nodes: 100_000, milliseconds: -1 });
  expect(readJson(Buffer.from(`[${'1,'.repeat(5000)}1]`), late)).toMatchObject({
    stopped: 'milliseconds',
    problem: null,
  });
});

const json = fc.jsonValue({ maxDepth: 6 });

test('it agrees with the engine’s own on what is JSON and what it says', () => {
  fc.assert(
    fc.property(json, fc.nat(3), (value, blank) => {
      const text = JSON.stringify(value, null, blank);
      const values = [...read(text).walk()].filter(({ node }) => node.value !== null);
      for (const { node } of values)
        expect(JSON.parse(Buffer.from(text).toString('utf8', node.start, node.end))).toEqual(
          node.kind === 'string' ? expect.any(String) : JSON.parse(node.value as string),
        );
      expect(JSON.parse(formatJson(text, 1e6))).toEqual(JSON.parse(text));
    }),
  );
});

test('any text is JSON to it where it is to the engine', () => {
  const piece = fc.constantFrom(...'{}[],:"\\-01.eE ut\n', 'true', 'null', '"a"', '\\u0041', '"a":', '1.5e3');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const text = pieces.join('');
      let valid = true;
      try {
        JSON.parse(text);
      } catch {
        valid = false;
      }
      expect(read(text).problem === null).toBe(valid);
    }),
    { numRuns: 3000 },
  );
});

test('formatted with a value a line, strings and numbers as they are written', () => {
  expect(formatJson('{"a" : [1.50,{},[ ]],"b":"x, \\"y\\" {"}', 1000)).toBe(
    ['{', '  "a": [', '    1.50,', '    {},', '    []', '  ],', '  "b": "x, \\"y\\" {"', '}'].join('\n'),
  );
  expect(formatJson('['.repeat(100_000), 10_000).length).toBeLessThan(12_000);
});

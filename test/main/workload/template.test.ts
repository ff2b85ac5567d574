import { expect, test } from 'vitest';
import { templateOf } from '../../../main/workload/template.ts';

const fill = async (text: string, row: Record<string, string> = {}, i = 1, seed = 7) =>
  (await templateOf(text, { columns: Object.keys(row), seed })).fill(row, i);

test('columns, the number of the job and plain text', async () => {
  expect(await fill('{"id": {{id}}, "n": {{ i }}}', { id: '9007199254740993' }, 12)).toBe(
    '{"id": 9007199254740993, "n": 12}',
  );
  expect(await fill('no field } {x} }}')).toBe('no field } {x} }}');
});

test('a column goes before a field of its name, also one with blanks', async () => {
  expect(await fill('{{i}} {{first name}}', { i: 'col', 'first name': 'Mei' })).toBe('col Mei');
});

test('a value as JSON is quoted; braces can be written', async () => {
  expect(await fill('{{json name}} \\{{i}}', { name: 'a "b"\n' })).toBe('"a \\"b\\"\\n" {{i}}');
});

test('what the value of a column has in it is not read again', async () => {
  expect(await fill('{{a}}', { a: '{{i}} $& {{' })).toBe('{{i}} $& {{');
});

test('the same seed makes the same values, another one others', async () => {
  const text = '{{uuid}} {{int 1 1000000}} {{hex 16}} {{person.fullName}} {{internet.email}} {{date.past}}';
  const [one, same, other] = await Promise.all([fill(text), fill(text), fill(text, {}, 1, 8)]);
  expect([one === same, one === other]).toEqual([true, false]);
  expect(one).toMatch(/^[0-9a-f-]{36} \d+ [0-9a-f]{16} \S.* \S+@\S+ \d{4}-.*Z$/);
});

test('random fields differ from job to job and stay in their bounds', async () => {
  const template = await templateOf('{{int 3 5}} {{pick a b}}', { columns: [], seed: 1 });
  const made = new Set(Array.from({ length: 200 }, (_, at) => template.fill({}, at)));
  expect([...made].sort()).toEqual(['3 a', '3 b', '4 a', '4 b', '5 a', '5 b']);
});

test.each([
  ['a missing column', 'x\n {{emial}}', { line: 2, column: 2, name: 'emial', near: 'email' }],
  ['a column that is to be JSON', '{{json emial}}', { name: 'emial', near: 'email' }],
  ['a function of the library', '{{person.fullname}}', { near: 'person.fullName' }],
])('%s is refused with the name that was meant', async (_what, text, details) => {
  await expect(templateOf(text, { columns: ['email'], seed: 1 })).rejects.toMatchObject({
    code: 'template-near',
    details,
  });
});

test.each([
  [
    'one that is like nothing',
    '{{qqqqqq}}',
    { line: 1, column: 1, name: 'qqqqqq', known: 'email, i, uuid, int, hex, pick' },
  ],
  ['a wrong order of bounds', '{{int 5 1}}', { name: 'int 5 1' }],
  ['too long a number', '{{hex 999999999}}', { name: 'hex 999999999' }],
  ['what wants arguments', '{{helpers.arrayElement}}', { name: 'helpers.arrayElement' }],
  ['what is no function of it', '{{person.constructor}}', { name: 'person.constructor' }],
  ['nothing', '{{}}', { name: '' }],
])('%s is refused with its place and what there is', async (_what, text, details) => {
  await expect(templateOf(text, { columns: ['email'], seed: 1 })).rejects.toMatchObject({
    code: 'template-field',
    details,
  });
});

test('braces that are not closed are refused with their place', async () => {
  await expect(templateOf('ab\n\n  {{i', { columns: [], seed: 1 })).rejects.toMatchObject({
    code: 'template-open',
    details: { line: 3, column: 3 },
  });
});

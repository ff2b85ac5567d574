// @vitest-environment node
import { expect, test } from 'vitest';
import { type Block, plain, readInline, readMarkdown } from '../../../../renderer/features/help/markdown.ts';

test('a page of everything', () => {
  const page = [
    '<!-- made by a program',
    'and not by hand -->',
    '# Title, `code` and all',
    'Two lines',
    'of one paragraph.',
    '- first',
    '  goes on',
    '- second',
    '1. one',
    '2. two',
    '```sh',
    '# no heading',
    '',
    '- no item',
    '```',
    '    indented',
    '',
    '      deeper',
    '',
    '| A | B   |',
    '| - | --- |',
    '| a\\|b | `c` |',
    '## Title, `code` and all',
    '',
  ];
  const text = (words: string) => ({ kind: 'text', text: words });
  expect(readMarkdown(page.join('\n'))).toEqual([
    {
      kind: 'heading',
      level: 1,
      parts: [text('Title, '), { kind: 'code', text: 'code' }, text(' and all')],
      id: 'title-code-and-all',
    },
    { kind: 'paragraph', parts: [text('Two lines\nof one paragraph.')] },
    { kind: 'list', ordered: false, items: [[text('first\ngoes on')], [text('second')]] },
    { kind: 'list', ordered: true, items: [[text('one')], [text('two')]] },
    { kind: 'code', text: '# no heading\n\n- no item' },
    { kind: 'code', text: 'indented\n\n  deeper' },
    {
      kind: 'table',
      head: [[text('A')], [text('B')]],
      rows: [[[text('a|b')], [{ kind: 'code', text: 'c' }]]],
    },
    expect.objectContaining({ kind: 'heading', level: 2, id: 'title-code-and-all-1' }),
  ]);
});

/** Parts as a line: each with its kind in front. */
const said = (text: string): string =>
  readInline(text)
    .map((part) => {
      const words = 'parts' in part ? plain(part.parts) : part.text;
      const where = part.kind === 'link' ? ` ${part.to}` : part.kind === 'picture' ? ` ${part.from}` : '';
      return part.kind === 'text' ? words : `<${part.kind}${where}|${words}>`;
    })
    .join('');

test.each([
  ['a **bold** and an _em_ word', 'a <strong|bold> and an <em|em> word'],
  ['中文**重点**和_斜体_', '中文<strong|重点>和_斜体_'],
  ['WORK_DATA and GEARMAN_HOST_X', 'WORK_DATA and GEARMAN_HOST_X'],
  ['[words `x[1]`](a.md#b) [x]', '<link a.md#b|words x[1]> [x]'],
  ['![what](images/a.png)', '<picture images/a.png|what>'],
  ['`` a`b `` and `**`', '<code|a`b> and <code|**>'],
  ['\\*no\\* and \\\\', '*no* and \\'],
  ['<b onclick="x">', '<b onclick="x">'],
  ['2 * 3 * 4', '2 * 3 * 4'],
])('%s', (written, read) => {
  expect(said(written)).toBe(read);
});

test('anchors are those of GitHub', () => {
  const anchor = (heading: string) => (readMarkdown(`## ${heading}`)[0] as Block & { id: string }).id;
  expect(
    ["7 Wireshark's field names", 'Where `-w` differs, and why', '与 gearmand 的不同（摘要）', 'A_B – c'].map(anchor),
  ).toEqual(['7-wiresharks-field-names', 'where--w-differs-and-why', '与-gearmand-的不同摘要', 'a_b--c']);
});

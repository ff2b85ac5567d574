import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readImport } from '../../../main/workspace/import.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

async function fileOf(text: string): Promise<string> {
  const path = join(await temporaryFolder(), 'them.txt');
  await writeFile(path, text);
  return path;
}

test('another workspace offers its functions', async () => {
  const functions = [{ name: 'a', command: { kind: 'shell', line: 'date' } }];
  const path = await fileOf(JSON.stringify({ gearbench: 1, functions }));
  expect(await readImport(path)).toMatchObject({ file: 'them.txt', functions });
});

test('a text of gearman commands offers one for each, with comments and prompts passed over', async () => {
  const path = await fileOf("# workers\n$ gearman -w -f wc -- wc -l\r\n\n  gearman -w -n -f up -- tr a-z 'A-Z'\n");
  expect((await readImport(path)).functions).toMatchObject([
    { name: 'wc', command: { argv: ['wc', '-l'] } },
    { name: 'up', command: { argv: ['tr', 'a-z', 'A-Z'] }, output: 'lines' },
  ]);
});

const WC = 'gearman -w -f wc -- wc';

test.each([
  ['ls', 2, 'command-not-gearman', { what: 'ls' }, 'This begins with “ls”, not with gearman.'],
  [`\n${WC} -l`, 3, 'import-twice', { function: 'wc' }, 'wc is in a line above already.'],
])('a line that is none is refused with its number, and why: %j', async (text, line, why, what, sentence) => {
  const path = await fileOf(`${WC}\n${text}`);
  const message = `${path}, line ${line}: ${sentence}`;
  await expect(readImport(path)).rejects.toMatchObject({
    code: 'import-line',
    message,
    details: { path, line, why, ...what },
  });
});

test.each([
  ['', 'nothing-to-import'],
  ['# nothing\n', 'nothing-to-import'],
  ['{ "gearbench": 1, "functions": [] }', 'nothing-to-import'],
  ['{ "gearbench": 9 }', 'file-newer'],
  ['{ "gearbench": 1,', 'file-not-json'],
])('a file with nothing to take over says so: %j', async (text, code) => {
  await expect(readImport(await fileOf(text))).rejects.toMatchObject({ code });
});

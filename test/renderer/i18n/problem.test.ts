// @vitest-environment node
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { failureOf } from '../../../main/contract/errors.ts';
import { readImport } from '../../../main/workspace/import.ts';
import { problemText } from '../../../renderer/i18n/problem.ts';
import { textIn } from '../../../renderer/i18n/text.tsx';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const EN = textIn('en').t;
const ZH = textIn('zh').t;

describe('why a line cannot be imported is said in the language of the window', () => {
  test.each([
    ['ls -l', 'This begins with “ls”, not with gearman.', '开头是“ls”，而不是 gearman。'],
    ['gearman -f f x', 'This is no worker: it has no -w.', '这不是 Worker：没有 -w。'],
    [
      'gearman -w -- cat',
      'A worker’s command names one function with -f, not 0.',
      'Worker 的命令用 -f 指定一个函数，而不是 0。',
    ],
    [
      'gearman -w -f f',
      'What does the work of f is missing: a command behind --.',
      '缺少执行 f 的命令，应位于 -- 之后。',
    ],
    ['gearman -w -x', 'gearman has no option -x, or it needs a value.', 'gearman 没有选项 -x，或缺少它的值。'],
    ['gearman -w -f known -- cat', 'known is in a line above already.', 'known 已在前面的行中出现。'],
    [
      'gearman -w -f f -- cat | wc',
      '| makes a shell do something here. Give the command in words, or as a shell line.',
      '| 在此会让 shell 执行操作。请给出普通的命令，或使用 Shell 命令行。',
    ],
  ])('%s', async (line, en, zh) => {
    const path = join(await temporaryFolder(), 'workers.txt');
    await writeFile(path, `gearman -w -f known -- cat\n${line}\n`);
    const failure = failureOf(await readImport(path).catch((error: unknown) => error));
    expect(problemText(failure, EN)).toBe(`${path}, line 2: ${en}`);
    expect(problemText(failure, ZH)).toBe(`${path}，第 2 行：${zh}`);
  });
});

// @vitest-environment node
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { failureOf } from '../../../main/contract/errors.ts';
import { FUNCTION_COLOURS } from '../../../main/contract/functions.ts';
import { reasonDetails, reasonOf } from '../../../main/contract/reasons.ts';
import { readWorkspace } from '../../../main/workspace/file.ts';
import { readImport } from '../../../main/workspace/import.ts';
import { problemText, reasonText } from '../../../renderer/i18n/problem.ts';
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

const named = (more: object = {}) => ({ name: 'a', command: { kind: 'argv', argv: ['true'] }, ...more });
const holds = (more: object) => ({ gearbench: 1, functions: [named(more)] });

describe('why a file cannot be used is said in the language of the window', () => {
  test.each<[content: unknown, field: string, en: string, zh: string]>([
    [[], 'JSON', 'it is no object', '不是对象'],
    [{ functions: [] }, 'gearbench', 'it is missing', '缺少该项'],
    [{ gearbench: '1', functions: [] }, 'gearbench', 'it is none of 2', '不是以下任何一个：2'],
    [{ gearbench: 1 }, 'functions', 'it is missing', '缺少该项'],
    [{ gearbench: 1, functions: {} }, 'functions', 'it is no list', '不是列表'],
    [
      { gearbench: 1, functions: [named(), named()] },
      'functions',
      'two functions have the same name',
      '有两个函数同名',
    ],
    [
      holds({ name: 'b c' }),
      'functions.0.name',
      'it has blanks, control or invisible characters in it',
      '含有空白、控制字符或不可见字符',
    ],
    [holds({ name: '函'.repeat(100) }), 'functions.0.name', 'it has more than 255 bytes', '超过 255 个字节'],
    [holds({ name: '' }), 'functions.0.name', 'it is empty', '为空'],
    [holds({ workers: 0 }), 'functions.0.workers', 'it is less than 1', '小于 1'],
    [holds({ workers: 65 }), 'functions.0.workers', 'it is more than 64', '大于 64'],
    [holds({ workers: 1.5 }), 'functions.0.workers', 'it is no whole number', '不是整数'],
    [holds({ workers: '2' }), 'functions.0.workers', 'it is no number', '不是数字'],
    [holds({ prestart: 1 }), 'functions.0.prestart', 'it is neither true nor false', '既不是 true 也不是 false'],
    [holds({ description: 1 }), 'functions.0.description', 'it is no text', '不是文本'],
    [
      holds({ description: 'x'.repeat(2001) }),
      'functions.0.description',
      'it has more characters than 2000',
      '超过 2000 个字符',
    ],
    [
      holds({ colour: 'pink' }),
      'functions.0.colour',
      `it is none of ${FUNCTION_COLOURS.join(', ')}`,
      `不是以下任何一个：${FUNCTION_COLOURS.join(', ')}`,
    ],
    [holds({ command: { kind: 'exec' } }), 'functions.0.command.kind', 'there is no such kind', '没有这种类型'],
    [
      holds({ command: { kind: 'argv', argv: [''] } }),
      'functions.0.command.argv',
      'the program is missing',
      '缺少程序',
    ],
    [
      holds({ command: { kind: 'argv', argv: Array(257).fill('x') } }),
      'functions.0.command.argv',
      'it has more entries than 256',
      '超过 256 项',
    ],
    [holds({ folder: '\0' }), 'functions.0.folder', 'it has a NUL in it', '含有 NUL'],
    [holds({ servers: ['db'] }), 'functions.0.servers.0', 'it is not host:port', '不是 host:port 的形式'],
    [holds({ servers: ['db:99999'] }), 'functions.0.servers.0', 'a port is 1 to 65535', '端口须在 1 到 65535 之间'],
    [
      holds({ environment: { '1': '' } }),
      'functions.0.environment.1',
      'it is not the name of a variable',
      '不是有效的变量名',
    ],
    [
      holds({ environment: { A: '' }, secrets: ['A'] }),
      'functions.0.secrets',
      'a variable is a secret or has a value in the file, not both',
      '变量要么是机密，要么在文件中有值，不能两者兼有',
    ],
    [
      holds({ secrets: ['GEARBENCH_X'] }),
      'functions.0.secrets.0',
      'variables of Gearbench cannot be used',
      '不能使用 Gearbench 自己的变量',
    ],
    [holds({ secrets: ['A', 'A'] }), 'functions.0.secrets', 'a name stands twice in it', '其中有名称重复'],
    [
      holds({ progress: '(' }),
      'functions.0.progress',
      'it is no pattern with one or two groups',
      '不是带有一个或两个分组的正则表达式',
    ],
  ])('%j', async (content, field, en, zh) => {
    const path = join(await temporaryFolder(), 'broken.gearbench');
    await writeFile(path, JSON.stringify(content));
    const failure = failureOf(await readWorkspace(path).catch((error: unknown) => error));
    expect([failure.message, problemText(failure, EN), problemText(failure, ZH)]).toEqual([
      `${path} cannot be used: ${field}: ${en}.`,
      `${path} cannot be used: ${field}: ${en}.`,
      `${path} 无法使用：${field}：${zh}。`,
    ]);
  });

  test('so is what the system refused', async () => {
    const folder = await temporaryFolder();
    const failure = failureOf(await readWorkspace(`${folder}/${'x'.repeat(300)}`).catch((error: unknown) => error));
    expect(failure.message).toContain('ENAMETOOLONG');
    expect(problemText(failure, ZH)).toMatch(/^无法读取 .*：名称过长。$/);
    const unknown = { ...failure, details: reasonDetails(reasonOf({ code: 'ENOMEDIUM' })) };
    expect(reasonText(unknown, ZH)).toBe('系统报告 ENOMEDIUM');
  });
});

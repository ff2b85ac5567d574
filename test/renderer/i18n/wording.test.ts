// @vitest-environment node
import { expect, test } from 'vitest';
import { en } from '../../../renderer/i18n/en.ts';
import type { MessageId } from '../../../renderer/i18n/text.tsx';
import { zh } from '../../../renderer/i18n/zh.ts';

const ids = Object.keys(en) as MessageId[];
/** A message without the names of what is put into it. */
const wordsOf = (message: string): string => message.replace(/\{\w+(?=[,}])/g, '{').replace(/<\/?b>/g, '');
const matching = (catalog: Record<MessageId, string>, pattern: RegExp) =>
  ids.filter((id) => pattern.test(wordsOf(catalog[id])));

test('English neither shouts nor pleads nor plays down', () => {
  expect(matching(en, /!|\b(please|simply|just|oops|sorry)\b/i)).toEqual([]);
});

test('English quotes, apostrophes and dots are the typographic ones', () => {
  expect(matching(en, /"|'|\.\.\./)).toEqual([]);
});

const TERMS: [english: RegExp, chinese: string][] = [
  [/\bjob servers?\b/i, '任务服务器'],
  [/\bjobs?\b/i, '任务'],
  [/\bworkers?\b/i, 'Worker'],
  [/\bclients?\b/i, '客户端'],
  [/\bfunctions?\b/i, '函数'],
  [/\bworkloads?\b/i, '任务数据'],
  [/\bhandles?\b/i, '句柄'],
  [/\bunique ID\b/i, '唯一 ID'],
  [/\bpackets?\b/i, '数据包'],
  [/\bpriority\b/i, '优先级'],
  [/\bforeground\b/i, '前台'],
  [/\bbackground\b/i, '后台'],
  [/\bqueued\b/i, '排队'],
];

test.each(TERMS)('%s is %s wherever it is said', (english, chinese) => {
  expect(matching(en, english).filter((id) => !zh[id].includes(chinese))).toEqual([]);
});

test('a job is queued and running in the words of the glossary', () => {
  expect([zh['job.queued'], zh['job.running'], zh['column.handle'], zh['party.worker']]).toEqual([
    '排队中',
    '执行中',
    '任务句柄',
    'Worker',
  ]);
});

test('Chinese knows one word for each thing', () => {
  expect(matching(zh, /作业|工作者|工作进程|工人|负载|载荷|报文|封包|客户机|唯一标识|唯一ID|\bworkers?\b/)).toEqual([]);
  expect(matching(zh, /句柄/).filter((id) => !zh[id].includes('任务'))).toEqual([]);
});

const HAN = '\\p{Script=Han}';

test('Chinese has its own punctuation', () => {
  expect(matching(zh, new RegExp(`${HAN}[ ]?[,.?!:;()"']|[,?!:;()"'][ ]?${HAN}`, 'u'))).toEqual([]);
  expect(matching(zh, /！/)).toEqual([]);
});

test('a duration, which ends in a Chinese word, does not stand apart from what follows', () => {
  expect(ids.filter((id) => new RegExp(`\\{(ran|waited|time)\\} ${HAN}`, 'u').test(zh[id]))).toEqual([]);
});

test('Chinese stands apart from Latin words and figures', () => {
  expect(matching(zh, new RegExp(`${HAN}[a-z0-9]|[a-z0-9]${HAN}`, 'iu'))).toEqual([]);
});

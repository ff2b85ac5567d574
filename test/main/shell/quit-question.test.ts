import { expect, test } from 'vitest';
import type { Ending } from '../../../main/contract/glance.ts';
import { type QuitReason, quitQuestion } from '../../../main/shell/quit-question.ts';
import { textsFor } from '../../../main/shell/texts.ts';

const en = textsFor('en', 'en');
const NOTHING: Ending = {
  server: null,
  workers: 0,
  running: 0,
  lost: 0,
  batch: false,
  recording: false,
  step: false,
};
const RUNS: Ending = { ...NOTHING, server: '127.0.0.1:4730' };

const ask = (ending: Ending, reason: QuitReason = 'quit', canStay = false, texts = en) =>
  quitQuestion(ending, texts, { reason, canStay });

test('where nothing stops that could be missed, nothing is asked', () => {
  expect([ask(NOTHING), ask(RUNS), ask(NOTHING, 'close')]).toEqual([null, null, null]);
});

test('all that would stop is named, each with its number', () => {
  const all: Ending = { ...RUNS, workers: 3, running: 1, lost: 1200, batch: true, recording: true, step: true };
  expect(ask(all)).toEqual({
    message: 'Quit Gearbench?',
    detail: [
      'This stops:',
      '• the job server at 127.0.0.1:4730',
      '• 3 workers',
      '• 1 job that runs',
      '• 1,200 queued jobs, which are lost: they are in memory only',
      '• the submitting of many jobs',
      '• the recording of packets to a file',
      '• a step of a plan for PHP',
    ].join('\n'),
    answers: ['quit', 'cancel'],
    buttons: ['Quit', 'Cancel'],
  });
});

test('where it can go on without a window, that is an answer too', () => {
  const question = ask({ ...RUNS, workers: 1 }, 'quit', true);
  expect([question?.answers, question?.buttons]).toEqual([
    ['quit', 'stay', 'cancel'],
    ['Quit', 'Keep running', 'Cancel'],
  ]);
  expect(question?.detail).toContain('• 1 worker\n'.trimEnd());
});

test('a closed window that ends the server says so even where nothing else goes on', () => {
  expect(ask(RUNS, 'close')).toMatchObject({
    message: 'Close the window and quit Gearbench?',
    detail: 'This desktop has no tray in which it could go on.\n\nThis stops:\n• the job server at 127.0.0.1:4730',
  });
});

test('in Chinese', () => {
  expect(ask({ ...RUNS, lost: 1 }, 'quit', true, textsFor('zh', 'en'))).toMatchObject({
    message: '要退出 Gearbench 吗？',
    detail: '以下内容将会停止：\n• 127.0.0.1:4730 上的任务服务器\n• 1 个排队中的任务（仅保存在内存中，将会丢失）',
    buttons: ['退出', '继续运行', '取消'],
  });
});

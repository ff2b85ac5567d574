import { expect, test } from 'vitest';
import { AnsweringThread } from '../../../main/util/answering-thread.ts';
import { afterThisTest } from '../../support/cleanup.ts';

function thread(memory?: number) {
  const own = new AnsweringThread<string, string>(
    'slow-thread',
    new URL('../../support/slow-thread.ts', import.meta.url).href,
    memory,
  );
  afterThisTest(() => own.close());
  return (order: string, patience = 60_000) => own.ask(order, patience).catch((error: { why: string }) => error.why);
}

test('questions are answered one after the other', async () => {
  const ask = thread();
  expect(await Promise.all([ask('answer'), ask('throw'), ask('answer')])).toEqual(['done', 'fault', 'done']);
});

test('a thread that takes too long is ended, and the next question has another one', async () => {
  const ask = thread();
  expect(await Promise.all([ask('hang', 300), ask('answer')])).toEqual(['late', 'done']);
});

test('one that takes too much memory takes nothing else with it', async () => {
  const ask = thread(24);
  expect(await Promise.all([ask('grow'), ask('answer')])).toEqual(['memory', 'done']);
});

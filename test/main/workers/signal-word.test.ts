import { expect, test } from 'vitest';
import { SignalWord } from '../../../main/workers/signal-word.ts';

function word() {
  const told: string[] = [];
  const errors = new SignalWord((chunk) => told.push(String(chunk)));
  return { told, add: (text: string) => errors.add(Buffer.from(text)), errors };
}

test('the word of a shell about the signal is not the command’s', () => {
  const { told, add, errors } = word();
  add('oops\nKilled\n');
  expect(told).toEqual(['oops\n']);
  expect([errors.tells('SIGTERM'), errors.tells('SIGKILL'), errors.tells('SIGKILL')]).toEqual([false, true, false]);
  errors.flush();
  expect(told).toEqual(['oops\n']);
});

test('a core that was dumped changes nothing, and a word in a piece of its own neither', () => {
  const { told, add, errors } = word();
  add('oops\n');
  add('Segmentation fault (core dumped)\n');
  expect([told, errors.tells('SIGSEGV')]).toEqual([['oops\n'], true]);
});

test('the same word of the command itself comes, if later', () => {
  const { told, add, errors } = word();
  add('Killed\n');
  add('and Terminated\n');
  expect(told).toEqual(['Killed\n', 'and ']);
  errors.flush();
  expect(told).toEqual(['Killed\n', 'and ', 'Terminated\n']);
});

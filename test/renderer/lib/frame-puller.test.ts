// @vitest-environment node
import { expect, onTestFinished, test } from 'vitest';
import { framePuller } from '../../../renderer/lib/frame-puller.ts';

/** A puller whose frames and pulls come when the test says so. */
function setup() {
  const frames: (() => void)[] = [];
  const pulls: PromiseWithResolvers<void>[] = [];
  const puller = framePuller(
    () => {
      const pull = Promise.withResolvers<void>();
      pulls.push(pull);
      return pull.promise;
    },
    (run) => frames.push(run),
  );
  const settle = () => new Promise((resolve) => setTimeout(resolve));
  return {
    poke: puller.poke,
    frame: () => frames.shift()?.(),
    finish: async () => {
      pulls.at(-1)?.resolve();
      await settle();
    },
    fail: async (error: Error) => {
      pulls.at(-1)?.reject(error);
      await settle();
    },
    /** Pulls so far, and frames that are waited for. */
    counts: () => [pulls.length, frames.length],
  };
}

test('pokes before a frame cost one pull', async () => {
  const { poke, frame, finish, counts } = setup();
  for (let count = 0; count < 10; count += 1) poke();
  expect(counts()).toEqual([0, 1]);
  frame();
  await finish();
  expect(counts()).toEqual([1, 0]);
});

test('a thousand pokes during one slow pull cost one more pull', async () => {
  const { poke, frame, finish, counts } = setup();
  poke();
  frame();
  for (let count = 0; count < 1000; count += 1) poke();
  expect(counts()).toEqual([1, 0]);
  await finish();
  expect(counts()).toEqual([1, 1]);
  frame();
  await finish();
  expect(counts()).toEqual([2, 0]);
});

test('a pull that fails is told once and ends nothing', async () => {
  const told: unknown[] = [];
  const others = process.rawListeners('unhandledRejection') as NodeJS.UnhandledRejectionListener[];
  process.removeAllListeners('unhandledRejection').on('unhandledRejection', (reason) => told.push(reason));
  onTestFinished(() => {
    process.removeAllListeners('unhandledRejection');
    for (const each of others) process.on('unhandledRejection', each);
  });
  const { poke, frame, fail, finish, counts } = setup();
  const fault = new Error('the engine is gone');
  poke();
  frame();
  poke();
  await fail(fault);
  expect([told, counts()]).toEqual([[fault], [1, 1]]);
  frame();
  await finish();
  poke();
  frame();
  expect(counts()).toEqual([3, 0]);
});

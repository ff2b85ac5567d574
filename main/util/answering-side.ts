import { parentPort } from 'node:worker_threads';
import type { Said } from './answering-thread.ts';

/** The other side of an `AnsweringThread`: answers each question of it with what `answer` returns. */
export function answerAll<Q, A>(answer: (question: Q) => A | Promise<A>): void {
  const say = (said: Said<A>) => parentPort?.postMessage(said);
  parentPort?.on('message', async (question: Q) => {
    try {
      say({ answer: await answer(question) });
    } catch (error) {
      say({ fault: (error as Error).stack ?? String(error) });
    }
  });
  say({ ready: true });
}

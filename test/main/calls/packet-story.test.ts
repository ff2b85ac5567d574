import { expect, test } from 'vitest';
import { replayed } from '../../support/replayed.ts';

/** Packets of more jobs than are looked at in one turn, and what is asked of them. */
function captured() {
  const { ring, recorder, handlers, replay } = replayed();
  let last = 0;
  /** Returns the number of the last job. */
  const comes = (packets: number) => {
    for (const until = ring.next + packets; ring.next < until; ) replay(++last);
    return last;
  };
  const story = (job: number) =>
    handlers['packets.story']({ server: 'local', run: recorder.run, handle: `H:replay:${job}` });
  return { comes, story };
}

test('the first question about a job waits until it is known which packets are of it', async () => {
  const { comes, story } = captured();
  const { steps, partly } = await story(comes(100_000));
  expect([partly, steps[0]?.kind, steps.every(({ packets }) => packets.length > 0)]).toEqual([
    false,
    'submitted',
    true,
  ]);
});

test('it does not wait for what comes after it', async () => {
  const { comes, story } = captured();
  const job = comes(20_000);
  let isTold = false;
  const flood = () => {
    comes(20_000);
    if (!isTold) setImmediate(flood);
  };
  setImmediate(flood);
  const { steps, partly } = await story(job);
  isTold = true;
  expect([partly, steps[0]?.kind]).toEqual([false, 'submitted']);
});

import { expect, test } from 'vitest';
import { packetCalls } from '../../../main/calls/packets.ts';
import { Recorder } from '../../../main/capture/recorder.ts';
import { openReplay, replayJob } from '../../../main/capture/replay.ts';
import { CaptureRing } from '../../../main/capture/ring.ts';
import { now } from '../../../main/util/clock.ts';
import { Rate } from '../../../main/util/rate.ts';

/** Packets of more jobs than are looked at in one turn, and what is asked of them. */
function captured() {
  const ring = new CaptureRing();
  const recorder = new Recorder({ ring, host: 0, server: 'local', run: now(), rate: new Rate(), onPacket: () => {} });
  const { handlers } = packetCalls({
    ring,
    recorders: [recorder],
    functionOf: () => undefined,
    rules: () => [],
    onChange: () => {},
  });
  openReplay(recorder);
  let last = 0;
  /** Returns the number of the last job. */
  const comes = (packets: number) => {
    for (const until = ring.next + packets; ring.next < until; ) replayJob(recorder, ++last, now());
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

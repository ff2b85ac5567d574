import { expect, test } from 'vitest';
import { packetCalls } from '../../../main/calls/packets.ts';
import { Recorder } from '../../../main/capture/recorder.ts';
import { openReplay, replayJob } from '../../../main/capture/replay.ts';
import { CaptureRing } from '../../../main/capture/ring.ts';
import { now } from '../../../main/util/clock.ts';
import { Rate } from '../../../main/util/rate.ts';

test('the first question about a job waits until it is known which packets are of it', async () => {
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
  // More than are looked at in one turn.
  let last = 0;
  while (ring.next < 100_000) replayJob(recorder, ++last, now());

  const { steps, partly } = await handlers['packets.story']({
    server: 'local',
    run: recorder.run,
    handle: `H:replay:${last}`,
  });
  expect([partly, steps[0]?.kind, steps.every(({ packets }) => packets.length > 0)]).toEqual([
    false,
    'submitted',
    true,
  ]);
});

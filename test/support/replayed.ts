import { packetCalls } from '../../main/calls/packets.ts';
import { Recorder } from '../../main/capture/recorder.ts';
import { openReplay, replayJob } from '../../main/capture/replay.ts';
import { CaptureRing } from '../../main/capture/ring.ts';
import { now } from '../../main/util/clock.ts';
import { Rate } from '../../main/util/rate.ts';

/** A capture that made-up jobs are put into, and the calls about its packets. */
export function replayed() {
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
  return { ring, recorder, handlers, replay: (job: number) => replayJob(recorder, job, now()) };
}

import { expect, test, vi } from 'vitest';
import { CaptureRing } from '../../../main/capture/ring.ts';
import { touchBeforehand } from '../../../main/capture/touch.ts';
import { afterThisTest } from '../../support/cleanup.ts';

test('memory for packets is taken when there are many of them, and not before', async () => {
  const ring = new CaptureRing({ entries: 1 << 15, bytes: 8 * 1024 * 1024, perPacket: 1024 });
  const touched = vi.spyOn(ring, 'touch');
  const ended = new AbortController();
  afterThisTest(() => ended.abort());
  const whole = touchBeforehand(ring, ended.signal);
  const packets = (count: number) => {
    for (let seq = 0; seq < count; seq += 1) ring.add(seq, 0, 1, 'in', 1, 12);
  };
  packets(19_999);
  await new Promise((later) => setTimeout(later, 300));
  expect(touched).not.toHaveBeenCalled();
  packets(1);
  await whole;
  expect(ring.touch()).toBe(false); // it has all
});

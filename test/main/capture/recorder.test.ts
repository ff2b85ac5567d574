import { expect, test } from 'vitest';
import { now } from '../../../main/util/clock.ts';
import { captureOf } from '../../support/capture.ts';
import { bytes } from '../../support/packets.ts';

test('a connection is asked who it is while it lives, and remembered after it has gone', () => {
  const { recorder } = captureOf();
  let clientId = '';
  recorder.opened(1, () => ({ address: '127.0.0.1:50001', clientId, role: 'worker', origin: 'other', heardAt: 0 }));
  expect(recorder.facts(1)?.clientId).toBe('');
  clientId = 'w1';
  expect(recorder.facts(1)?.clientId).toBe('w1');
  recorder.closed(1);
  clientId = 'changed later';
  expect(recorder.facts(1)).toEqual({
    address: '127.0.0.1:50001',
    clientId: 'w1',
    role: 'worker',
    origin: 'other',
    heardAt: 0,
  });
  expect(recorder.facts(2)).toBe(undefined);
});

test('the packets of our own probe are recorded, but neither counted nor told', () => {
  const { open, hear, ring, rate, told, recorder } = captureOf();
  open(1, { origin: 'probe' });
  open(2, { origin: 'self' });
  hear(1, { name: 'ECHO_REQ', data: bytes('gearbench') });
  expect([ring.next, told(), rate.last(60, now())]).toEqual([1, 0, 0]);
  hear(2, { name: 'ECHO_REQ', data: bytes('mine') });
  expect([ring.next, told(), rate.last(60, now())]).toEqual([2, 1, 1]);
  expect([recorder.isProbe(1), recorder.isProbe(2)]).toEqual([true, false]);
});

test('a probe is known as one after it has gone', () => {
  const { open, hear, recorder } = captureOf();
  open(1, { origin: 'probe' });
  hear(1, { name: 'ECHO_REQ', data: bytes('') });
  recorder.closed(1);
  expect(recorder.isProbe(1)).toBe(true);
});

test('of the connections that have gone the last 20,000 are remembered', () => {
  const { open, recorder } = captureOf();
  for (let id = 1; id <= 20_001; id += 1) {
    open(id);
    recorder.closed(id);
  }
  recorder.closed(1);
  expect([1, 2, 20_001].map((id) => recorder.facts(id) !== undefined)).toEqual([false, true, true]);
});

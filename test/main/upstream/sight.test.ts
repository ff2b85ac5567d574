import { expect, test } from 'vitest';
import { Recorder } from '../../../main/capture/recorder.ts';
import { CaptureRing } from '../../../main/capture/ring.ts';
import { encode } from '../../../main/protocol/codec.ts';
import { GARBAGE } from '../../../main/protocol/framer.ts';
import { nameOf } from '../../../main/protocol/packets.ts';
import { ObservedJobs } from '../../../main/upstream/observed-jobs.ts';
import { Party } from '../../../main/upstream/party.ts';
import { countHeld, Sight } from '../../../main/upstream/sight.ts';
import { Rate } from '../../../main/util/rate.ts';
import { afterThisTest } from '../../support/cleanup.ts';
import { bytes } from '../../support/packets.ts';

const PLENTY = 1024 * 1024 * 1024;

test('where much is held already, a large packet is seen by its beginning, and what follows as it is', () => {
  countHeld(0, PLENTY);
  afterThisTest(() => void countHeld(PLENTY, 0));
  const ring = new CaptureRing();
  const recorder = new Recorder({ ring, host: 0, server: 'proxy', run: 1, rate: new Rate(), onPacket: () => {} });
  const kinds: string[] = [];
  const jobs = new ObservedJobs(({ kind }) => void kinds.push(kind));
  const party = new Party('', 0, jobs.connect(1));
  recorder.opened(1, () => party.facts(() => 'other'));
  const sight = new Sight({ recorder, jobs }, 1, party, 'in');
  const all = Buffer.concat([
    encode({ name: 'ECHO_REQ', data: bytes('before') }, 'REQ'),
    encode({ name: 'SUBMIT_JOB', function: 'f', unique: '', workload: Buffer.alloc(3_000_000, 'w') }, 'REQ'),
    encode({ name: 'ECHO_REQ', data: bytes('after') }, 'REQ'),
    Buffer.from('\0none', 'latin1'),
    bytes('of it is Gearman'),
  ]);
  for (let at = 0; at < all.length; at += 50_000) sight.see(all.subarray(at, at + 50_000), 0);
  sight.end(0);
  const entries = Array.from({ length: ring.next }, (_, seq) => ring.get(seq));
  expect(entries.map((entry) => [entry?.type === GARBAGE ? 'garbage' : nameOf(entry?.type ?? 0), entry?.size])).toEqual(
    [
      ['ECHO_REQ', 18],
      ['SUBMIT_JOB', 3_000_015],
      ['ECHO_REQ', 17],
      ['garbage', 21],
    ],
  );
  expect(entries[1]?.bytes.length).toBeLessThan(60_000);
  expect(party).toMatchObject({ role: 'client' });
  expect(party.did().submitted).toBe('f');
  expect(kinds).toEqual([]);
});

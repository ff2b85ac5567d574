import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { JobIndex } from '../../../main/capture/job-index.ts';
import { Recorder } from '../../../main/capture/recorder.ts';
import { CaptureRing, DEFAULT_RING } from '../../../main/capture/ring.ts';
import { onServers, scopeOf } from '../../../main/capture/scope.ts';
import { PacketView } from '../../../main/capture/view.ts';
import type { PacketScope } from '../../../main/contract/packets.ts';
import { filterOf } from '../../../main/filter/filter.ts';
import { TEXT } from '../../../main/protocol/framer.ts';
import { Rate } from '../../../main/util/rate.ts';
import { bytes } from '../../support/packets.ts';
import { recordedConversation } from '../../support/recorded.ts';

const EVERYTHING: PacketScope = { job: null, connections: null, time: null, servers: null };

function viewing(scope: Partial<PacketScope>, filter = '') {
  const conversation = recordedConversation();
  const { ring, recorder, rowOf, short, facts } = conversation;
  const { accepts } = filterOf(filter, facts);
  const jobs = new JobIndex(ring);
  const chosen = scopeOf({ ...EVERYTHING, ...scope }, { ring, recorders: [recorder], jobs });
  const view = new PacketView(
    {
      ring,
      rowOf,
      isProbe: () => false,
      claims: () => 0,
      accepts,
      onProgress: vi.fn(),
      ...(chosen && { scope: chosen }),
    },
    { filter, probes: false },
  );
  return {
    ...conversation,
    jobs,
    view,
    seen: () => {
      jobs.catchUp();
      return view.window({ from: 0, rows: 100, until: null }).rows.map(({ seq }) => short(seq));
    },
  };
}

const job = { server: 'local', run: 7, handle: 'H:t:1' };

test('a job alone, as it goes on, and a filter within it', () => {
  for (const [filter, found] of [
    ['', ['1 > SUBMIT_JOB', '> 1 JOB_CREATED', '2 > GRAB_JOB_UNIQ', '> 2 JOB_ASSIGN_UNIQ']],
    ['job_assign', ['> 2 JOB_ASSIGN_UNIQ']],
  ] as const) {
    const { submit, take, seen } = viewing({ job }, filter);
    expect(seen()).toEqual([]);
    submit(1, 'wc');
    submit(3, 'wc');
    seen();
    take(2, 'wc');
    expect(seen()).toEqual(found);
  }
});

test('what becomes known late takes its place', () => {
  const { hear, say, seen } = viewing({ job });
  hear(2, { name: 'SUBMIT_JOB', function: 'wc', unique: '', workload: bytes('') });
  say(1, { name: 'WORK_STATUS', handle: 'H:t:1', numerator: '1', denominator: '2' });
  expect(seen()).toEqual(['> 1 WORK_STATUS']);
  say(2, { name: 'JOB_CREATED', handle: 'H:t:1' });
  expect(seen()).toEqual(['2 > SUBMIT_JOB', '> 1 WORK_STATUS', '> 2 JOB_CREATED']);
});

test('some connections alone, of one run', () => {
  const { submit, seen } = viewing({ connections: [{ server: 'local', run: 7, number: 3 }] });
  submit(1, 'wc');
  submit(3, 'wc');
  expect(seen()).toEqual(['3 > SUBMIT_JOB', '> 3 JOB_CREATED']);
  const other = viewing({ connections: [{ server: 'local', run: 8, number: 3 }] });
  other.submit(3, 'wc');
  expect(other.seen()).toEqual([]);
});

test('a time alone, its end left out', () => {
  const { ring, submit } = recordedConversation();
  submit(1, 'wc');
  const at = ring.atOf(0);
  const parts = { ring, recorders: [], jobs: new JobIndex(ring) };
  const lets = (from: number, to: number) => scopeOf({ ...EVERYTHING, time: { from, to } }, parts)?.lets(0);
  expect([lets(at, at + 1), lets(at - 1, at), lets(at + 1, at + 2)]).toEqual([true, false, false]);
  expect(scopeOf(EVERYTHING, parts)).toBe(undefined);
});

test('packets of some servers alone, whatever starts of them came before or after', () => {
  const ids = ['local', 'staging', 'production'] as const;
  const chosen = fc.option(fc.subarray([...ids, 'gone']), { nil: null });
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom(...ids), fc.boolean())), chosen, (came, servers) => {
      const ring = new CaptureRing(DEFAULT_RING);
      const recorders: Recorder[] = [];
      const lets = onServers(servers, { ring, recorders });
      const seen: boolean[] = [];
      for (const [server, starts] of came) {
        let host = recorders.findLastIndex((each) => each.server === server);
        if (starts || host < 0) {
          const parts = { ring, host: recorders.length, server, run: recorders.length, rate: new Rate() };
          host = recorders.push(new Recorder({ ...parts, onPacket: () => {} })) - 1;
        }
        const block = bytes('text');
        const recorder = recorders[host] as Recorder;
        recorder.place(recorder.packet(1, 1, 'in', TEXT, block.length), block, recorder.keep(block), 0);
        seen.push(lets?.(ring.next - 1) ?? true);
      }
      expect(seen).toEqual(came.map(([server]) => servers === null || servers.includes(server)));
    }),
  );
});

test('a place is where a packet is shown, else the next one or the one before', () => {
  const { submit, seen, view } = viewing({ connections: [{ server: 'local', run: 7, number: 3 }] });
  for (const client of [1, 3, 1, 3]) submit(client, 'wc');
  seen();
  expect([view.from(0), view.at(2), view.at(0), view.from(4), view.from(8), view.before(8), view.before(2)]).toEqual([
    { seq: 2, position: 0 },
    { seq: 2, position: 0 },
    null,
    { seq: 6, position: 2 },
    null,
    { seq: 7, position: 3 },
    null,
  ]);
});

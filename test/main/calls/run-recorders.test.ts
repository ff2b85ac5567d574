import { expect, test } from 'vitest';
import { runRecorders } from '../../../main/calls/run-recorders.ts';
import { CaptureRing, DEFAULT_RING, HOSTS_MOST } from '../../../main/capture/ring.ts';
import { onServers } from '../../../main/capture/scope.ts';

/** Recorders over a ring of a few packets. */
function recorders(entries = 4) {
  const ring = new CaptureRing({ ...DEFAULT_RING, entries, bytes: 1 << 20 });
  const parts = { ring, records: true, replay: undefined, signal: new AbortController().signal };
  const all = runRecorders({ ...parts, onPacket: () => {}, onJob: () => {}, onWorkers: () => {} });
  const block = Buffer.alloc(12);
  /** A run in which a connection comes, sends one packet and goes, if it does not go on after the run; undefined where nobody records it. */
  const run = (server: string, number: number, goesOn = false) => {
    const { recorder } = all.record(server, number);
    if (recorder === undefined) return undefined;
    const facts = {
      address: `${server} ${number}`,
      clientId: '',
      role: undefined,
      origin: 'other',
      heardAt: 1,
    } as const;
    recorder.opened(1, () => facts);
    recorder.place(recorder.packet(number, 1, 'in', 16, 12), block, recorder.keep(block), 0);
    if (!goesOn) recorder.closed(1);
    return recorder;
  };
  /** Whose the packets of the ring are. */
  const held = () =>
    Array.from({ length: ring.next - ring.first }, (_, at) => {
      const { server, run: number, facts } = all.all[ring.hostOf(ring.first + at)] ?? {};
      return `${server} ${number} ${facts?.call(all.all[ring.hostOf(ring.first + at)], 1)?.address}`;
    });
  return { ...all, ring, run, held };
}

test('of a run that is over nothing is remembered once its packets have left', () => {
  const { run, all } = recorders();
  const first = run('local', 0);
  for (let number = 1; number < 6; number += 1) run('local', number);
  expect(first?.facts(1)).toBeUndefined();
  expect(all[5]?.facts(1)?.address).toBe('local 5');
});

test('a connection that goes on after its run is known until it leaves, and no other run waits for that', () => {
  const { run } = recorders();
  const first = run('proxy', 0, true);
  const second = run('proxy', 1);
  for (let number = 2; number < 8; number += 1) run('proxy', number);
  expect([first?.facts(1)?.address, second?.facts(1)]).toEqual(['proxy 0', undefined]);
  first?.closed(1);
  for (let number = 8; number < 16; number += 1) run('proxy', number);
  expect(first?.facts(1)).toBeUndefined();
});

test('after as many runs as a packet can name each packet is still that of its run', () => {
  const { run, held, all, ring } = recorders();
  run('second', 1);
  const isSecond = onServers(['second'], { ring, recorders: all });
  expect(isSecond?.(0)).toBe(true);
  for (let number = 2; number < HOSTS_MOST + 10; number += 1) run('local', number);
  const last = HOSTS_MOST + 9;
  expect(held()).toEqual([3, 2, 1, 0].map((back) => `local ${last - back} local ${last - back}`));
  expect(all.length).toBe(HOSTS_MOST);
  // The one that goes on keeps its place, though its packets have left.
  expect(all[0]).toMatchObject({ server: 'second', run: 1 });
  const again = run('second', last + 1);
  expect(again && isSecond?.(ring.next - 1)).toBe(true);
  expect(isSecond?.(ring.next - 2)).toBe(false);
});

test('a run is not recorded where the ring has packets of as many runs as it can name', () => {
  const { run, last } = recorders(HOSTS_MOST + 1);
  for (let number = 0; number < HOSTS_MOST; number += 1) run('local', number);
  expect(run('local', HOSTS_MOST)).toBeUndefined();
  expect(last.get('local')).toBeUndefined();
});

test('of a server that is not in the list any more neither rate nor connections are kept', () => {
  const { run, rates, last, forget } = recorders();
  const recorder = run('second', 1);
  forget('second');
  expect([rates.size, last.size]).toEqual([0, 0]);
  for (let number = 2; number < 8; number += 1) run('local', number);
  expect(recorder?.facts(1)).toBeUndefined();
});

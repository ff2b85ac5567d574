import { expect, test } from 'vitest';
import { lanesOf } from '../../../main/capture/lanes.ts';
import { Tally } from '../../../main/capture/tally.ts';
import { PACKET_FAMILIES } from '../../../main/contract/packets.ts';
import { PACKETS } from '../../../main/protocol/packets.ts';
import { captureOf } from '../../support/capture.ts';

/** Packets of a type on a connection at a time, ms. */
function timed(...packets: [at: number, connection: number, type: keyof typeof PACKETS][]) {
  const { ring, recorder, open } = captureOf();
  for (let id = 1; id <= 12; id += 1)
    open(id, { clientId: id === 2 ? 'wc-1' : '', role: id === 2 ? 'worker' : undefined });
  for (const [at, connection, type] of packets) {
    const block = Buffer.alloc(12);
    const position = recorder.keep(block);
    recorder.place(recorder.packet(at, connection, 'in', PACKETS[type].type, 12), block, position, 0);
  }
  const none = () => false;
  return {
    ring,
    lanes: (more: Partial<Parameters<typeof lanesOf>[0]> = {}, isHidden: (seq: number) => boolean = none) =>
      lanesOf({ span: 1000, columns: 4, until: null, ...more }, { ring, recorders: [recorder], isHidden }),
    tally: new Tally({ ring, isHidden: none }),
  };
}

const families = (cells: Uint8Array) =>
  [...cells].map((cell) => PACKET_FAMILIES.filter((_, bit) => (cell & (1 << bit)) !== 0).join('+'));

test('a lane for each connection, cut into columns of what was said', () => {
  const { lanes } = timed(
    [100, 1, 'SUBMIT_JOB'],
    [110, 2, 'GRAB_JOB'],
    [300, 2, 'WORK_STATUS'],
    [305, 2, 'WORK_FAIL'],
    [500, 1, 'ECHO_REQ'],
  );
  const { from, to, lanes: found, others } = lanes();
  expect([from, to, others]).toEqual([100, 500, 0]);
  expect(
    found.map(({ connection, who, role, packets, cells }) => [connection.number, who, role, packets, families(cells)]),
  ).toEqual([
    [1, '127.0.0.1:50001', null, 2, ['submission', '', '', 'admin']],
    [2, 'wc-1', 'worker', 3, ['assignment', '', 'progress+error', '']],
  ]);
});

test('only so far back, up to a packet, and without what is hidden', () => {
  const { lanes } = timed([100, 1, 'SUBMIT_JOB'], [2000, 2, 'GRAB_JOB'], [2500, 3, 'NOOP'], [2600, 4, 'NOOP']);
  const numbers = (...asked: Parameters<typeof lanes>) => lanes(...asked).lanes.map((lane) => lane.connection.number);
  expect([numbers(), numbers({ until: 3 }), numbers({ span: 10_000 }, (seq) => seq === 1)]).toEqual([
    [2, 3, 4],
    [2, 3],
    [1, 3, 4],
  ]);
  expect(timed().lanes()).toEqual({ from: 0, to: 0, lanes: [], others: 0 });
});

test('of many connections those that say most', () => {
  const packets = Array.from({ length: 78 }, (_, at) => [100 + at, (at % 12) + 1, 'NOOP'] as [number, number, 'NOOP']);
  const { lanes, others } = timed(...packets).lanes();
  expect([lanes.length, others, lanes.map(({ packets: count }) => count)]).toEqual([8, 4, [7, 7, 7, 7, 7, 7, 6, 6]]);
});

test('packets are counted by type and second, once, and forgotten with the capture', () => {
  const { tally, ring } = timed([1200, 1, 'NOOP'], [1900, 1, 'NOOP'], [2100, 1, 'ECHO_REQ']);
  expect([tally.catchUp(), tally.catchUp()]).toEqual([true, true]);
  expect([tally.count(1, 6), tally.count(2, 16), tally.count(2, 6), tally.typesBetween(0, 10)]).toEqual([
    2,
    1,
    0,
    [6, 16],
  ]);
  ring.clear();
  tally.catchUp();
  expect(tally.typesBetween(0, 10)).toEqual([]);
});

test('much is counted in slices', () => {
  const { ring } = timed(...Array.from({ length: 3000 }, () => [1000, 1, 'NOOP'] as [number, number, 'NOOP']));
  let time = 0;
  const tally = new Tally({ ring, isHidden: () => false, now: () => ++time });
  expect([tally.catchUp(), tally.count(1, 6) < 3000]).toEqual([false, true]);
  while (!tally.catchUp());
  expect(tally.count(1, 6)).toBe(3000);
});

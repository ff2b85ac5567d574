// @vitest-environment node
import { expect, test } from 'vitest';
import type { PacketDetail } from '../../../main/contract/model.ts';
import { useStore } from '../../../renderer/store/index.ts';
import { fakeBridge, refuse } from '../../support/bridge.ts';
import { packetRow, packetWindow } from '../../support/samples.ts';

const ALL = { from: 'end', rows: 60, filter: '', probes: false, until: null };
const detailOf = (seq: number): PacketDetail => ({ row: packetRow({ seq }), fields: [], bytes: new Uint8Array() });

function setup() {
  const bridge = fakeBridge({
    'packets.window': () => packetWindow({ first: 10, end: 90, next: 90 }),
    'packets.get': ({ seq }) => detailOf(seq),
    'packets.clear': () => undefined,
  });
  /** What the next frame asks for. */
  const asked = async () => {
    await bridge.frame();
    return bridge.said().map(([name, input]) => (name === 'packets.window' ? input : name));
  };
  return { ...useStore.getState(), ...bridge, asked, traffic: () => useStore.getState().traffic };
}

test('it follows the end, and asks once for what is in sight', async () => {
  const { pullTraffic, viewTraffic, asked, traffic } = setup();
  pullTraffic();
  pullTraffic();
  expect(await asked()).toEqual([ALL]);
  viewTraffic({ from: 'end', rows: 60 });
  expect([await asked(), traffic().window?.end]).toEqual([[], 90]);
  viewTraffic({ from: 12, rows: 40 });
  expect(await asked()).toEqual([{ ...ALL, from: 12, rows: 40 }]);
});

test('a paused view ends where it was, and goes on at the end', async () => {
  const { pullTraffic, viewTraffic, pauseTraffic, resumeTraffic, asked, traffic } = setup();
  pullTraffic();
  await asked();
  pauseTraffic();
  expect(await asked()).toEqual([{ ...ALL, until: 90 }]);
  viewTraffic({ from: 20, rows: 60 });
  await asked();
  resumeTraffic();
  expect([await asked(), traffic().follow]).toEqual([[ALL], true]);
});

test('a filter goes to the end of what it lets through, and following with it', async () => {
  const { followTraffic, viewTraffic, filterTraffic, showProbes, asked, traffic } = setup();
  followTraffic(false);
  viewTraffic({ from: 12, rows: 60 });
  expect([await asked(), traffic().follow]).toEqual([[{ ...ALL, from: 12 }], false]);
  filterTraffic('wc');
  expect([await asked(), traffic().follow]).toEqual([[{ ...ALL, filter: 'wc' }], true]);
  showProbes(true);
  expect(await asked()).toEqual([{ ...ALL, filter: 'wc', probes: true }]);
});

test('what is no filter says so, and the last that was one stays', async () => {
  const { filterTraffic, asked, answers, traffic } = setup();
  filterTraffic('wc');
  await asked();
  answers['packets.window'] = ({ filter }) => (filter === 'wc' ? packetWindow({ end: 3 }) : refuse('filter-ended'));
  filterTraffic('wc and');
  expect(await asked()).toEqual([
    { ...ALL, filter: 'wc and' },
    { ...ALL, filter: 'wc' },
  ]);
  expect(traffic()).toMatchObject({
    filter: 'wc and',
    accepted: 'wc',
    problem: { code: 'filter-ended' },
    window: { end: 3 },
  });
  answers['packets.window'] = () => packetWindow();
  filterTraffic('wc and foo');
  await asked();
  expect(traffic()).toMatchObject({ accepted: 'wc and foo', problem: null });
});

test('following again goes to the end; to stop following stays', async () => {
  const { viewTraffic, followTraffic, traffic } = setup();
  viewTraffic({ from: 12, rows: 60 });
  followTraffic(false);
  expect([traffic().view.from, traffic().follow]).toEqual([12, false]);
  followTraffic(true);
  expect([traffic().view.from, traffic().follow]).toEqual(['end', true]);
});

test('a packet that is chosen ends the following and marks no field', async () => {
  const { markField, selectPacket, closePacket, asked, traffic } = setup();
  markField('size');
  selectPacket(17);
  expect(traffic()).toMatchObject({ selected: 17, follow: false, field: null, detail: null });
  expect(await asked()).toEqual(['packets.get']);
  expect(traffic().detail).toEqual(detailOf(17));
  closePacket();
  expect(traffic()).toMatchObject({ selected: null, detail: null });
});

test('of packets chosen quickly the last one is shown, whichever comes first', async () => {
  const { answers, selectPacket, frame, traffic } = setup();
  const first = Promise.withResolvers<PacketDetail>();
  answers['packets.get'] = ({ seq }) => (seq === 1 ? first.promise : detailOf(seq));
  selectPacket(1);
  selectPacket(2);
  await frame();
  first.resolve(detailOf(1));
  await frame();
  expect(traffic().detail?.row.seq).toBe(2);
});

test('clearing leaves nothing chosen and follows again', async () => {
  const { pullTraffic, selectPacket, pauseTraffic, clearTraffic, asked, traffic } = setup();
  pullTraffic();
  await asked();
  selectPacket(17);
  pauseTraffic();
  await asked();
  await clearTraffic();
  expect(await asked()).toEqual(['packets.clear', ALL]);
  expect(traffic()).toMatchObject({ selected: null, detail: null, pausedAt: null, follow: true });
});

test('a packet that is refused is a problem, not a detail', async () => {
  const { answers, selectPacket, frame, traffic } = setup();
  answers['packets.get'] = () => refuse('internal');
  selectPacket(3);
  await frame();
  expect([traffic().detail, useStore.getState().app.problem?.code]).toEqual([null, 'internal']);
});

test('the packets of a job are shown by its handle, on the screen of traffic', async () => {
  const { openTraffic, asked } = setup();
  openTraffic('H:t:1');
  expect([await asked(), useStore.getState().app.screen]).toEqual([[{ ...ALL, filter: 'H:t:1' }], 'traffic']);
});

// @vitest-environment node
import { expect, test } from 'vitest';
import type { PacketDetail } from '../../../main/contract/packets.ts';
import { useStore } from '../../../renderer/store/index.ts';
import { EVERYTHING } from '../../../renderer/store/traffic.ts';
import { fakeBridge, refuse } from '../../support/bridge.ts';
import { packetRow, packetWindow } from '../../support/samples.ts';

const ALL = { from: 'end', rows: 60, filter: '', probes: false, scope: EVERYTHING, until: null };
const detailOf = (seq: number): PacketDetail => ({
  row: packetRow({ seq }),
  fields: [],
  bytes: new Uint8Array(),
  kept: 0,
});

function setup() {
  const bridge = fakeBridge({
    'packets.window': () => packetWindow({ first: 10, end: 90, next: 90 }),
    'packets.get': ({ seq }) => detailOf(seq),
    'packets.clear': () => undefined,
    'packets.find': ({ seq, by, direction }) =>
      by === 'number' && seq > 90 ? null : { seq: seq + (direction === 'next' ? 1 : -1), position: 40 },
    'packets.mark': ({ seq }) => seq !== 13,
    'packets.marks': () => ({ marks: [], total: 0, forgotten: 0 }),
    'decode.open': () => null,
    'captures.leave': () => false,
    'settings.change': () => useStore.getState().app.settings as never,
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

test('a packet that is chosen ends the following and is looked into', async () => {
  const { selectPacket, closePacket, asked, traffic } = setup();
  selectPacket(17);
  expect(traffic()).toMatchObject({ selected: 17, follow: false, detail: null });
  expect(await asked()).toEqual(['packets.get', 'decode.open']);
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

test('the packets of a job are shown by its handle, on the screen of traffic, whatever was shown there', async () => {
  const { openTraffic, narrowTraffic, pauseTraffic, asked, said } = setup();
  narrowTraffic({ time: { from: 0, to: 1 } });
  pauseTraffic();
  await asked();
  await openTraffic('H:t:1');
  expect(said().map(([name]) => name)).toEqual(['captures.leave']);
  expect([await asked(), useStore.getState().app.screen]).toEqual([[{ ...ALL, filter: 'H:t:1' }], 'traffic']);
});

test('who follows goes nowhere, also in a list that is made anew', async () => {
  const { goToPacket, followTraffic, asked, traffic } = setup();
  await goToPacket(3);
  await asked();
  expect(traffic().goTo?.position).toBe(40);
  followTraffic(true);
  expect(traffic().goTo).toBe(null);
});

test('a view that goes on where it is says how much is new', async () => {
  const { pullTraffic, pauseTraffic, resumeTraffic, asked, traffic } = setup();
  pullTraffic();
  await asked();
  pauseTraffic();
  await asked();
  resumeTraffic(true);
  expect(traffic()).toMatchObject({ pausedAt: null, pausedSince: null, follow: false, released: 90 });
});

test('to follow a job narrows the list to it, the selected packet stays in sight', async () => {
  const { answers, pullTraffic, selectPacket, followJobOfPacket, asked, traffic } = setup();
  answers['packets.window'] = () => packetWindow({ rows: [packetRow({ seq: 5, job: 'H:t:1' })], end: 6 });
  pullTraffic();
  await asked();
  selectPacket(5);
  await asked();
  followJobOfPacket();
  const job = { server: 'local', run: 7, handle: 'H:t:1' };
  expect([traffic().scope, traffic().follow]).toEqual([{ ...EVERYTHING, job }, false]);
  expect(await asked()).toContain('packets.find');
  expect(traffic().goTo?.position).toBe(40);
  followJobOfPacket();
  expect(traffic().scope).toEqual(EVERYTHING);
});

test('a position is gone to when the rows among which it counts have come', async () => {
  const { answers, pullTraffic, selectPacket, narrowTraffic, asked, frame, traffic } = setup();
  pullTraffic();
  selectPacket(5);
  await asked();
  let before = () => {};
  answers['packets.window'] = () =>
    new Promise((done) => {
      before = () => done(packetWindow({ end: 90 }));
    });
  pullTraffic();
  await frame();
  answers['packets.window'] = () => packetWindow({ end: 90 });
  narrowTraffic({ time: { from: 1, to: 2 } });
  await frame();
  expect(traffic().goTo).toBeNull();
  before();
  // The rows that were on their way, then those that were asked for.
  await frame();
  await frame();
  expect(traffic().goTo?.position).toBe(40);
});

test('the next packet of the job is selected and brought in sight', async () => {
  const { selectPacket, stepTraffic, goToPacket, asked, traffic } = setup();
  selectPacket(17);
  await stepTraffic('job');
  await asked();
  expect([traffic().selected, traffic().goTo?.position]).toEqual([18, 40]);
  const { goTo } = traffic();
  await stepTraffic('mark', 'previous');
  await asked();
  expect([traffic().selected, traffic().goTo?.id]).toEqual([17, (goTo?.id ?? 0) + 1]);
  await goToPacket(99);
  expect(traffic().selected).toBe(17);
  await asked();
});

test('two steps at once are two steps', async () => {
  const { selectPacket, stepTraffic, asked, traffic } = setup();
  selectPacket(17);
  await Promise.all([stepTraffic('job'), stepTraffic('job')]);
  expect(traffic().selected).toBe(19);
  await asked();
});

test('a packet that is gone to and not in the list is told, and shown among all', async () => {
  const { answers, revealPacket, showHidden, filterTraffic, pauseTraffic, selectPacket, asked, traffic } = setup();
  answers['packets.find'] = ({ seq, filter }) => ({ seq: filter === '' ? seq : seq + 1, position: 40 });
  filterTraffic('wc');
  await asked();
  await revealPacket(5);
  expect([traffic().selected, traffic().hidden]).toEqual([5, 5]);
  selectPacket(6);
  expect(traffic().hidden).toBeNull();
  await revealPacket(5);
  await showHidden();
  await asked();
  expect(traffic()).toMatchObject({ selected: 5, hidden: null, filter: '', follow: false, goTo: { position: 40 } });
  await asked();
  pauseTraffic();
  await revealPacket(95);
  expect(traffic().hidden).toBe(95);
  await showHidden();
  expect(traffic()).toMatchObject({ selected: 95, hidden: null, pausedAt: null });
});

test('time is counted from a packet, and from the start again', async () => {
  const { answers, pullTraffic, selectPacket, setReference, asked, traffic } = setup();
  answers['packets.window'] = () => packetWindow({ rows: [packetRow({ seq: 5, at: 1234 })], end: 6 });
  pullTraffic();
  await asked();
  setReference();
  expect(traffic().reference).toBe(null);
  selectPacket(5);
  setReference();
  expect(traffic().reference).toEqual({ seq: 5, at: 1234 });
  setReference();
  expect(traffic().reference).toBe(null);
});

test('a mark comes and goes, and a removed one can be had back', async () => {
  const { said, frame, answers, pullTraffic, selectPacket, toggleMark, markPacket } = setup();
  const show = async (mark: string | null, seq = 5) => {
    answers['packets.window'] = () => packetWindow({ rows: [packetRow({ seq, mark })], end: 6 });
    pullTraffic();
    await frame();
    selectPacket(seq);
    await frame();
    said();
  };
  const marked = () => said().filter(([name]) => name === 'packets.mark');
  await show(null);
  await toggleMark();
  expect(marked()).toEqual([['packets.mark', { seq: 5, comment: '' }]]);
  await show('look here');
  await toggleMark();
  const { notice } = useStore.getState().app;
  expect([marked(), notice?.kind]).toEqual([[['packets.mark', { seq: 5, comment: null }]], 'mark-removed']);
  notice?.undo?.();
  await frame();
  expect(marked()).toEqual([['packets.mark', { seq: 5, comment: 'look here' }]]);
  await markPacket(packetRow({ seq: 13 }), '');
  expect(useStore.getState().app.notice?.kind).toBe('mark-refused');
});

// @vitest-environment node
import { expect, test } from 'vitest';
import { fitted, widthOf } from '../../../../renderer/features/story/fitted.ts';
import { type Layout, layoutOf } from '../../../../renderer/features/story/layout.ts';
import { rowsOf } from '../../../../renderer/features/story/rows.ts';
import { bytes } from '../../../support/packets.ts';
import { telling } from '../../../support/telling.ts';

/** What is drawn of a job, line by line, and its spans. */
function drawn(conversation: ReturnType<typeof telling>, handle = 'H:t:1') {
  const { steps } = conversation.whole(handle, conversation.history(handle));
  const { lifelines, rows, spans, cut, ended } = rowsOf(steps);
  return {
    lifelines: lifelines.map(({ side, id, others }) => (others > 0 ? `${side} +${others}` : `${side} ${id}`)),
    lines: rows.map((row) => {
      const { kind } = steps[row.step]!;
      if (row.kind === 'arrow') return `${row.from} > ${row.to.join(' ')}: ${row.type ?? kind}`;
      return row.kind === 'note' ? `(${kind})` : `… ${steps[row.step]?.omitted?.steps}`;
    }),
    spans: spans.map(({ on, kind, from, to }) => `${on} ${kind} ${from}-${to ?? ''}`),
    cut: cut.map(({ on, row }) => `${on} at ${row}`),
    ended,
  };
}

test('a job with a client that joined and one that asked', () => {
  const conversation = telling();
  const { submit, take, send } = conversation;
  submit(1, 'wc', 'u1');
  submit(3, 'wc', 'u1');
  take(2, 'wc');
  send(4, { name: 'GET_STATUS', handle: 'H:t:1' });
  send(2, { name: 'WORK_COMPLETE', handle: 'H:t:1', result: bytes('ok') });
  expect(drawn(conversation)).toEqual({
    lifelines: ['client 1', 'client 3', 'client 4', 'server server', 'worker 2'],
    lines: [
      '1 > server: SUBMIT_JOB',
      'server > 1: JOB_CREATED',
      '3 > server: SUBMIT_JOB',
      'server > 3: JOB_CREATED',
      '2 > server: GRAB_JOB_UNIQ',
      'server > 2: JOB_ASSIGN_UNIQ',
      '4 > server: GET_STATUS',
      'server > 4: STATUS_RES',
      '2 > server: WORK_COMPLETE',
      'server > 1 3: WORK_COMPLETE',
    ],
    spans: ['server wait 0-5', '2 run 5-8'],
    cut: [],
    ended: true,
  });
});

test('a worker that is lost: its time ends there, the job waits again and is done by another', () => {
  const conversation = telling();
  const { submit, take, send, leave } = conversation;
  submit(1, 'wc');
  take(2, 'wc');
  leave(2);
  take(3, 'wc');
  send(3, { name: 'WORK_FAIL', handle: 'H:t:1' });
  const { lines, spans, cut, ended } = drawn(conversation);
  expect({ lines: lines.slice(2), spans, cut, ended }).toEqual({
    lines: [
      '2 > server: GRAB_JOB_UNIQ',
      'server > 2: JOB_ASSIGN_UNIQ',
      '(requeued)',
      '3 > server: GRAB_JOB_UNIQ',
      'server > 3: JOB_ASSIGN_UNIQ',
      '3 > server: WORK_FAIL',
      'server > 1: WORK_FAIL',
    ],
    spans: ['server wait 0-3', '2 run 3-4', 'server wait 4-6', '3 run 6-7'],
    cut: ['2 at 4'],
    ended: true,
  });
});

test('a worker that takes too long', () => {
  const conversation = telling();
  const { submit, send, pass } = conversation;
  submit(1, 'wc');
  send(2, { name: 'CAN_DO_TIMEOUT', function: 'wc', timeout: '1' });
  send(2, { name: 'GRAB_JOB' });
  pass(1001);
  const { lines, cut } = drawn(conversation);
  expect([lines.slice(3, 5), cut]).toEqual([['server > 2: JOB_ASSIGN', '(timed-out)'], ['2 at 4']]);
});

test('a foreground client that goes away, and a background one', () => {
  const conversation = telling();
  const { submit, leave } = conversation;
  submit(1, 'wc');
  leave(1);
  submit(3, 'wc', '', 'SUBMIT_JOB_BG');
  leave(3);
  expect(drawn(conversation)).toMatchObject({
    lines: ['1 > server: SUBMIT_JOB', 'server > 1: JOB_CREATED', '(abandoned)'],
    spans: ['server wait 0-'],
    cut: ['1 at 2'],
    ended: false,
  });
  expect(drawn(conversation, 'H:t:2')).toMatchObject({ spans: ['server wait 0-'], cut: [], ended: false });
});

test('an exception, and a job that was cancelled while it waited', () => {
  const conversation = telling();
  const { submit, take, send, cancel } = conversation;
  send(1, { name: 'OPTION_REQ', option: 'exceptions' });
  submit(1, 'wc');
  take(2, 'wc');
  send(2, { name: 'WORK_EXCEPTION', handle: 'H:t:1', exception: bytes('no') });
  submit(1, 'wc');
  cancel(5, 'H:t:2');
  expect(drawn(conversation).lines.slice(4)).toEqual(['2 > server: WORK_EXCEPTION', 'server > 1: WORK_EXCEPTION']);
  expect(drawn(conversation, 'H:t:2')).toMatchObject({
    lines: ['1 > server: SUBMIT_JOB', 'server > 1: JOB_CREATED', '(cancelled)', 'server > 1: WORK_FAIL'],
    spans: ['server wait 0-2'],
    ended: true,
  });
});

test('of a job whose packets are gone its history is drawn', () => {
  const conversation = telling();
  const { submit, take, send, ring } = conversation;
  submit(1, 'wc');
  take(2, 'wc');
  send(2, { name: 'WORK_COMPLETE', handle: 'H:t:1', result: bytes('ok') });
  ring.clear();
  expect(drawn(conversation)).toEqual({
    lifelines: ['client 1', 'server server', 'worker 2'],
    lines: ['1 > server: submitted', 'server > 2: assigned', '2 > server: complete'],
    spans: ['server wait 0-1', '2 run 1-2'],
    cut: [],
    ended: true,
  });
});

test('ten thousand reports of progress are a few lines, a hundred clients a few lifelines', () => {
  const conversation = telling();
  const { submit, take, send, hear, say } = conversation;
  submit(1, 'wc', 'u');
  for (let client = 100; client < 200; client += 1) {
    hear(client, { name: 'SUBMIT_JOB', function: 'wc', unique: 'u', workload: bytes('x') });
    say(client, { name: 'JOB_CREATED', handle: 'H:t:1' });
  }
  take(2, 'wc');
  for (let done = 1; done <= 10_000; done += 1)
    send(2, { name: 'WORK_STATUS', handle: 'H:t:1', numerator: `${done}`, denominator: '10000' });
  const { lines, lifelines } = drawn(conversation);
  expect([lines.length, lines.filter((line) => line.startsWith('…'))]).toEqual([14, ['… 98', '… 9998']]);
  expect(lifelines).toEqual(['client 1', 'client 100', 'client 199', 'server server', 'worker 2']);
  for (let client = 110; client < 150; client += 1)
    send((client % 8) + 3 > 9 ? 9 : (client % 7) + 3, { name: 'GET_STATUS', handle: 'H:t:1' });
  expect(drawn(conversation).lifelines).toHaveLength(8);
  expect(drawn(conversation).lifelines).toContain('client +5');
});

// ---------- Places ----------

const room = { width: 360, now: 0 };

/** Steps at these times, ms; nothing but their times is told. */
const at = (...times: number[]) =>
  times.map((time, index) => ({
    ...{ kind: index === times.length - 1 ? ('complete' as const) : ('progress' as const), at: time, since: time },
    ...{ took: null, connection: 2, who: 'w', told: 0, values: {}, size: 1, omitted: null, packets: [] },
  }));
const ys = ({ rows }: Layout) => rows.map(({ kind, y }) => `${kind} ${Math.round(y)}`);

test('compressed, lines have the same room, and idle time that is left out is told', () => {
  const layout = layoutOf(at(0, 1, 500, 501), { ...room, time: 'compressed' });
  expect(ys(layout)).toEqual(['arrow 68', 'arrow 98', 'gap 124', 'arrow 154', 'arrow 184']);
  expect(layout.rows.find(({ kind }) => kind === 'gap')).toMatchObject({ time: 499 });
  expect(layout.scale).toBe(null);
});

test('to scale, the room between lines beside their own is the time that passed', () => {
  const layout = layoutOf(at(0, 25, 75, 100), { ...room, time: 'scale' });
  expect(ys(layout)).toEqual(['arrow 68', 'arrow 218', 'arrow 488', 'arrow 638']);
  expect(layout.scale).toEqual({ time: 10, length: 48 });
});

test('what has not ended goes on until now', () => {
  const [first, second] = at(0, 100, 200);
  const steps = [first!, second!];
  const layout = layoutOf(steps, { width: 360, now: 5000, time: 'compressed' });
  expect(layout.rows.at(-1)).toMatchObject({ kind: 'now', time: 5000 });
  expect(layout.height).toBeGreaterThan(layout.rows.at(-1)!.y);
});

test('many lifelines make it wider, few have the room there is; none lies beside another', () => {
  const conversation = telling();
  const { submit, take, send } = conversation;
  for (const client of [1, 3, 4, 5, 6]) submit(client, 'wc', 'u');
  take(2, 'wc');
  const { steps } = conversation.whole('H:t:1');
  for (const width of [200, 360, 1600]) {
    const layout = layoutOf(steps, { width, now: 0, time: 'compressed' });
    const xs = layout.lifelines.map(({ x }) => x);
    expect(layout.width).toBe(Math.max(width, 622));
    expect(Math.min(...xs.slice(1).map((x, index) => x - xs[index]!))).toBeGreaterThanOrEqual(80);
    expect([xs[0]! > 58, xs.at(-1)! < layout.width]).toEqual([true, true]);
  }
  expect(layoutOf([], { ...room, time: 'scale' })).toMatchObject({ rows: [], scale: null, width: 360 });
  send(2, { name: 'WORK_COMPLETE', handle: 'H:t:1', result: bytes('') });
});

test('times that go back, or stand still, have their lines one below the other', () => {
  for (const time of ['scale', 'compressed'] as const) {
    const places = layoutOf(at(5, 5, 3, 5), { ...room, time }).rows.map(({ y }) => y);
    expect(places.toSorted((a, b) => a - b)).toEqual(places);
    expect(new Set(places).size).toBe(4);
  }
});

test('words that have no room end in dots, of an address its port stays; Chinese is wider', () => {
  expect([
    fitted('php-fpm', 80, 6),
    fitted('a-very-long-client-id', 60, 6),
    fitted('127.0.0.1:50001', 60, 6),
    fitted('北京北京北京', 60, 6),
    fitted('x', 2, 6),
  ]).toEqual(['php-fpm', 'a-very-lo…', '…:50001', '北京北京…', '']);
  // A font of 11 px, whose letters are 5.7 px wide, has them 11 px wide: a box that is drawn around words holds them.
  expect(widthOf('重新排队：', 5.7)).toBeGreaterThanOrEqual(5 * 11);
});

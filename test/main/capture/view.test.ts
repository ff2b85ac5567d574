import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { ChangeLog } from '../../../main/capture/change-log.ts';
import { PacketView, type ViewQuery } from '../../../main/capture/view.ts';
import { filterOf } from '../../../main/filter/filter.ts';
import { captureOf } from '../../support/capture.ts';
import { bytes } from '../../support/packets.ts';
import { PATIENT } from '../../support/patient.ts';

/** Packets that a slice looks at by the clock below. */
const SLICE = 9 * 64;

/** A capture of echoes with a view on it. `seen` is the packets of a window in short. */
function viewOf(query: Partial<ViewQuery> = {}, options: { entries?: number } = {}) {
  const capture = captureOf(options, { 'H:t:1': 'resize' });
  const onProgress = vi.fn();
  const { ring, rowOf, recorder } = capture;
  // A millisecond passes at each look: a slice ends at the ninth.
  let time = 0;
  const now = () => ++time;
  const changes = new ChangeLog();
  const asked: number[] = [];
  const { accepts } = filterOf(query.filter ?? '', capture.facts);
  const newView = () =>
    new PacketView(
      {
        ring,
        rowOf,
        claims: () => recorder.claims,
        isProbe: (_host, connection) => recorder.isProbe(connection),
        accepts: accepts && ((packet) => asked.push(packet.seq) > 0 && accepts(packet)),
        scope: {
          lets: () => true,
          get known() {
            return ring.next;
          },
          changes: [changes],
        },
        onProgress,
        now,
      },
      { filter: '', probes: false, ...query },
    );
  let view = newView();
  const window = (from: number | 'end' = 'end', rows = 3, until: number | null = null) =>
    view.window({ from, rows, until });
  return {
    ...capture,
    view: () => view,
    /** A view that begins now. */
    begin: () => {
      view = newView();
    },
    /** Packets that the filter was asked about since it was asked for them. */
    asked: () => asked.splice(0),
    changes,
    onProgress,
    window,
    echo: (...texts: string[]) => {
      for (const text of texts) capture.hear(1, { name: 'ECHO_REQ', data: bytes(text) });
    },
    seen: (...asked: Parameters<typeof window>) => {
      const { from, rows } = window(...asked);
      return rows.map((row, index) => `${from + index} ${row.content}`);
    },
  };
}

test('rows from the end, from a position, and never past either end', () => {
  const { echo, seen, window } = viewOf();
  expect(window()).toEqual({
    first: 0,
    end: 0,
    from: 0,
    rows: [],
    before: null,
    held: 0,
    forgotten: 0,
    hidden: 0,
    newer: 0,
    next: 0,
    scanned: 1,
  });
  echo('a', 'b', 'c', 'd', 'e');
  expect(seen()).toEqual(['2 c', '3 d', '4 e']);
  expect(seen(1, 2)).toEqual(['1 b', '2 c']);
  expect(seen(4, 3)).toEqual(['4 e']);
  expect(seen(100, 3)).toEqual(['4 e']);
  expect(seen('end', 100)).toEqual(['0 a', '1 b', '2 c', '3 d', '4 e']);
});

test('positions stay while new packets come and old ones are forgotten', () => {
  const { echo, seen, window } = viewOf({}, { entries: 4 });
  echo('a', 'b', 'c');
  expect(seen(1, 2)).toEqual(['1 b', '2 c']);
  echo('d', 'e');
  expect(seen(1, 2)).toEqual(['1 b', '2 c']);
  echo('f', 'g');
  expect(seen(1, 2)).toEqual(['3 d', '4 e']);
  expect(window()).toMatchObject({ first: 3, end: 7, from: 4, held: 4, forgotten: 3, next: 7 });
});

test('a clear empties the view and positions go on', () => {
  const { echo, seen, window, ring } = viewOf();
  echo('a', 'b');
  window();
  ring.clear();
  expect(window()).toMatchObject({ first: 2, end: 2, from: 2, rows: [], held: 0, forgotten: 0, scanned: 1 });
  echo('c');
  expect(seen()).toEqual(['2 c']);
});

test('the probe is hidden until it is asked for', () => {
  const [hiding, showing] = [viewOf(), viewOf({ probes: true })];
  for (const { open, echo, hear } of [hiding, showing]) {
    open(1);
    open(2, { origin: 'probe' });
    echo('a');
    hear(2, { name: 'ECHO_REQ', data: bytes('gearbench') });
    echo('b');
  }
  expect([hiding.seen(), hiding.window().hidden]).toEqual([['0 a', '1 b'], 1]);
  expect([showing.seen(), showing.window().hidden]).toEqual([['0 a', '1 gearbench', '2 b'], 0]);
});

test('what is hidden counts as long as it is held', () => {
  const { open, echo, hear, window } = viewOf({}, { entries: 2 });
  open(1);
  open(2, { origin: 'probe' });
  for (const text of ['one', 'two']) hear(2, { name: 'ECHO_REQ', data: bytes(text) });
  expect(window()).toMatchObject({ hidden: 2, held: 2 });
  echo('a');
  expect(window()).toMatchObject({ hidden: 1, held: 2 });
  echo('b');
  expect(window()).toMatchObject({ hidden: 0, held: 2, end: 2 });
});

test('a paused view stands still and says how many came since', () => {
  const { echo, seen, window } = viewOf({ filter: 'x' });
  echo('x1', 'other', 'x2');
  const { next } = window();
  echo('x3', 'another', 'x4');
  expect(seen('end', 3, next)).toEqual(['0 x1', '1 x2']);
  expect(window('end', 3, next)).toMatchObject({ end: 2, newer: 2, next: 6 });
  expect(seen(1, 3, next)).toEqual(['1 x2']);
  expect(window('end', 3, null)).toMatchObject({ end: 4, newer: 0 });
});

test('a paused view whose packets were all forgotten is empty', () => {
  const { echo, window } = viewOf({}, { entries: 2 });
  echo('a', 'b');
  const { next } = window();
  echo('c', 'd', 'e');
  expect(window('end', 3, next)).toMatchObject({ first: 2, end: 2, rows: [], newer: 2, forgotten: 3 });
});

test('a long backlog is looked through in slices, and each finds more', async () => {
  const { echo, window, onProgress } = viewOf({ filter: 'needle' });
  echo('needle', ...Array<string>(8998).fill('hay'), 'needle');
  expect(window()).toMatchObject({ end: 1, scanned: SLICE / 9000, held: 9000 });
  await vi.waitUntil(() => onProgress.mock.calls.length === Math.ceil(9000 / SLICE) - 1, PATIENT);
  expect(window()).toMatchObject({ end: 2, scanned: 1 });
});

test('what is forgotten before it was looked at leaves the share between 0 and 1', async () => {
  const { echo, window, onProgress } = viewOf({ filter: 'needle' }, { entries: 5000 });
  echo(...Array<string>(5000).fill('hay'));
  expect(window().scanned).toBe(SLICE / 5000);
  echo(...Array<string>(5000).fill('needle'));
  expect(window().scanned).toBe(0);
  await vi.waitUntil(() => window().scanned === 1, PATIENT);
  expect(onProgress).toHaveBeenCalled();
  expect(window()).toMatchObject({ end: 5000 });
});

test('of what is there already the last is looked at first, and a row stays where it was seen', async () => {
  const { echo, begin, seen, window } = viewOf({ filter: 'needle' });
  for (let part = 0; part < 9; part += 1) echo(`needle ${part}`, ...Array<string>(500).fill('hay'));
  begin();
  const [last] = seen('end', 1);
  expect([last, window().scanned]).toEqual(['4508 needle 8', SLICE / 4509]);
  echo('needle 9');
  while (window().end < 4510) await nextTurn();
  expect([seen(4508, 9), window().scanned < 1]).toEqual([['4508 needle 8', '4509 needle 9'], true]);
  await vi.waitUntil(() => window().scanned === 1, PATIENT);
  expect(seen(4506, 3)).toEqual(['4506 needle 6', '4507 needle 7', '4508 needle 8']);
  expect(window('end', 20)).toMatchObject({ first: 4500, end: 4510, from: 4500 });
});

test('a place is known when what lies between it and the end has been looked at', async () => {
  const { echo, begin, view } = viewOf({ filter: 'needle' });
  echo('needle', ...Array<string>(3000).fill('hay'), 'needle');
  begin();
  expect([view().hasLookedAt(3001), view().hasLookedAt(0), view().from(0)]).toEqual([
    true,
    false,
    { seq: 3001, position: 3001 },
  ]);
  await vi.waitUntil(() => view().hasLookedAt(0), PATIENT);
  expect([view().from(0), view().from(1)]).toEqual([
    { seq: 0, position: 3000 },
    { seq: 3001, position: 3001 },
  ]);
});

test('what changes is looked at anew, from the oldest of it on', async () => {
  const { echo, begin, window, asked, changes } = viewOf({ filter: 'x' });
  echo('x', 'x', 'x', 'x');
  begin();
  window();
  expect(asked()).toEqual([3, 2, 1, 0]);
  changes.mark(3);
  changes.mark(2);
  expect([window('end', 9).rows.map(({ seq }) => seq), asked()]).toEqual([
    [0, 1, 2, 3],
    [2, 3],
  ]);
  window();
  expect(asked()).toEqual([]);
});

test('a closed view looks no further', async () => {
  const { echo, window, onProgress, view } = viewOf({ filter: 'needle' });
  echo(...Array<string>(5000).fill('hay'));
  window();
  view().close();
  await nextTurn();
  await nextTurn();
  expect(onProgress).not.toHaveBeenCalled();
});

test('at any time, a position is the same match of all that ever came', () => {
  const step = fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom('needle', 'hay', 'Needle 2') },
    { weight: 4, arbitrary: fc.record({ from: fc.option(fc.nat(30)), rows: fc.integer({ min: 1, max: 10 }) }) },
    { weight: 1, arbitrary: fc.constant('clear') },
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40, size: 'max' }), fc.integer({ min: 1, max: 12 }), (steps, entries) => {
      const { echo, window, ring } = viewOf({ filter: 'needle' }, { entries });
      const all: number[] = [];
      for (const each of steps) {
        if (each === 'clear') {
          window();
          ring.clear();
        } else if (typeof each === 'string') {
          if (each !== 'hay') all.push(ring.next);
          echo(each);
          window('end', 1); // a view that is open is asked at each change
        } else {
          const { first, end, from, rows } = window(each.from ?? 'end', each.rows);
          const start = all.length - all.filter((seq) => seq >= ring.first).length;
          const asked = each.from !== null && each.from >= start && each.from < all.length ? each.from : from;
          expect([first, end, from, ...rows.map(({ seq }) => seq)]).toEqual([
            start,
            all.length,
            asked,
            ...all.slice(from, from + each.rows),
          ]);
        }
      }
    }),
    { numRuns: 20 },
  );
});

test('a connection that turns out to be a probe goes with what it has said before, and is found by its name', async () => {
  const { echo, hear, open, recorder, seen, view } = viewOf();
  const named = viewOf({ filter: 'proof-1', probes: true });
  open(2);
  echo('a');
  hear(2, { name: 'ECHO_REQ', data: bytes('ours') });
  echo('b');
  expect(seen()).toEqual(['0 a', '1 ours', '2 b']);
  recorder.claim(2, 'proof-1');
  expect(seen()).toEqual(['0 a', '1 b']);
  expect(view().window({ from: 'end', rows: 1, until: null }).hidden).toBe(1);

  named.open(2);
  named.hear(2, { name: 'ECHO_REQ', data: bytes('ours') });
  expect(named.seen()).toEqual([]);
  named.recorder.claim(2, 'proof-1');
  await Promise.resolve(); // within one turn a filter asks once who somebody is
  expect(named.seen()).toEqual(['0 ours']);
  expect(named.window().rows[0]).toMatchObject({ who: 'proof-1', origin: 'probe' });
});

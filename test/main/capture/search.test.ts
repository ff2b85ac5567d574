import { expect, test, vi } from 'vitest';
import { CaptureSearch, SearchThread } from '../../../main/capture/search.ts';
import type { SearchQuery } from '../../../main/contract/search.ts';
import { captureOf } from '../../support/capture.ts';
import { afterThisTest } from '../../support/cleanup.ts';
import { bytes } from '../../support/packets.ts';
import { PATIENT } from '../../support/patient.ts';

function search(query: Partial<SearchQuery>, options: { entries?: number } = {}) {
  const capture = captureOf(options);
  const { ring, recorder } = capture;
  const thread = new SearchThread();
  const onProgress = vi.fn();
  const onFault = vi.fn();
  const own = new CaptureSearch(
    { ring, isProbe: (_host, connection) => recorder.isProbe(connection), thread, onProgress, onFault },
    { kind: 'text', pattern: 'x', exact: false, probes: false, ...query },
  );
  afterThisTest(() => {
    own.close();
    thread.close();
  });
  return {
    ...capture,
    own,
    onProgress,
    onFault,
    echo: (...texts: string[]) => {
      for (const text of texts) capture.hear(1, { name: 'ECHO_REQ', data: bytes(text) });
    },
    /** Packets with a hit, when all were looked at. */
    done: () => vi.waitUntil(() => own.state.scanned === 1 && own.state, PATIENT),
  };
}

test('packets with a hit, and the way from one to the next, around the ends', async () => {
  const { own, echo, done } = search({ pattern: 'needle' });
  echo('a', 'a Needle', 'b', 'NEEDLES', 'c');
  expect(await done()).toEqual({ found: 2, scanned: 1 });
  expect([
    own.step(null, 'next'),
    own.step(0, 'next'),
    own.step(1, 'next'),
    own.step(3, 'next'),
    own.step(3, 'previous'),
    own.step(1, 'previous'),
  ]).toEqual([3, 1, 3, 1, 1, 3]);
});

test('packets that come while it is asked are searched too', async () => {
  const { echo, done } = search({ pattern: 'needle' });
  echo('needle');
  expect(await done()).toMatchObject({ found: 1 });
  echo('hay', 'needle');
  expect(await done()).toMatchObject({ found: 2 });
});

test('thousands of packets are searched in blocks, each of which is told', async () => {
  const { echo, done, onProgress } = search({ pattern: 'needle' });
  echo(...Array.from({ length: 20_000 }, (_, at) => (at % 1000 === 0 ? 'needle' : 'hay')));
  expect(await done()).toMatchObject({ found: 20 });
  expect(onProgress.mock.calls.length).toBe(3);
});

test('packets that were forgotten are no hits any more', async () => {
  const { own, echo, done } = search({ pattern: 'needle' }, { entries: 10 });
  echo('needle', 'needle', 'hay');
  expect(await done()).toMatchObject({ found: 2 });
  echo(...Array.from({ length: 9 }, () => 'hay'));
  expect(await done()).toMatchObject({ found: 0 });
  expect([own.step(null, 'next'), own.step(20, 'previous')]).toEqual([null, null]);
});

test('our own probe is searched only where it is wanted', async () => {
  for (const probes of [false, true]) {
    const { open, echo, done } = search({ pattern: 'needle', probes });
    open(1, { origin: 'probe' });
    echo('needle');
    expect(await done()).toMatchObject({ found: probes ? 1 : 0 });
  }
});

test('hits of one packet have their places in it', async () => {
  const { own, echo } = search({ pattern: 'ab' });
  echo('abcAB', 'ab'.repeat(1200));
  expect(await own.hitsOf(0)).toEqual({
    hits: [
      { start: 12, end: 14 },
      { start: 15, end: 17 },
    ],
    more: false,
  });
  const many = await own.hitsOf(1);
  expect([many?.hits.length, many?.more]).toEqual([1000, true]);
  expect(await own.hitsOf(7)).toBeNull();
});

test('a thread that ends over it is told, and the search is over', async () => {
  const { own, echo, onFault } = search({ kind: 'regex', pattern: '(' });
  echo('x');
  expect(own.state.scanned).toBe(0);
  await vi.waitUntil(() => onFault.mock.calls.length === 1, PATIENT);
  expect(own.state.scanned).toBe(1);
});

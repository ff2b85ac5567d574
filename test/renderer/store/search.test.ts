import { expect, test } from 'vitest';
import type { PacketHits } from '../../../main/contract/search.ts';
import { useStore } from '../../../renderer/store/index.ts';
import { fakeBridge, refuse, settled } from '../../support/bridge.ts';
import { packetRow, packetWindow } from '../../support/samples.ts';

const HITS: Record<number, PacketHits> = {
  3: { hits: [{ start: 12, end: 14 }], more: false },
  7: {
    hits: [
      { start: 12, end: 14 },
      { start: 20, end: 22 },
    ],
    more: false,
  },
};

function setup() {
  const bridge = fakeBridge({
    'search.state': ({ pattern }) => (pattern === '(' ? refuse('search-pattern') : { found: 2, scanned: 1 }),
    'search.step': ({ from, direction }) => (direction === 'next' ? (from === 3 ? 7 : 3) : from === 7 ? 3 : 7),
    'search.hits': ({ seq }) => HITS[seq] ?? { hits: [], more: false },
    'search.close': () => undefined,
    'packets.window': () => packetWindow(),
    'packets.find': ({ seq }) => ({ seq, position: seq }),
    'packets.get': ({ seq }) => ({ row: packetRow({ seq }), fields: [], bytes: new Uint8Array(40), kept: 40 }),
    'decode.open': () => null,
  });
  const store = useStore.getState();
  return {
    ...bridge,
    ...store,
    /** The packet and the bytes that are shown. */
    at: () => {
      const { traffic, packet, search } = useStore.getState();
      return `${traffic.selected}: ${packet.marked?.start}, ${(search.at ?? -1) + 1} of ${search.hits?.hits.length}`;
    },
    search: () => useStore.getState().search,
  };
}

test('it asks for nothing until there is something to search for, and forgets it when it is closed', async () => {
  const { openSearch, searchFor, closeSearch, frame, said, search } = setup();
  openSearch();
  await frame();
  expect(said().map(([name]) => name)).toEqual([]);
  searchFor({ pattern: 'ab' });
  await frame();
  expect(said()).toEqual([['search.state', { kind: 'text', pattern: 'ab', exact: false, probes: false }]]);
  expect(search().state).toEqual({ found: 2, scanned: 1 });
  closeSearch();
  expect([said().map(([name]) => name), search().state, search().pattern]).toEqual([['search.close'], null, 'ab']);
});

test('from hit to hit, within a packet and from one to the other, both ways', async () => {
  const { openSearch, searchFor, stepSearch, at } = setup();
  openSearch();
  searchFor({ pattern: 'ab' });
  const places: string[] = [];
  for (const direction of ['next', 'next', 'next', 'next', 'previous', 'previous', 'previous'] as const) {
    await stepSearch(direction);
    await settled();
    places.push(at());
  }
  expect(places).toEqual([
    '3: 12, 1 of 1',
    '7: 12, 1 of 2',
    '7: 20, 2 of 2',
    '3: 12, 1 of 1',
    '7: 20, 2 of 2',
    '7: 12, 1 of 2',
    '3: 12, 1 of 1',
  ]);
});

test('a packet that is selected is searched for its hits', async () => {
  const { openSearch, searchFor, selectPacket, search } = setup();
  openSearch();
  searchFor({ pattern: 'ab' });
  selectPacket(7);
  await settled();
  await settled();
  expect([search().hits?.seq, search().hits?.hits.length, search().at]).toEqual([7, 2, null]);
});

test('what is wrong with a pattern is said beside it, until it is right', async () => {
  const { openSearch, searchFor, frame, search } = setup();
  openSearch();
  searchFor({ kind: 'regex', pattern: '(' });
  await frame();
  expect([search().problem?.code, useStore.getState().app.problem]).toEqual(['search-pattern', null]);
  searchFor({ pattern: '()' });
  await frame();
  expect(search().problem).toBeNull();
});

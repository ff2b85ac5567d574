import { expect, test, vi } from 'vitest';
import { keyInList } from '../../../../renderer/features/traffic/list-keys.ts';
import { useStore } from '../../../../renderer/store/index.ts';
import { EVERYTHING } from '../../../../renderer/store/traffic.ts';
import { packetRow, packetWindow } from '../../../support/samples.ts';

function press(key: string, traffic: object = {}) {
  const acts = {
    toggleMark: vi.fn(),
    commentPacket: vi.fn(),
    followJobOfPacket: vi.fn(),
    stepTraffic: vi.fn(),
    closePacket: vi.fn(),
    narrowTraffic: vi.fn(),
  };
  useStore.setState(useStore.getInitialState(), true);
  useStore.getState().go('traffic');
  const state = useStore.getState();
  const selected = { selected: 1, window: packetWindow({ rows: [packetRow({ seq: 1, job: 'H:t:1' })] }) };
  const done = keyInList({ key }, {
    ...state,
    ...acts,
    traffic: { ...state.traffic, ...selected, ...traffic },
  } as never);
  return [
    done,
    ...Object.entries(acts).flatMap(([name, act]) => act.mock.calls.map((call) => [name, ...call].join(' '))),
  ];
}

test.each([
  ['m', 'toggleMark'],
  [';', 'commentPacket'],
  ['f', 'followJobOfPacket'],
  ['.', 'stepTraffic mark'],
  [',', 'stepTraffic mark previous'],
])('%s in the list means %s', (key, act) => {
  expect(press(key)).toEqual([true, act]);
});

test('other keys are none of its own', () => {
  expect(['j', 'constructor', 'M'].map((key) => press(key))).toEqual(Array(3).fill([false]));
});

test('Escape ends what is selected, then what the list is narrowed to', () => {
  const narrowed = { ...EVERYTHING, time: { from: 0, to: 1 } };
  expect([
    press('Escape', { selected: 3, scope: narrowed }),
    press('Escape', { selected: null, scope: narrowed }),
    press('Escape', { selected: null, scope: EVERYTHING }),
  ]).toEqual([[true, 'closePacket'], [true, 'narrowTraffic [object Object]'], [true]]);
});

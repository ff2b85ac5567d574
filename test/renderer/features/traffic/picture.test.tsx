import { fireEvent, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { PACKET_FAMILIES } from '../../../../main/contract/packets.ts';
import { Brush, movedPart } from '../../../../renderer/features/traffic/Brush.tsx';
import { pathsOf } from '../../../../renderer/features/traffic/Lanes.tsx';
import { StoryTable } from '../../../../renderer/features/traffic/StoryTable.tsx';
import { useStore } from '../../../../renderer/store/index.ts';
import { EVERYTHING } from '../../../../renderer/store/traffic.ts';
import { fakeBridge, settled } from '../../../support/bridge.ts';
import { show } from '../../../support/in-window.tsx';
import { packetWindow } from '../../../support/samples.ts';

const bit = (family: (typeof PACKET_FAMILIES)[number]) => 1 << PACKET_FAMILIES.indexOf(family);

test('of what lies in one column the most telling shows, one path for each family', () => {
  const cells = Uint8Array.of(bit('admin'), 0, bit('admin') | bit('error'), bit('admin'));
  const paths = pathsOf(cells);
  expect(paths.map(([family, path]) => [family, path.split('M').length - 1])).toEqual([
    ['admin', 4],
    ['error', 2],
  ]);
});

test('keys move the part of the time and its end, never beyond the edges', () => {
  const part = { start: 0.25, end: 0.5 };
  const rounded = (next: typeof part | null) => next && [next.start, next.end].map((each) => Number(each.toFixed(2)));
  expect([
    rounded(movedPart(part, 'ArrowRight', false)),
    rounded(movedPart(part, 'ArrowRight', true)),
    rounded(movedPart({ start: 0.02, end: 0.1 }, 'ArrowLeft', false)),
    rounded(movedPart({ start: 0.02, end: 0.1 }, 'ArrowLeft', true)),
    movedPart(part, 'a', false),
  ]).toEqual([[0.3, 0.55], [0.25, 0.55], [0, 0.08], [0.02, 0.07], null]);
});

test('a part is chosen by keys, narrows the list, and is ended', async () => {
  fakeBridge({ 'packets.window': () => packetWindow() });
  show(<Brush from={1000} to={2000} />);
  const brush = screen.getByRole('application');
  for (const key of ['ArrowRight', 'Enter']) fireEvent.keyDown(brush, { key });
  const { time } = useStore.getState().traffic.scope;
  expect([Math.round(time?.from ?? 0), Math.round(time?.to ?? 0)]).toEqual([1450, 1650]);
  fireEvent.keyDown(brush, { key: 'Escape' });
  expect(useStore.getState().traffic.scope).toEqual(EVERYTHING);
  await settled();
});

test('a story step by step; its packets are chosen from it', async () => {
  const bridge = fakeBridge({ 'packets.get': () => null, 'packets.window': () => packetWindow() });
  const connection = { server: 'local', run: 7, number: 2 };
  const base = { at: 0, connection, who: 'wc-1', took: null, told: 0, values: {}, size: 20 };
  useStore.setState(({ picture }) => ({
    picture: {
      ...picture,
      story: {
        more: 3,
        steps: [
          { ...base, kind: 'submitted', since: 0, took: 0.087, packets: [4, 5] },
          {
            ...base,
            kind: 'progress',
            since: 12,
            packets: [9, 10],
            told: 1,
            values: { numerator: '1', denominator: '4' },
          },
          { ...base, kind: 'asked', since: 20, packets: [11], values: { known: '1', running: '0' } },
        ],
      },
    },
  }));
  const { container } = show(<StoryTable />);
  expect(screen.getAllByRole('row').map((row) => [...row.children].map((cell) => cell.textContent).join('|'))).toEqual([
    'Since first|Step|Connection|More|Packets',
    '0 µs|Submitted|#2 wc-1|answered in 87 µs|45',
    '12.0 ms|Progress|#2 wc-1|1 of 4 · passed on to 1 client|910',
    '20.0 ms|Asked how far it is|#2 wc-1|Waits in the queue|11',
  ]);
  expect(container.textContent).toContain('3 later packets are not told of here.');
  fireEvent.click(screen.getByRole('button', { name: 'Packet 10' }));
  await bridge.frame();
  expect(useStore.getState().traffic.selected).toBe(10);
});

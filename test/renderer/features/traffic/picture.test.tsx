import { fireEvent, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { PACKET_FAMILIES } from '../../../../main/contract/packets.ts';
import { Brush, movedPart } from '../../../../renderer/features/traffic/Brush.tsx';
import { pathsOf } from '../../../../renderer/features/traffic/Lanes.tsx';
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

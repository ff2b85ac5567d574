// @vitest-environment node
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FIRST_COLUMNS, PACKET_COLUMNS } from '../../../../main/contract/packets.ts';
import { movedBefore } from '../../../../renderer/features/traffic/ColumnHead.tsx';
import { moved } from '../../../../renderer/features/traffic/ColumnsMenu.tsx';
import { COLUMNS, fitColumns } from '../../../../renderer/features/traffic/columns.ts';

const names = (width: number) =>
  fitColumns(FIRST_COLUMNS, width)
    .map(({ id }) => id)
    .join(' ');

test('all first columns fit a window of 1280 px; in narrow ones some leave', () => {
  expect([1062, 834, 500].map(names)).toEqual([
    'number marks time sincePrevious direction connection type function handle size info',
    'number marks time connection type function handle size info',
    'number time type function info',
  ]);
});

test('what stays is filled, in its order, and nothing is wider than it should be', () => {
  fc.assert(
    fc.property(
      fc.shuffledSubarray([...PACKET_COLUMNS], { minLength: 1 }),
      fc.integer({ min: 0, max: 3000 }),
      fc.integer({ min: 1, max: 12 }),
      (chosen, width, digits) => {
        const fitting = fitColumns(chosen, width, digits);
        const total = fitting.reduce((sum, column) => sum + column.width + 12, 12);
        expect(fitting.map(({ id }) => id)).toEqual(chosen.filter((id) => fitting.some((column) => column.id === id)));
        expect(fitting.every(({ id, width: each }) => each >= COLUMNS[id].least)).toBe(true);
        if (fitting.some(({ id }) => COLUMNS[id].leaves !== undefined)) expect(total).toBe(Math.max(total, width));
        if (total > width) expect(fitting.every(({ id }) => COLUMNS[id].leaves === undefined)).toBe(true);
      },
    ),
  );
});

test('a column is moved by a step, or to the place of another', () => {
  expect([moved(['number', 'time', 'type'], 'time', 1), moved(['number', 'time'], 'number', -1)]).toEqual([
    ['number', 'type', 'time'],
    ['number', 'time'],
  ]);
  expect([
    movedBefore(['number', 'time', 'type'], 'type', 'number'),
    movedBefore(['number', 'time', 'type'], 'number', 'type'),
  ]).toEqual([
    ['type', 'number', 'time'],
    ['time', 'type', 'number'],
  ]);
});

// @vitest-environment node
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FIRST_JOB_COLUMNS, JOB_COLUMNS } from '../../../../main/contract/job-columns.ts';
import { FIRST_COLUMNS, PACKET_COLUMNS } from '../../../../main/contract/packets.ts';
import { COLUMNS as JOBS } from '../../../../renderer/features/jobs/columns.ts';
import { columnsFor, COLUMNS as PACKETS } from '../../../../renderer/features/traffic/columns.ts';
import { type ColumnLooks, fitColumns, moved, movedBefore } from '../../../../renderer/ui/columns/columns.ts';

const fitting =
  <C extends string>(looks: ColumnLooks<C>, chosen: readonly C[]) =>
  (width: number) =>
    fitColumns(looks, chosen, width)
      .map(({ id }) => id)
      .join(' ');

test('all first columns of packets fit a window of 1280 px; in narrow ones some leave', () => {
  expect([1062, 834, 500].map(fitting(PACKETS, FIRST_COLUMNS))).toEqual([
    'number marks time sincePrevious direction connection type function handle size info',
    'number marks time type function handle size info',
    'number time type function info',
  ]);
});

test('of jobs all fit a window of 1440 px; beside the inspector what it shows leaves', () => {
  expect([1222, 1062, 662].map(fitting(JOBS, FIRST_JOB_COLUMNS))).toEqual([
    'state handle function priority mode unique submitted waited ran worker client workloadSize resultSize workload',
    'state handle function priority mode unique submitted waited ran worker workloadSize resultSize workload',
    'state handle function priority submitted waited ran workload',
  ]);
});

const tables: [string, ColumnLooks<string>, readonly string[]][] = [
  ['packets', PACKETS, PACKET_COLUMNS],
  ['packets with large numbers', columnsFor(12), PACKET_COLUMNS],
  ['jobs', JOBS, JOB_COLUMNS],
];
test.each(tables)('of %s, what stays is filled in its order, and nothing is too narrow', (_, looks, all) => {
  fc.assert(
    fc.property(fc.shuffledSubarray([...all], { minLength: 1 }), fc.integer({ min: 0, max: 3000 }), (chosen, width) => {
      const fitted = fitColumns(looks, chosen, width);
      const total = fitted.reduce((sum, column) => sum + column.width + 12, 12);
      expect(fitted.map(({ id }) => id)).toEqual(chosen.filter((id) => fitted.some((column) => column.id === id)));
      expect(fitted.every(({ id, width: each }) => each >= (looks[id]?.least ?? 0))).toBe(true);
      if (fitted.some(({ id }) => looks[id]?.leaves !== undefined)) expect(total).toBe(Math.max(total, width));
      if (total > width) expect(fitted.every(({ id }) => looks[id]?.leaves === undefined)).toBe(true);
    }),
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

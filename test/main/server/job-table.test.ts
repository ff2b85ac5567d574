import fc from 'fast-check';
import { expect, test } from 'vitest';
import { JobTable } from '../../../main/server/job-table.ts';
import type { Job } from '../../../main/server/state.ts';

test('jobs come and go as in a plain map', () => {
  // Numbers at the edges of pages, so that pages are made, shared and given up.
  const number = fc.constantFrom(1, 2, 4095, 4096, 4097, 8191, 8192, 2 ** 32 - 1);
  fc.assert(
    fc.property(fc.array(fc.record({ number, comes: fc.boolean() }), { maxLength: 40 }), (steps) => {
      const table = new JobTable();
      const model = new Map<number, Job>();
      for (const { number: which, comes } of steps) {
        const job = model.get(which) ?? ({ number: which } as Job);
        if (comes && !model.has(which)) {
          table.add(job);
          model.set(which, job);
        } else if (!comes) {
          table.delete(job);
          model.delete(which);
        }
        expect([table.size, table.get(which)]).toEqual([model.size, model.get(which)]);
      }
      expect(new Set(table.values())).toEqual(new Set(model.values()));
    }),
  );
});

test('a job that is not the one in the table is not taken for it', () => {
  const table = new JobTable();
  table.add({ number: 7 } as Job);
  table.delete({ number: 7 } as Job);
  expect(table.size).toBe(1);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { KnownJobs } from '../../../main/upstream/known-jobs.ts';

interface Job {
  handle: string;
  retries: number;
  abandoned: boolean;
  background: boolean;
}

const answer = (jobs: readonly Job[]): Buffer => {
  const lines = jobs.map(({ handle, retries, abandoned, background }) =>
    [handle, retries, Number(abandoned), Number(background)].join('\t'),
  );
  return Buffer.from(`${lines.map((line) => `${line}\n`).join('')}.\n`, 'latin1');
};

test('what is looked at of the jobs is what the plainest reading has', () => {
  const aJob = fc.record({
    handle: fc.constantFrom('H:vm:1', 'H:vm:10', 'H:VM:11', 'H:other:1', '1', 'x.y'),
    retries: fc.nat(11),
    abandoned: fc.boolean(),
    background: fc.boolean(),
  });
  const aLook = fc.record({
    search: fc.constantFrom('', '1', 'h:vm', '11', '.', 'y', '0\t', 'none', '.\n'),
    from: fc.nat(5),
    count: fc.integer({ min: 1, max: 9 }),
  });
  fc.assert(
    fc.property(fc.array(aJob, { maxLength: 12 }), fc.array(aLook, { minLength: 1, maxLength: 5 }), (all, looks) => {
      const jobs = KnownJobs.from(answer(all));
      for (const look of looks) {
        const found = all.filter(({ handle }) => handle.toLowerCase().includes(look.search));
        const rows = found.slice(look.from, look.from + look.count);
        expect(jobs?.window(look)).toEqual({ total: found.length, rows });
      }
    }),
  );
});

test.each(['', 'ERR UNKNOWN_COMMAND x\r\n', 'H:vm:1\t0\t0\t1\n', 'OK\n'])('%j is no table of jobs', (text) => {
  expect(KnownJobs.from(Buffer.from(text))).toBe(null);
});

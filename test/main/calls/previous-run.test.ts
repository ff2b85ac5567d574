import { expect, test } from 'vitest';
import { previousRunCalls } from '../../../main/calls/previous-run.ts';
import type { JobDetail, JobQuery, JobRow, JobWindow } from '../../../main/contract/jobs.ts';
import { bytes } from '../../support/packets.ts';
import { jobWindow } from '../../support/samples.ts';

type Given = [number: number, different?: Partial<Pick<JobRow, 'function' | 'unique' | 'endedAt'>> & { work?: string }];

const row = ([number, { work = 'x', ...different } = {}]: Given): JobRow =>
  ({
    key: { server: 'local', run: 1, handle: `H:x:${number}` },
    function: 'f',
    unique: '',
    submittedAt: number,
    endedAt: number + 0.5,
    workloadSize: work.length,
    preview: bytes(work),
    ...different,
  }) as Partial<JobRow> as JobRow;

/** The handle of the run before the newest of these, which are told the newest first. */
async function previous(...given: Given[]) {
  const rows = given.map(row);
  const asked: JobQuery[] = [];
  const calls = previousRunCalls({
    detail: (key) => (rows.find((each) => each.key.handle === key.handle) ?? null) as JobDetail | null,
    window: (query): JobWindow => {
      asked.push(query);
      const from = query.from ?? 0;
      return jobWindow({ from, total: rows.length, rows: rows.slice(from, from + query.rows) });
    },
  });
  const found = await calls['jobs.previous'](rows[0]?.key ?? { server: 'local', run: 1, handle: 'none' });
  return { handle: found?.handle ?? null, asked };
}

test('the run of its function before it', async () => {
  expect(await previous([9], [8, { function: 'g' }], [7], [6])).toMatchObject({ handle: 'H:x:7' });
});

test('one that ended, and none that came later', async () => {
  expect(await previous([5], [9], [4, { endedAt: null }], [3])).toMatchObject({ handle: 'H:x:3' });
});

test('one of the same work before one that is nearer', async () => {
  expect(await previous([9, { work: 'b' }], [8, { work: 'a' }], [7, { work: 'b' }])).toMatchObject({ handle: 'H:x:7' });
  expect(await previous([9, { unique: 'u' }], [8], [7, { unique: 'u', work: 'other' }])).toMatchObject({
    handle: 'H:x:7',
  });
});

test('none where there is none, or where nobody knows of the job', async () => {
  expect(await previous([9], [8, { function: 'g' }])).toMatchObject({ handle: null });
  expect(await previous()).toMatchObject({ handle: null, asked: [] });
});

test('it does not look for ever', async () => {
  const many = Array.from({ length: 3000 }, (_, index): Given => [2999 - index, { function: 'g' }]);
  const { asked } = await previous([3000], ...many);
  expect(asked.map(({ from, search }) => `${from} ${search}`)).toEqual(['0 f', '500 f', '1000 f', '1500 f']);
});

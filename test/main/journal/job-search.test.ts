import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { journalOf } from '../../support/journal.ts';
import { PATIENT } from '../../support/patient.ts';

interface Job {
  handle: string;
  function: string;
  unique: string;
  workload: string;
  result: string;
}

const wire = (text: string) => Buffer.from(text).toString('latin1');

/** A journal in which these jobs are done. */
async function searched(jobs: readonly Partial<Job>[]) {
  const journal = journalOf();
  for (const [index, job] of jobs.entries()) {
    const { handle = `H:t:${index}`, function: name = 'f', unique = '', workload = '', result = '' } = job;
    journal.submit(index, { handle: wire(handle), functionName: wire(name), unique: wire(unique), workload });
    journal.complete(index, result);
  }
  /** Places of the jobs that are found. */
  const find = async (search: string) => {
    const handles = await journal.found(search);
    return jobs.flatMap(({ handle }, index) => (handles.includes(wire(handle ?? `H:t:${index}`)) ? [index] : []));
  };
  return { ...journal, find };
}

test('pieces of handle and unique ID are found, however short', async () => {
  const { find } = await searched([
    { handle: 'H:mac:12', unique: 'order-4711' },
    { handle: 'H:mac:345', unique: 'Straße' },
    { handle: 'H:mac:6', unique: '订单7' },
  ]);
  for (const [search, places] of [
    ['mac:', [0, 1, 2]],
    ['C:3', [1]],
    ['45', [1]],
    ['6', [2]],
    ['rder-47', [0]],
    ['RDER', [0]],
    ['raß', [1]],
    ['ß', [1]],
    ['订', [2]],
    ['单7', [2]],
    ['订单7', [2]],
    ['no such', []],
  ] as const)
    expect([search, await find(search)]).toEqual([search, places]);
});

test('words and their beginnings are found in function, workload and result, all of them in any order', async () => {
  const { find } = await searched([
    { function: 'image.resize', workload: '{"file":"Été 2024.png","width":640}' },
    { function: 'mail', workload: 'to anna, subject resize_later', result: 'sent 250 OK' },
    { function: 'mail', workload: 'nothing', result: 'refused by anna' },
  ]);
  for (const [search, places] of [
    ['resiz', [0, 1]],
    ['esize', []],
    ['image.res', [0]],
    ['ÉTÉ', [0]],
    ['e\u0301te\u0301', [0]],
    ['png', [0]],
    ['"width":64', [0]],
    ['ann', [1, 2]],
    ['mail anna', [1, 2]],
    ['anna mail sent', [1]],
    ['250 OK', [1]],
    ['"', []],
  ] as const)
    expect([search, await find(search)]).toEqual([search, places]);
});

test('Chinese of one character and more is found', async () => {
  const { find } = await searched([
    { workload: '处理订单12的图片' },
    { workload: 'order', result: '图片已生成' },
    { function: '发送邮件', workload: 'かな 한국어' },
  ]);
  for (const [search, places] of [
    ['图', [0, 1]],
    ['图片', [0, 1]],
    ['片图', []],
    ['订单1', [0]],
    ['的图片', [0]],
    ['邮件', [2]],
    ['な', [2]],
    ['국어', [2]],
  ] as const)
    expect([search, await find(search)]).toEqual([search, places]);
});

test('of a content the first 4 KiB are searched, and only where it is text', async () => {
  const { find } = await searched([
    { workload: `${'x '.repeat(2040)}near far` },
    { workload: `${'x '.repeat(2047)} beyond` },
    { workload: `needle\0` },
    { workload: `${'é'.repeat(2047)}-é needle` },
  ]);
  expect([await find('near'), await find('beyond'), await find('needle')]).toEqual([[0], [], []]);
});

test('counts and states are those of what is found; a search follows what happens', async () => {
  const { find, submit, fail, complete, window, shown } = await searched([{ workload: 'red' }, { workload: 'green' }]);
  expect(await find('red')).toEqual([0]);
  submit(2, { handle: 'H:t:2', workload: 'red too' });
  submit(3, { handle: 'H:t:3', workload: 'plain' });
  fail(2);
  await vi.waitUntil(async () => (await window({ search: 'red' })).total === 2, PATIENT);
  expect((await window({ search: 'red' })).counts).toMatchObject({ done: 1, failed: 1, queued: 0 });
  complete(3, 'red in the end');
  await vi.waitUntil(async () => (await window({ search: 'red' })).total === 3, PATIENT);
  expect(await shown({ search: 'red' })).toEqual([3, 2, 0]);
  expect(await shown({ search: 'red', states: ['failed'] })).toEqual([2]);
});

/** What a search means, word for word. */
function naive(job: Job, search: string): boolean {
  const folded = (text: string) => text.normalize('NFC').toLowerCase();
  const wordsOf = (text: string) =>
    folded(text).match(/[\p{Script=Han}]|(?:(?!\p{Script=Han})[\p{L}\p{N}\p{M}])+/gu) ?? [];
  return search
    .split(/\s+/)
    .filter(Boolean)
    .every((term) => {
      if ([job.handle, job.unique].some((name) => folded(name).includes(folded(term)))) return true;
      const wanted = wordsOf(term);
      if (wanted.length === 0) return false;
      return [job.function, job.workload, job.result].some((text) => {
        const words = wordsOf(text);
        return words.some((_, at) =>
          wanted.every((word, index) =>
            index === wanted.length - 1 ? words[at + index]?.startsWith(word) : words[at + index] === word,
          ),
        );
      });
    });
}

test('any search finds what a plain look at each job finds', async () => {
  const character = fc.constantFrom(...'aab1-_."é中文图 '.split(''), 'É', ':');
  const text = (maxLength: number) => fc.string({ unit: character, maxLength });
  const name = (maxLength: number) => text(maxLength).map((value) => value.replaceAll(' ', ''));
  const job = fc.record({ function: name(6), unique: name(6), workload: text(12), result: text(12) });
  await fc.assert(
    fc.asyncProperty(
      fc.array(job, { minLength: 1, maxLength: 20 }),
      fc.array(
        text(4).filter((search) => search.trim() !== ''),
        { minLength: 1, maxLength: 8 },
      ),
      async (some, searches) => {
        const jobs = some.map((each, index) => ({ ...each, handle: `H:${index}` }));
        const { find, journal } = await searched(jobs);
        for (const search of searches) {
          const places = jobs.flatMap((each, index) => (naive(each, search) ? [index] : []));
          expect([search, await find(search)]).toEqual([search, places]);
        }
        await journal.close();
      },
    ),
    { numRuns: 15 },
  );
});

test('a search that was stopped stays where it is, until it is asked for anew', async () => {
  const { journal, window, submit, find } = await searched([{ workload: 'red' }, { workload: 'red' }]);
  expect(await find('red')).toEqual([0, 1]);
  journal.stopSearch('red');
  submit(9, { workload: 'red' });
  await vi.waitUntil(async () => (await window()).total === 3, PATIENT);
  await window({ search: 'other' });
  expect((await window({ search: 'red' })).search).toMatchObject({ stopped: false });
  await vi.waitUntil(async () => (await window({ search: 'red' })).total === 3, PATIENT);
  journal.stopSearch('red');
  expect((await window({ search: 'red' })).search).toMatchObject({ stopped: true });
});

test('a history that is empty, and jobs that are still to be written, are searched as they are', async () => {
  const { window, submit, found, journal } = journalOf({ journalJobs: 40_000 });
  expect((await window({ search: 'anna' })).total).toBe(0);
  // More than is written at once, in volumes that have no tables yet.
  for (let job = 0; job < 20_000; job += 1) submit(job, { unique: job === 19_999 ? 'the-last' : '' });
  expect((await window({ search: 'H:t:' })).total).toBeLessThan(20_000);
  await expect.poll(() => found('the-last'), PATIENT).toEqual(['H:t:19999']);
  expect(journal.state.problem).toBeNull();
});

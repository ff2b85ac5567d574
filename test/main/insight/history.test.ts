import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JobEvent } from '../../../main/contract/job-event.ts';
import { JobHistory } from '../../../main/insight/history.ts';
import { jobFacts } from '../../support/job-facts.ts';

/** A second that all steps of a chart begin at. */
const START = 1_700_000_100;
const ms = (second: number) => second * 1000;

const job = (functionName: string, assignedAt: number | null = null) => jobFacts({ functionName, assignedAt });
const done = (name: string, assignedAt: number | null = null): JobEvent => ({
  kind: 'complete',
  job: job(name, assignedAt),
  bytes: Buffer.alloc(0),
});
const failed = (name: string): JobEvent => ({ kind: 'fail', job: job(name) });

test('a chart has the jobs that ended in the minute up to each point, and those that waited', () => {
  const history = new JobHistory(ms(START));
  history.note('local', 0, ms(START));
  history.hear('local', done('wc'), ms(START + 1));
  history.hear('local', done('wc'), ms(START + 2));
  history.note('local', 7, ms(START + 2));
  history.hear('local', failed('wc'), ms(START + 5));
  history.note('local', 3, ms(START + 5));
  const chart = history.history({ minutes: 5, functions: [], servers: null }, ms(START + 5.9));
  expect([chart.from, chart.until]).toEqual([START + 5 - 60, START + 5]);
  expect(Array.from(chart.at, (at) => at - START)).toEqual([0, 2, 4, 5]);
  expect([chart.done, chart.failed, chart.queued].map((each) => [...each])).toEqual([
    [0, 2, 2, 2],
    [0, 0, 0, 1],
    [0, 7, 3, 3],
  ]);
});

test('an hour later the chart begins an hour before, and what ended before that is in it for a minute', () => {
  const history = new JobHistory(ms(START));
  history.hear('local', done('wc'), ms(START + 15));
  const chart = history.history({ minutes: 60, functions: [], servers: null }, ms(START + 3660));
  expect([chart.at.length, (chart.at[0] as number) - START]).toEqual([181, 60]);
  expect([...chart.done.slice(0, 3)]).toEqual([1, 0, 0]);
});

test('points lie where they lay when it was asked before', () => {
  const history = new JobHistory(ms(START));
  const at = (second: number) => [
    ...history.history({ minutes: 15, functions: [], servers: null }, ms(START + second)).at,
  ];
  const [before, after] = [at(2001), at(2003)];
  expect(after.slice(0, -1)).toEqual(before.slice(0, -1));
  expect(after.at(-1)).toBe(START + 2003);
});

test('a function has a line of what ended in each five seconds; those that would look like a fall are left out', () => {
  const history = new JobHistory(ms(START));
  for (const [second, event] of [
    [0, done('wc')],
    [4, failed('wc')],
    [5, done('other')],
    [10, done('wc')],
    [11, done('wc')],
    [15, done('wc')],
  ] as const)
    history.hear('local', event, ms(START + second));
  const [wc, other, nobody] = history.history(
    { minutes: 5, functions: ['wc', 'other', 'nobody'], servers: null },
    ms(START + 16),
  ).lines;
  expect([wc?.length, [...(wc ?? [])].slice(-4)]).toEqual([60, [0, 2, 0, 2]]);
  expect([...(other ?? [])].slice(-4)).toEqual([0, 0, 1, 0]);
  expect([nobody?.length, nobody?.some((count) => count > 0)]).toEqual([60, false]);
});

test('the first job of a function is in its line at once', () => {
  const history = new JobHistory(ms(START));
  history.hear('local', done('wc'), ms(START + 1));
  const [line] = history.history({ minutes: 5, functions: ['wc'], servers: null }, ms(START + 1)).lines;
  expect([...(line ?? [])].slice(-2)).toEqual([0, 1]);
});

test('finished in the last minute, beside the median of the five before', () => {
  const history = new JobHistory(ms(START));
  for (const [minute, count] of [7, 1, 5, 3, 4, 9].entries())
    for (let each = 0; each < count; each += 1) history.hear('local', done('wc'), ms(START + minute * 60));
  expect(history.finishedPerMinute(ms(START + 5 * 60))).toEqual({ lastMinute: 9, median: 4 });
});

test('failures of the last five minutes, with their function where it is one', () => {
  const history = new JobHistory(ms(START));
  const lately = (minute: number) => history.failedLately(ms(START + minute * 60));
  history.hear('local', failed('f'), ms(START));
  history.hear('local', failed('g'), ms(START + 4 * 60));
  expect([lately(4), lately(6), lately(11)]).toEqual([
    { count: 2, function: null },
    { count: 1, function: 'g' },
    { count: 0, function: null },
  ]);
  expect(history.failures()).toBe(2);
});

test('how long jobs ran is told of all functions together', () => {
  const history = new JobHistory(ms(START));
  expect(history.ran()).toBe(null);
  history.hear('local', done('wc', ms(START + 1) - 40), ms(START + 1));
  history.hear('local', done('rev', ms(START + 1) - 20), ms(START + 1));
  history.hear('local', done('rev', ms(START + 1) - 30), ms(START + 1));
  expect(history.ran()).toEqual({ median: 30, p95: 40 });
});

test('a server that left the list is forgotten, and others have the room of its lines', () => {
  const history = new JobHistory(ms(START));
  for (let index = 0; index < 10_000; index += 1) history.hear('gone', done(`f${index}`), ms(START));
  history.note('gone', 5, ms(START));
  history.forget('gone');
  history.hear('local', done('g'), ms(START));
  const chart = history.history({ minutes: 5, functions: ['g', 'f0'], servers: null }, ms(START + 5));
  expect(chart.lines.map((line) => line.at(-1))).toEqual([1, 0]);
  expect([chart.done.at(-1), chart.queued.at(-1), history.jobs(['gone'])]).toEqual([1, 0, 0]);
  history.hear('gone', done('h'), ms(START + 1));
  expect(history.finishedPerMinute(ms(START + 5), ['gone']).lastMinute).toBe(1);
});

test('names without end take no memory without end', () => {
  const history = new JobHistory(ms(START));
  for (let index = 0; index < 10_001; index += 1) history.hear('local', done(`f${index}`), ms(START));
  const names = ['f0', 'f9999', 'f10000'];
  const { lines } = history.history({ minutes: 5, functions: names, servers: null }, ms(START + 5));
  expect(lines.map((line) => line.at(-1))).toEqual([1, 1, 0]);
});

test('a chart says what a list of all that happened says', () => {
  const pause = fc.oneof(fc.nat(3000), fc.nat(600_000));
  const minutes = fc.constantFrom(5, 15, 60);
  fc.assert(
    fc.property(fc.array(fc.tuple(pause, fc.boolean()), { maxLength: 40 }), minutes, (steps, back) => {
      const history = new JobHistory(ms(START));
      const ends: { second: number; well: boolean }[] = [];
      let at = ms(START);
      for (const [wait, well] of steps) {
        at += wait;
        history.hear('local', well ? done('wc') : failed('wc'), at);
        ends.push({ second: Math.floor(at / 1000), well });
      }
      const chart = history.history({ minutes: back, functions: [], servers: null }, at);
      const counted = (wanted: boolean) =>
        Array.from(
          chart.at,
          (time) => ends.filter(({ second, well }) => well === wanted && second <= time && second > time - 60).length,
        );
      expect([[...chart.done], [...chart.failed]]).toEqual([counted(true), counted(false)]);
    }),
  );
});

test('of some servers it is the sum of theirs, and one that came late had nothing before', () => {
  const history = new JobHistory(ms(START));
  history.note('local', 5, ms(START));
  history.hear('local', done('wc', ms(START) - 10), ms(START));
  history.note('local', 5, ms(START + 70));
  history.note('staging', 3, ms(START + 70));
  for (let each = 0; each < 2; each += 1) history.hear('staging', done('wc', ms(START + 70) - 30), ms(START + 70));
  history.hear('staging', failed('rev'), ms(START + 70));
  const at = ms(START + 70);
  const told = (servers: string[] | null) => {
    const chart = history.history({ minutes: 5, functions: ['wc'], servers }, at);
    const [line] = chart.lines;
    return {
      done: chart.done.at(-1),
      queued: [chart.queued[0], chart.queued.at(-1)],
      line: line?.reduce((sum, count) => sum + count, 0),
      finished: history.finishedPerMinute(at, servers ?? undefined).lastMinute,
      failed: history.failedLately(at, servers ?? undefined),
      failures: history.failures(servers ?? undefined),
      ran: history.ran(servers ?? undefined)?.median ?? null,
    };
  };
  const none = { count: 0, function: null };
  const one = { count: 1, function: 'rev' };
  expect(told(['local'])).toEqual({
    done: 0,
    queued: [5, 5],
    line: 1,
    finished: 0,
    failed: none,
    failures: 0,
    ran: 10,
  });
  expect(told(['staging'])).toEqual({
    done: 2,
    queued: [0, 3],
    line: 2,
    finished: 2,
    failed: one,
    failures: 1,
    ran: 30,
  });
  const both = { done: 2, queued: [5, 8], line: 3, finished: 2, failed: one, failures: 1, ran: 30 };
  expect([told(null), told(['staging', 'local'])]).toEqual([both, both]);
  expect(told(['gone'])).toEqual({
    done: 0,
    queued: [0, 0],
    line: 0,
    finished: 0,
    failed: none,
    failures: 0,
    ran: null,
  });
});

import { expect, test } from 'vitest';
import { type Job, Jobs } from '../../../main/expert/jobs.ts';
import { Peers } from '../../../main/expert/peers.ts';

const job = (number: number, priority = 1): Job => ({
  handle: `H:t:${number}`,
  host: 0,
  function: 'wc',
  priority,
  submission: undefined,
  created: { seq: number, at: number },
  clients: [],
  worker: undefined,
  assigned: undefined,
  heard: false,
  timeout: 0,
  status: undefined,
  ended: false,
  unheard: undefined,
  toldWaiting: false,
  toldLate: false,
});

test('of too many jobs the oldest leave, and those that came again stay', () => {
  const jobs = new Jobs();
  for (let number = 0; number < 100_000; number += 1) jobs.add(job(number));
  jobs.add(job(1));
  jobs.add(job(100_000));
  jobs.add(job(100_001));
  const known = [0, 1, 2, 3, 100_000, 100_001].filter((number) => jobs.find(`H:t:${number}`));
  expect(known).toEqual([1, 3, 100_000, 100_001]);
});

test('those that wait are known by their priority, and the oldest of a function whatever its is', () => {
  const jobs = new Jobs();
  const [low, normal, high] = [job(1, 2), job(2), job(3, 0)] as const;
  for (const each of [low, normal, high]) {
    jobs.add(each);
    jobs.waits(each);
  }
  const handles = () => [jobs.moreUrgent(low), jobs.moreUrgent(normal), ...jobs.oldest()].map((each) => each?.handle);
  expect(handles()).toEqual(['H:t:3', 'H:t:3', 'H:t:1']);
  jobs.runs(high);
  jobs.runs(low);
  expect(handles()).toEqual(['H:t:2', undefined, 'H:t:2']);
  jobs.ends(high);
  jobs.waits(low);
  jobs.runs(normal);
  expect(handles()).toEqual([undefined, undefined, 'H:t:1']);
  expect([...jobs.running]).toEqual([normal]);
});

test('of a job that is over it is known who did it, of so many of them', () => {
  const jobs = new Jobs();
  const worker = new Peers('all').of({ host: 0, connection: 1 });
  const over = (number: number) => {
    const each = { ...job(number), worker };
    jobs.add(each);
    jobs.isOver(each);
  };
  over(0);
  expect(jobs.find('H:t:0')).toBeUndefined();
  expect(jobs.whoDid('H:t:0')).toBe(worker);
  for (let number = 1; number < 100_000; number += 1) over(number);
  expect(jobs.whoDid('H:t:0')).toBe(worker);
  over(100_000);
  expect(jobs.whoDid('H:t:0')).toBeUndefined();
  expect(jobs.whoDid('H:t:100000')).toBe(worker);
});

test('what is told of an older job of the same handle leaves the newer one', () => {
  const jobs = new Jobs();
  const [older, newer] = [job(1), job(1)];
  jobs.add(older);
  jobs.add(newer);
  jobs.isOver(older);
  expect(jobs.find('H:t:1')).toBe(newer);
});

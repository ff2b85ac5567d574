import { expect, test } from 'vitest';
import { type Job, Jobs } from '../../../main/expert/jobs.ts';

const job = (number: number): Job => ({
  handle: `H:t:${number}`,
  host: 0,
  function: 'wc',
  priority: 0,
  submission: undefined,
  created: { seq: number, at: number },
  clients: new Set(),
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
  const known = [0, 1, 2, 3, 100_000, 100_001].filter((number) => jobs.find(0, `H:t:${number}`));
  expect(known).toEqual([1, 3, 100_000, 100_001]);
});

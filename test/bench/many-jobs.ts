import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Journal } from '../../main/journal/journal.ts';
import { now } from '../../main/util/clock.ts';
import { silent } from '../../main/util/log.ts';
import { jobFacts } from '../support/job-facts.ts';
import { until } from '../support/processes.ts';

/* A history of many jobs, as benches need it. */

export const WORDS = Array.from({ length: 20_000 }, (_, index) => `w${((index * 7919) % 100_003).toString(36)}`);
const FUNCTIONS = ['image.resize', 'mail.send', 'report', '订单处理'].map((name) =>
  Buffer.from(name).toString('latin1'),
);
const source = { server: 'local', run: 1, who: (connection: number) => `#${connection} 127.0.0.1:4${connection}` };

/** Room for them. */
export const HISTORY = { journal: true, journalJobs: 2_000_000, journalSize: 10_240 };

/** Without a file it is in memory. */
export const openHistory = (path: string | undefined): Journal =>
  new Journal({ path, settings: HISTORY, log: silent, onChange: () => {} });

/** Searches of several kinds, each with what is looked for; another one each time. */
export const searches = (jobs: number): Record<string, () => string> => {
  const any = (count: number) => Math.floor(Math.random() * count);
  return {
    'a whole handle': () => `H:bench:${any(jobs)}`,
    'a piece of a handle': () => `${any(jobs)}`.slice(-5).padStart(5, '1'),
    'a rare word': () => WORDS[19_000 + any(900)] as string,
    'a frequent word': () => WORDS[any(5)] as string,
    'the beginning of a word': () => (WORDS[any(900)] as string).slice(0, 3),
    'two words': () => `mail ${WORDS[any(900)]}`,
    'a Chinese word': () => '订单',
    'a Chinese character': () => '理',
    'two characters of a handle': () => `${10 + any(90)}`,
  };
};

function workloadOf(job: number): Buffer {
  const words = Array.from({ length: 12 }, () => WORDS[Math.floor(Math.random() * Math.random() * WORDS.length)]);
  return Buffer.from(job % 10 === 0 ? `处理订单${job} ${words.join(' ')}` : words.join(' '));
}

/** The whole life of a job; one in twenty fails. */
function live(journal: Journal, number: number): void {
  const handle = `H:bench:${number}`;
  const functionName = FUNCTIONS[number % FUNCTIONS.length] as string;
  const job = jobFacts({
    handle,
    functionName,
    unique: randomUUID(),
    workload: workloadOf(number),
    submittedAt: now(),
  });
  journal.recent.hear(source, { kind: 'submitted', client: 1, job }, now());
  job.assignedAt = now();
  journal.recent.hear(source, { kind: 'assigned', worker: 2, job }, now());
  if (number % 20 === 0) journal.recent.hear(source, { kind: 'fail', job }, now());
  else journal.recent.hear(source, { kind: 'complete', job, bytes: Buffer.from('result of it, done') }, now());
}

/** Fills a history with jobs, no faster than it takes them. */
export async function fill(journal: Journal, jobs: number): Promise<void> {
  for (let number = 1; number <= jobs; number += 1) {
    live(journal, number);
    if (number % 500 !== 0) continue;
    do await sleep(1);
    while (journal.behind > 6);
  }
  await until('written', async () => journal.behind === 0, 60_000);
}

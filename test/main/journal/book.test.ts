import { expect, test } from 'vitest';
import type { JobEvent } from '../../../main/contract/job-event.ts';
import { Book } from '../../../main/journal/book.ts';
import { BlockWriter } from '../../../main/journal/event-block.ts';
import { openJournalFile } from '../../../main/journal/journal-file.ts';
import { afterThisTest } from '../../support/cleanup.ts';
import { jobFacts } from '../../support/job-facts.ts';

const MB = 1024 * 1024;

/** A book in memory of its own that holds so many bytes at hand, and hears one event at a time. */
function book(mostAtHand: number) {
  const kept = new Book(openJournalFile(undefined), { jobs: 1000, bytes: 1024 * MB, content: 16 * MB }, mostAtHand);
  afterThisTest(() => kept.close());
  const hear = (number: number, event: JobEvent): void => {
    const writer = new BlockWriter();
    writer.add(number, event, number, 16 * MB);
    const { memory, count, large } = writer;
    kept.hear({ memory, count, large, sources: [{ server: 'local', run: 1, names: new Map() }] });
    kept.writeAll();
  };
  return { kept, hear };
}

test('unfinished jobs take no more memory than they may, and nothing of what they have said so far is lost', () => {
  const { kept, hear } = book(4 * MB);
  const jobs = Array.from({ length: 8 }, (_, number) => jobFacts({ handle: `H:t:${number}` }));
  for (const [number, job] of jobs.entries()) {
    hear(number, { kind: 'submitted', client: 1, job });
    hear(number, { kind: 'data', job, bytes: Buffer.alloc(MB, `${number}`) });
    hear(number, { kind: 'warning', job, bytes: Buffer.alloc(100_000, 'w') });
    expect(kept.bytesAtHand).toBeLessThanOrEqual(4 * MB);
  }
  for (const [number, job] of jobs.entries()) {
    hear(number, { kind: 'data', job, bytes: Buffer.from('more') });
    if (number % 2 === 0) hear(number, { kind: 'complete', job, bytes: Buffer.from('end') });
    expect(kept.bytesAtHand).toBeLessThanOrEqual(4 * MB);
  }
  for (const [number] of jobs.entries()) {
    const id = kept.idOf({ server: 'local', run: 1, handle: `H:t:${number}` }) as number;
    const said = Buffer.concat([Buffer.alloc(MB, `${number}`), Buffer.from(number % 2 === 0 ? 'moreend' : 'more')]);
    const { size, bytes } = kept.content(id, 'result') ?? {};
    expect([size, said.equals(bytes ?? Buffer.alloc(0))]).toEqual([said.length, true]);
    expect(kept.content(id, 'warnings')?.bytes?.length).toBe(100_000);
  }
});

test('what has ended is not at hand', () => {
  const { kept, hear } = book(4 * MB);
  const job = jobFacts({ handle: 'H:t:1', workload: Buffer.alloc(1000) });
  hear(1, { kind: 'submitted', client: 1, job });
  expect(kept.bytesAtHand).toBe(1000);
  hear(1, { kind: 'data', job, bytes: Buffer.alloc(500) });
  expect(kept.bytesAtHand).toBe(1500);
  hear(1, { kind: 'fail', job });
  expect(kept.bytesAtHand).toBe(0);
});

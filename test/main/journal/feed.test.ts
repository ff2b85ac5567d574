import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JobEvent } from '../../../main/contract/job-event.ts';
import { BlockReader, type EventBlock } from '../../../main/journal/event-block.ts';
import type { HeardEvent } from '../../../main/journal/event-columns.ts';
import { Feed, type JobOutcome } from '../../../main/journal/feed.ts';
import { afterThisTest } from '../../support/cleanup.ts';
import { jobFacts } from '../../support/job-facts.ts';
import { outcome } from '../../support/samples.ts';

const SOURCE = { server: 'local', run: 1, who: (connection: number) => `#${connection}` };

/** A feed whose blocks are gathered, and what is in them, copied. */
function feed() {
  const blocks: EventBlock[] = [];
  const memory: ArrayBuffer[] = [];
  const outcomes: JobOutcome[][] = [];
  const told = new Feed({
    block: (block) => {
      blocks.push(block);
      memory.push(block.memory);
    },
    outcomes: (some) => outcomes.push([...some]),
  });
  told.isOn = true;
  afterThisTest(() => told.stop());
  const read = () =>
    blocks.flatMap((block) => {
      const reader = new BlockReader(block);
      return Array.from({ length: reader.count }, (_, slot) => {
        const event = copied(reader.event(slot));
        return { number: reader.jobOf(slot), at: reader.timeOf(slot), size: reader.sizeOf(slot), event };
      });
    });
  return {
    told,
    blocks,
    outcomes,
    read,
    hear: (number: number, event: JobEvent, at = 0) => told.hear(SOURCE, number, event, at),
    /** So many blocks come back. */
    taken: (count: number) => told.taken(memory.splice(0, count)),
    /** So many blocks are under way. */
    fill: (count: number) => {
      while (told.underWay < count) {
        told.hear(SOURCE, 0, { kind: 'fail', job: jobFacts() }, 0);
        told.flush();
      }
      blocks.length = 0;
    },
  };
}

function copied(event: HeardEvent): HeardEvent {
  if ('bytes' in event) return { ...event, bytes: Buffer.from(event.bytes) };
  return event.kind === 'submitted'
    ? { ...event, job: { ...event.job, workload: Buffer.from(event.job.workload) } }
    : event;
}

const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array));
const name = fc.uint8Array({ maxLength: 20 }).map((array) => Buffer.from(array).toString('latin1'));
const job = fc
  .record({
    ...{ handle: name, functionName: name, unique: name, workload: bytes, background: fc.boolean() },
    priority: fc.constantFrom('high' as const, 'normal' as const, 'low' as const),
    keptAs: fc.nat(2 ** 40),
  })
  .map((facts) => jobFacts(facts));
const anyEvent: fc.Arbitrary<JobEvent> = fc.oneof(
  fc.record({ kind: fc.constant('submitted' as const), job, client: fc.option(fc.nat(), { nil: null }) }),
  fc.record({ kind: fc.constant('joined' as const), job, client: fc.nat(), background: fc.boolean() }),
  fc.record({ kind: fc.constant('assigned' as const), job, worker: fc.nat() }),
  fc.record({ kind: fc.constant('status' as const), job, numerator: fc.nat(), denominator: fc.nat() }),
  fc.record({ kind: fc.constantFrom('data' as const, 'warning' as const), job, bytes }),
  fc.record({ kind: fc.constantFrom('complete' as const, 'exception' as const), job, bytes }),
  fc.record({ kind: fc.constantFrom('fail' as const, 'cancelled' as const, 'dropped' as const), job }),
  fc.record({ kind: fc.constant('delayed' as const), job, until: fc.nat() }),
);

test('any events come over as they were, in their order, in however many blocks', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(), anyEvent, fc.double({ noNaN: true })), { maxLength: 60 }), (heard) => {
      const { told, hear, read } = feed();
      for (const [index, [number, event, at]] of heard.entries()) {
        hear(number, event, at);
        if (index % 17 === 16) told.flush();
      }
      told.flush();
      const expected = heard.map(([number, event, at]) => {
        const { job, ...rest } = event;
        const { handle, functionName, unique, priority, background, workload, keptAs } = job;
        const of = { handle, functionName, unique, priority, background, workload, keptAs };
        const size = event.kind === 'submitted' ? workload.length : 'bytes' in event ? event.bytes.length : 0;
        const told =
          event.kind === 'submitted' ? { ...rest, job: of } : event.kind === 'joined' ? { ...rest, keptAs } : rest;
        return { number, at, size, event: told };
      });
      expect(read().slice(0, expected.length)).toEqual(expected);
    }),
  );
});

test('connections are named once a block, those of each server by itself', () => {
  const { told, hear, blocks } = feed();
  const other = { server: 'staging', run: 2, who: (connection: number) => `staging ${connection}` };
  hear(1, { kind: 'submitted', job: jobFacts(), client: 7 });
  told.hear(other, 2, { kind: 'submitted', job: jobFacts(), client: 7 }, 0);
  hear(1, { kind: 'assigned', job: jobFacts(), worker: 8 });
  told.flush();
  told.hear(other, 2, { kind: 'assigned', job: jobFacts(), worker: 7 }, 0);
  told.flush();
  const sources = blocks.map((block) => block.sources.map(({ server, run, names }) => [server, run, [...names]]));
  const here = [
    [7, '#7'],
    [8, '#8'],
  ];
  const there = ['staging', 2, [[7, 'staging 7']]];
  expect(sources).toEqual([[['local', 1, here], there], [there]]);
});

test('two servers that are heard in turns fill blocks as one does', () => {
  const { told, blocks } = feed();
  const sources = Array.from({ length: 300 }, (_, run) => ({ ...SOURCE, run }));
  const two = sources.slice(0, 2);
  for (let event = 0; event < 4000; event += 1)
    for (const source of two) told.hear(source, event, { kind: 'fail', job: jobFacts() }, 0);
  told.flush();
  expect(blocks.map(({ count }) => count)).toEqual([4096, 3904]);
  blocks.length = 0;
  for (const source of sources) told.hear(source, 1, { kind: 'fail', job: jobFacts() }, 0);
  told.flush();
  const runs = blocks.flatMap((block) => {
    const reader = new BlockReader(block);
    return Array.from({ length: reader.count }, (_, slot) => block.sources[reader.sourceOf(slot)]?.run);
  });
  expect([blocks.length, runs]).toEqual([2, sources.map(({ run }) => run)]);
});

test('of a large workload the first bytes go along, and its size', () => {
  const { told, hear, read } = feed();
  hear(1, { kind: 'submitted', job: jobFacts({ workload: Buffer.alloc(1_000_000, 'x') }), client: 1 });
  told.flush();
  const [first] = read();
  expect([first?.size, first?.event.kind === 'submitted' && first.event.job.workload.length]).toEqual([
    1_000_000, 65_536,
  ]);
});

test('when too much is under way jobs are left out as a whole, and counted', () => {
  const { told, fill, taken } = feed();
  expect([told.takes(), told.skipped]).toEqual([true, 0]);
  fill(32);
  expect([told.takes(), told.takes(), told.skipped]).toEqual([false, false, 2]);
  taken(1);
  expect([told.takes(), told.skipped]).toEqual([true, 2]);
});

test('many small events are too much as well as few large ones', () => {
  const { told, hear, taken } = feed();
  for (let number = 0; number < 60_000; number += 1) hear(number, { kind: 'fail', job: jobFacts() });
  expect([told.underWay, told.takes()]).toEqual([14, false]);
  taken(3);
  expect(told.takes()).toBe(true);
});

test('of jobs that were taken the bytes are left out next, then all but their ends, which come when there is room', () => {
  const { told, hear, fill, taken, read, blocks } = feed();
  const data: JobEvent = { kind: 'data', job: jobFacts(), bytes: Buffer.from('part') };
  const complete: JobEvent = { kind: 'complete', job: jobFacts(), bytes: Buffer.from('all') };
  fill(40);
  hear(1, data);
  hear(1, complete);
  told.flush();
  expect(read().map(({ event, size }) => [event, size])).toEqual([[{ kind: 'complete', bytes: Buffer.alloc(0) }, 3]]);
  fill(48);
  hear(2, { kind: 'assigned', job: jobFacts(), worker: 1 });
  hear(2, complete, 5);
  hear(3, { kind: 'fail', job: jobFacts() }, 6);
  told.flush();
  expect(blocks).toEqual([]);
  taken(20);
  told.flush();
  expect(read().map(({ number, event, at }) => `${number} ${event.kind} ${at}`)).toEqual(['2 complete 5', '3 fail 6']);
});

test('how commands ended goes along together, after what was heard of their jobs', () => {
  const { told, hear, blocks, outcomes } = feed();
  hear(1, { kind: 'submitted', job: jobFacts(), client: 7 });
  told.report(1, outcome());
  told.report(2, outcome());
  expect([blocks.length, outcomes]).toEqual([0, []]);
  told.flush();
  expect([blocks.length, outcomes.map((some) => some.map(({ number }) => number))]).toEqual([1, [[1, 2]]]);
  told.flush();
  expect(outcomes).toHaveLength(1);
});

test('switched off it takes nothing', () => {
  const { told, hear, blocks } = feed();
  told.isOn = false;
  hear(1, { kind: 'fail', job: jobFacts() });
  told.flush();
  expect([told.takes(), blocks, told.skipped]).toEqual([false, [], 0]);
});

test('large contents go along whole up to the limit, as long as not too many are under way', () => {
  const { told, read, hear, taken, blocks } = feed();
  told.contentLimit = 20_000_000;
  const submit = (number: number, bytes: number) =>
    hear(number, { kind: 'submitted', client: 1, job: jobFacts({ workload: Buffer.alloc(bytes, 'w') }) });
  const sizes = () => {
    told.flush();
    const found = read().map(({ event, size }) => [event.kind === 'submitted' ? event.job.workload.length : -1, size]);
    blocks.length = 0;
    return found;
  };
  submit(1, 100_000);
  submit(2, 30_000_000);
  expect(sizes()).toEqual([
    [100_000, 100_000],
    [20_000_000, 30_000_000],
  ]);
  for (const number of [3, 4, 5]) submit(number, 30_000_000);
  const left = 64 * 1024 * 1024 - 60_100_000;
  expect(sizes().map(([kept]) => kept)).toEqual([20_000_000, 20_000_000, left]);
  submit(6, 100_000);
  expect(sizes()).toEqual([[65_536, 100_000]]);
  taken(1);
  submit(7, 100_000);
  expect(sizes()).toEqual([[100_000, 100_000]]);
});

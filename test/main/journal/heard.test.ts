import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JobEvent } from '../../../main/contract/job-event.ts';
import type { HeardEvent } from '../../../main/journal/event-columns.ts';
import { Heard, type HeardOptions } from '../../../main/journal/heard.ts';
import { jobFacts } from '../../support/job-facts.ts';
import { bytes } from '../../support/packets.ts';

const SOURCE = { server: 'local', run: 7, who: (connection: number) => `#${connection}` };

/** Events of job number 1 but for what is said otherwise; the time goes on by 1 ms at each. */
function heard(options: Partial<HeardOptions> = {}) {
  const events = new Heard({ events: 8, bytes: 1000, ...options });
  let at = 0;
  const add = (event: JobEvent, job = 1) => events.add(SOURCE, job, event, ++at);
  const take = () => {
    let taken: [number, HeardEvent, number] | undefined;
    events.take((source, job, event, time) => {
      expect(source).toBe(SOURCE);
      taken = [job, copyOf(event), time];
    });
    return taken;
  };
  return { events, add, take, fail: (job?: number) => add({ kind: 'fail', job: jobFacts() }, job) };
}

/** Bytes of an event are valid while it is looked at. */
function copyOf(event: HeardEvent): HeardEvent {
  if ('bytes' in event) return { ...event, bytes: Buffer.from(event.bytes) };
  if (event.kind !== 'submitted') return event;
  return { ...event, job: { ...event.job, workload: Buffer.from(event.job.workload) } };
}

const facts = jobFacts({ handle: 'H:t:9', functionName: 'resize', unique: 'u', workload: bytes('abc') });
const { handle, functionName, unique } = facts;
const job = { ...facts, background: true, priority: 'low', keptAs: 4_000_000_001 } as const;

test.each<[JobEvent, HeardEvent]>([
  [
    { kind: 'submitted', job, client: 3 },
    {
      kind: 'submitted',
      job: {
        handle,
        functionName,
        unique,
        priority: 'low',
        background: true,
        workload: bytes('abc'),
        keptAs: 4_000_000_001,
      },
      client: 3,
    },
  ],
  [
    { kind: 'submitted', job: jobFacts({ priority: 'high' }), client: null },
    {
      kind: 'submitted',
      job: {
        handle: 'H:t:1',
        functionName: 'f',
        unique: '',
        priority: 'high',
        background: false,
        workload: Buffer.alloc(0),
        keptAs: 0,
      },
      client: null,
    },
  ],
  [
    { kind: 'joined', job, client: 4, background: true },
    { kind: 'joined', client: 4, background: true, keptAs: 4_000_000_001 },
  ],
  [
    { kind: 'assigned', job, worker: 5 },
    { kind: 'assigned', worker: 5 },
  ],
  [
    { kind: 'status', job, numerator: 1, denominator: 7 },
    { kind: 'status', numerator: 1, denominator: 7 },
  ],
  [
    { kind: 'data', job, bytes: bytes('part') },
    { kind: 'data', bytes: bytes('part') },
  ],
  [
    { kind: 'exception', job, bytes: Buffer.alloc(0) },
    { kind: 'exception', bytes: Buffer.alloc(0) },
  ],
  [
    { kind: 'requeued', job, attempts: 2 },
    { kind: 'requeued', attempts: 2 },
  ],
  [
    { kind: 'delayed', job, until: 1_800_000_000_123 },
    { kind: 'delayed', until: 1_800_000_000_123 },
  ],
  [{ kind: 'given-up', job }, { kind: 'given-up' }],
])('%j is told again as %j', (event, told) => {
  const { add, take } = heard();
  expect(add(event, 12)).toBe(true);
  expect(take()).toEqual([12, told, 1]);
  expect(take()).toBe(undefined);
});

test('where there is no room none is added, and taking one out makes room', () => {
  const { events, fail, take } = heard({ events: 2 });
  expect([fail(), fail(), fail()]).toEqual([true, true, false]);
  expect([events.length, events.oldestAt]).toEqual([2, 1]);
  take();
  expect([fail(), fail(), events.oldestAt]).toEqual([true, false, 2]);
});

test('the oldest of jobs before a number are forgotten, up to the first of a later job', () => {
  const { events, fail, take } = heard();
  for (const number of [1, 2, 1, 7, 1]) fail(number);
  events.skipBefore(7);
  expect([take()?.[0], take()?.[0], take(), events.oldestAt]).toEqual([7, 1, undefined, Number.POSITIVE_INFINITY]);
});

test('a piece over the limit comes when no other waits', () => {
  const { add, take } = heard({ bytes: 100_000 });
  const data = (size: number) => add({ kind: 'data', job, bytes: Buffer.alloc(size, 7) });
  expect([data(200_000), data(90_000), data(20), data(200_000)]).toEqual([true, false, true, false]);
  expect(take()?.[1]).toEqual({ kind: 'data', bytes: Buffer.alloc(200_000, 7) });
  expect(data(90_000)).toBe(true);
});

test('whatever comes and goes, events and bytes are those that came', () => {
  const step = fc.oneof(
    fc.uint8Array({ maxLength: 120 }).map((each) => Buffer.from(each)),
    fc.constant('take' as const),
    fc.constant('fail' as const),
  );
  fc.assert(
    fc.property(fc.array(step, { size: 'max', maxLength: 200 }), (steps) => {
      const { events, add, take, fail } = heard({ events: 7, bytes: 250 });
      const model: string[] = [];
      for (const [number, each] of steps.entries()) {
        if (each === 'take') {
          const taken = take();
          const data = taken?.[1].kind === 'data' ? taken[1].bytes.toString('hex') : taken?.[1].kind;
          expect(taken && `${taken[0]} ${data}`).toBe(model.shift());
        } else if (each === 'fail') {
          if (fail(number)) model.push(`${number} fail`);
          else expect(model.length).toBe(7);
        } else if (add({ kind: 'data', job, bytes: each }, number)) {
          model.push(`${number} ${each.toString('hex')}`);
        } else {
          expect(model.length).toBeGreaterThan(0);
        }
        expect(events.length).toBe(model.length);
      }
    }),
  );
});

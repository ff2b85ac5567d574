import { describe, expect, test } from 'vitest';
import type { WorkerState } from '../../../main/contract/workers.ts';
import { type RegisteredFor, type WaitingJob, type WhyFacts, whyWaiting } from '../../../main/insight/why.ts';
import { worker } from '../../support/samples.ts';

const NOW = 1_000_000;

const waiting = (different: Partial<WaitingJob> = {}): WaitingJob => ({
  function: 'wc',
  due: null,
  held: false,
  cancelled: false,
  abandoned: false,
  ahead: { high: 0, normal: 0, low: 0 },
  more: false,
  priority: 'normal',
  workers: [],
  served: [],
  ...different,
});

const registered = (different: Partial<RegisteredFor> = {}): RegisteredFor => ({
  connection: 5,
  clientId: 'wc-1',
  address: '127.0.0.1:50005',
  sleeping: false,
  woken: false,
  jobs: [],
  first: [],
  ...different,
});

const busy = registered({ jobs: [{ handle: 'H:x:1', function: 'wc', since: NOW - 5000 }] });

function why(job: Partial<WaitingJob>, facts: Partial<WhyFacts> = {}) {
  return whyWaiting({
    job: waiting(job),
    definition: undefined,
    ours: undefined,
    defined: [],
    server: 'embedded',
    heardAt: () => NOW - 10_000,
    now: NOW,
    ...facts,
  });
}

describe('nobody takes it, whoever is there', () => {
  test.each<[string, Partial<WaitingJob>]>([
    ['cancelled', { cancelled: true }],
    ['abandoned', { abandoned: true }],
    ['later', { due: NOW + 60_000 }],
    ['keeping', { held: true }],
  ])('%s', (kind, job) => {
    expect(why({ ...job, workers: [registered({ sleeping: true })] })).toMatchObject({ kind, until: job.due ?? null });
  });
});

describe('nobody is registered', () => {
  test('for anything', () => expect(why({})).toMatchObject({ kind: 'nobody', other: null, workers: [] }));
  test('but for a similar name', () =>
    expect(why({ function: 'Resize ', served: ['wc', 'resize'] })).toMatchObject({ kind: 'similar', other: 'resize' }));
  test('but the workspace defines a similar name', () =>
    expect(why({ function: 'send-mail' }, { defined: ['send_mail'] })).toMatchObject({
      kind: 'similar',
      other: 'send_mail',
    }));
  test('because our workers are not started', () =>
    expect(why({ served: ['WC'] }, { definition: { servers: [] } })).toMatchObject({ kind: 'not-started' }));
  test('because ours work elsewhere', () =>
    expect(why({}, { definition: { servers: ['10.0.0.7:4730'] }, ours: [worker('sleeping')] })).toMatchObject({
      kind: 'elsewhere',
      servers: ['10.0.0.7:4730'],
    }));
  test.each<[string, WorkerState]>([
    ['paused', 'quiet'],
    ['stopped', 'stopped'],
    ['gave-up', 'failed'],
    ['back-off', 'back-off'],
    ['away', 'reconnecting'],
  ])('because ours are %s', (kind, state) => {
    const ours = [worker(state, 1), worker(state, 2), worker('starting', 3)];
    const { workers, ...answer } = why({}, { definition: { servers: [] }, ours });
    expect([answer.kind, workers.length]).toEqual([kind, 3]);
  });
  test('until the first of those that wait after failures tries again', () => {
    const ours = [
      { ...worker('back-off', 1), until: NOW + 9000 },
      { ...worker('back-off', 2), until: NOW + 4000 },
    ];
    expect(why({}, { definition: { servers: [] }, ours })).toMatchObject({ kind: 'back-off', until: NOW + 4000 });
  });
});

describe('workers are registered', () => {
  test('and all of them are busy', () =>
    expect(why({ workers: [busy] })).toMatchObject({
      kind: 'busy',
      workers: [{ name: 'wc-1', state: 'busy', since: NOW - 5000, handle: 'H:x:1', does: 'wc' }],
    }));
  test('and jobs of a higher priority come first', () =>
    expect(why({ workers: [busy], priority: 'low', ahead: { high: 0, normal: 3, low: 1 } })).toMatchObject({
      kind: 'behind',
      ahead: { high: 0, normal: 3, low: 1 },
      higher: 3,
    }));
  test('and those before it of its own priority are no reason of their own', () =>
    expect(why({ workers: [busy], ahead: { high: 0, normal: 3, low: 0 } })).toMatchObject({ kind: 'busy' }));
  test('and all of them take jobs of another function first', () => {
    const first = { ...busy, first: ['big'] };
    expect(why({ workers: [first, first] })).toMatchObject({ kind: 'after', other: 'big' });
    expect(why({ workers: [first, busy] })).toMatchObject({ kind: 'busy' });
  });
  test('and may not begin a job', () => {
    const ours = [{ ...worker('idle'), name: 'wc-1', held: 'rate' as const }];
    expect(why({ workers: [registered({ sleeping: true, woken: true })] }, { ours })).toMatchObject({
      kind: 'rate',
      workers: [{ state: 'held' }],
    });
  });
  test('and one was woken long ago and does not ask', () =>
    expect(why({ workers: [busy, registered({ sleeping: true, woken: true })] })).toMatchObject({
      kind: 'woken',
      workers: [{ state: 'busy' }, { state: 'woken', since: NOW - 10_000 }],
    }));
  test('and one has nothing to do and does not ask', () =>
    expect(why({ workers: [registered({ clientId: '' })] })).toMatchObject({
      kind: 'silent',
      workers: [{ name: '127.0.0.1:50005', state: 'silent' }],
    }));
  test.each<[string, Partial<RegisteredFor>]>([
    ['was just woken', { sleeping: true, woken: true }],
    ['just came', {}],
  ])('and one %s', (_what, different) =>
    expect(why({ workers: [registered(different)] }, { heardAt: () => NOW - 100 })).toMatchObject({ kind: 'soon' }),
  );
});

test('of many workers some are told of', () => {
  const { workers, otherWorkers } = why({ workers: new Array<RegisteredFor>(50).fill(busy) });
  expect([workers.length, otherWorkers]).toEqual([20, 30]);
});

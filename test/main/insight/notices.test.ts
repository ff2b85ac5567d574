import { expect, test } from 'vitest';
import type { JobEvent } from '../../../main/contract/job-event.ts';
import { Notices } from '../../../main/insight/notices.ts';
import { jobFacts } from '../../support/job-facts.ts';

const SEES_NOTHING = { failed: false, waiting: false };

/** Notices, a clock, and what is said at each second of it: `failed 2: resize, wc …`. */
function setup() {
  const notices = new Notices();
  let at = 1_700_000_000_000;
  let watches = SEES_NOTHING;
  const hear = (
    kind: 'fail' | 'exception' | 'given-up' | 'complete' | 'cancelled' | 'abandoned',
    functionName: string,
  ) =>
    notices.hear({ kind, job: jobFacts({ functionName }), bytes: Buffer.alloc(0) } as JobEvent, () => watches.failed);
  /** Looks once a second, for so long. */
  const after = (seconds: number, stuck: Record<string, number> = {}) => {
    const said: string[] = [];
    for (let second = 0; second < seconds; second += 1) {
      at += 1000;
      const found = Object.entries(stuck).map(([name, queued]) => ({ name, queued }));
      for (const { kind, jobs, functions, more } of notices.look({ stuck: found, watches, at }))
        said.push(`${kind} ${jobs}: ${functions.join(', ')}${more ? ' …' : ''}`);
    }
    return said;
  };
  return {
    fails: (...names: string[]) => {
      for (const name of names) hear('fail', name);
    },
    hear,
    after,
    watches: (what: Partial<typeof SEES_NOTHING>) => {
      watches = { ...SEES_NOTHING, ...what };
    },
  };
}

test('a failure is told within a second; those of the next half minute are told together', () => {
  const { fails, after } = setup();
  fails('resize');
  expect(after(1)).toEqual(['failed 1: resize']);
  fails('wc', 'resize', 'wc');
  expect(after(28)).toEqual([]);
  fails('wc');
  expect(after(2)).toEqual(['failed 4: wc, resize']);
  expect(after(60)).toEqual([]);
});

test('exceptions and jobs that were given up are failures; what ends well, was cancelled or abandoned is none', () => {
  const { hear, after } = setup();
  for (const kind of ['complete', 'cancelled', 'abandoned'] as const) hear(kind, 'f');
  expect(after(1)).toEqual([]);
  hear('exception', 'a');
  hear('given-up', 'b');
  expect(after(1)).toEqual(['failed 2: a, b']);
});

test('three functions are named, those with the most failures; names without end cost nothing', () => {
  const { fails, after } = setup();
  fails('often', 'often', 'twice', 'often', 'twice');
  fails(...Array.from({ length: 100_000 }, (_, index) => `f${index}`));
  expect(after(1)).toEqual(['failed 100005: often, twice, f0 …']);
});

test('failures that the person sees are told neither now nor later', () => {
  const { fails, after, watches } = setup();
  watches({ failed: true });
  fails('wc');
  watches({});
  expect(after(60)).toEqual([]);
  fails('wc');
  expect(after(1)).toEqual(['failed 1: wc']);
});

test('failures that the person comes to see before they are told are not told', () => {
  const { fails, after, watches } = setup();
  fails('wc');
  expect(after(1)).toEqual(['failed 1: wc']);
  fails('wc');
  watches({ failed: true });
  expect(after(1)).toEqual([]);
  watches({});
  expect(after(60)).toEqual([]);
});

test('jobs without a worker are told after a while, once, with how many wait by then', () => {
  const { after } = setup();
  expect(after(5, { wc: 1 })).toEqual([]);
  expect(after(1, { wc: 12 })).toEqual(['waiting 12: wc']);
  expect(after(120, { wc: 500 })).toEqual([]);
  expect(after(60)).toEqual([]);
  expect(after(10, { wc: 3 })).toEqual(['waiting 3: wc']);
});

test('what somebody takes soon is not told', () => {
  const { after } = setup();
  for (let time = 0; time < 10; time += 1) expect([...after(4, { wc: 1 }), ...after(1)]).toEqual([]);
});

test('another function is told when half a minute has passed, and together with a third', () => {
  const { after } = setup();
  expect(after(6, { a: 1 })).toEqual(['waiting 1: a']);
  expect(after(29, { a: 1, b: 2, c: 3 })).toEqual([]);
  expect(after(1, { a: 1, b: 2, c: 3 })).toEqual(['waiting 5: c, b']);
});

test('a warning that the person has seen is not told when they look away', () => {
  const { after, watches } = setup();
  watches({ waiting: true });
  expect(after(10, { wc: 1 })).toEqual([]);
  watches({});
  expect(after(60, { wc: 2 })).toEqual([]);
  expect(after(10, { wc: 2, other: 1 })).toEqual(['waiting 1: other']);
});

test('failures and waiting jobs do not hold each other up', () => {
  const { fails, after } = setup();
  expect(after(5, { wc: 1 })).toEqual([]);
  fails('resize');
  expect(after(1, { wc: 1 })).toEqual(['failed 1: resize', 'waiting 1: wc']);
});

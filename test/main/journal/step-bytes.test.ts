import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JobStep } from '../../../main/contract/jobs.ts';
import { bytesOfSteps, stepsOf } from '../../../main/journal/step-bytes.ts';

/** All kinds that there are: the compiler misses none. */
const KINDS: Record<JobStep['kind'], true> = {
  ...{ submitted: true, found: true, joined: true, assigned: true, status: true, data: true, warning: true },
  ...{ complete: true, exception: true, fail: true, delayed: true, due: true, 'timed-out': true, 'given-up': true },
  ...{ cancelled: true, requeued: true, abandoned: true, dropped: true },
};

const step: fc.Arbitrary<JobStep> = fc.record({
  at: fc.double({ noNaN: true }),
  kind: fc.constantFrom(...(Object.keys(KINDS) as JobStep['kind'][])),
  who: fc.option(
    fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
    { nil: null },
  ),
  size: fc.option(fc.nat({ max: Number.MAX_SAFE_INTEGER }), { nil: null }),
});

test('any steps come back as they were', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 400 }), (steps) => {
      expect(stepsOf(bytesOfSteps(steps))).toEqual(steps);
    }),
  );
});

test('a name that is said again takes a byte', () => {
  const named = (who: string): JobStep => ({ at: 1, kind: 'assigned', who, size: null });
  const [once, twice] = [[named('wc-1 127.0.0.1')], [named('wc-1 127.0.0.1'), named('wc-1 127.0.0.1')]].map(
    bytesOfSteps,
  );
  expect((twice?.length ?? 0) - (once?.length ?? 0)).toBe(11);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JobEvent } from '../../../main/contract/job-event.ts';
import type { Magic } from '../../../main/protocol/packets.ts';
import type { Broker } from '../../../main/server/broker.ts';
import { rulesFrom, type ServerRules } from '../../../main/server/rules.ts';
import type { Job } from '../../../main/server/state.ts';
import { speaking } from '../../support/conversation.ts';
import { anyPacket } from '../../support/packets.ts';

const connection = fc.integer({ min: 1, max: 4 });
/** Few names, so that functions, handles, unique IDs and times meet. */
const few = fc.constantFrom('f', 'g', '', '-', 'H:t:1', 'H:t:2', 'H:t:3', 'u', '2');
const meeting = fc.tuple(anyPacket, fc.array(few, { minLength: 8, maxLength: 8 })).map(([packet, names]) => {
  let at = 0;
  const entries = Object.entries(packet).map(([key, value]) =>
    key === 'name' || typeof value !== 'string' ? [key, value] : [key, names[at++ % names.length]],
  );
  return Object.fromEntries(entries) as typeof packet;
});
/** What a job needs to come to a worker, more often than chance would have it. */
const course = fc.oneof(
  fc.record({ name: fc.constantFrom('CAN_DO' as const, 'CANT_DO' as const), function: fc.constantFrom('f', 'g') }),
  fc.record({ name: fc.constant('CAN_DO_TIMEOUT' as const), function: fc.constant('f'), timeout: fc.constant('1') }),
  fc.record({ name: fc.constantFrom('GRAB_JOB' as const, 'PRE_SLEEP' as const) }),
  fc.record({
    name: fc.constantFrom('SUBMIT_JOB' as const, 'SUBMIT_JOB_BG' as const),
    function: fc.constantFrom('f', 'g'),
    unique: fc.constantFrom('', 'u', '-'),
    workload: fc.constant(Buffer.from('x')),
  }),
  fc.record({
    name: fc.constant('SUBMIT_JOB_EPOCH' as const),
    function: fc.constantFrom('f', 'g'),
    unique: fc.constantFrom('', 'u'),
    epoch: fc.constantFrom('2', '4'),
    workload: fc.constant(Buffer.from('x')),
  }),
);
/** What becomes of one of the jobs that there are. */
const outcome = fc.constantFrom('complete', 'fail', 'exception', 'cancel');
const command = fc.constantFrom(
  ...['status', 'workers', 'show jobs', 'show unique jobs', 'prioritystatus', 'maxqueue f 2', 'maxqueue f'],
  ...['cancel job H:t:1', 'cancel job H:t:2', 'cancel job H:t:3', 'create function f'],
  ...['drop function f', 'drop function g', 'drop function '],
);
const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      from: connection,
      packet: meeting,
      magic: fc.constantFrom<Magic>('REQ', 'REQ', 'REQ', 'RES'),
    }),
  },
  { weight: 20, arbitrary: fc.record({ from: connection, packet: course, magic: fc.constant<Magic>('REQ') }) },
  { weight: 6, arbitrary: fc.record({ from: connection, outcome, which: fc.nat(9) }) },
  { weight: 3, arbitrary: fc.record({ from: connection, line: fc.oneof(fc.string(), command) }) },
  { weight: 1, arbitrary: fc.record({ from: connection, leaves: fc.constant(true) }) },
  { weight: 2, arbitrary: fc.record({ from: connection, passes: fc.constantFrom(0, 600, 1000, 5000) }) },
);
const rules: fc.Arbitrary<Partial<ServerRules>> = fc.record({
  jobRetries: fc.constantFrom(0, 1, 2),
  roundRobin: fc.boolean(),
  order: fc.constantFrom('1.x' as const, '2.x' as const),
  workerWakeup: fc.constantFrom(0, 1, 2),
  exceptions: fc.boolean(),
});

/** All jobs that a list leads to. */
function listed(head: Job | undefined): Job[] {
  const jobs: Job[] = [];
  for (let job = head; job !== undefined; job = job.next) jobs.push(job);
  return jobs;
}

const sum = (counts: Record<string, number>): number => Object.values(counts).reduce((all, count) => all + count, 0);

/** What must hold at any time: each job stands in exactly one place, and the counts say so. */
function check({ registry }: Broker): void {
  const queues = [...registry.functions.values()];
  const queued = queues.flatMap(({ queued: lists }) =>
    [lists.high, lists.normal, lists.low].flatMap(({ head }) => listed(head)),
  );
  const waiting = [...queued, ...registry.delayed.items];
  const running = [...registry.peers.values()].flatMap(({ assigned }) => [...assigned]);
  expect(new Set([...waiting, ...running])).toEqual(new Set(registry.jobs.values()));
  expect(waiting.length + running.length).toBe(registry.jobs.size);
  expect(queues.map((queue) => sum(queue.waiting))).toEqual(
    queues.map((queue) => waiting.filter((job) => job.function === queue).length),
  );
  expect(queues.map((queue) => queue.running)).toEqual(
    queues.map((queue) => running.filter((job) => job.function === queue).length),
  );
  for (const job of registry.timeouts.items) expect(running).toContain(job);
  for (const job of registry.jobs.values()) {
    expect(registry.functions.get(job.functionName)).toBe(job.function);
    for (const client of job.clients) expect(client.awaited.has(job)).toBe(true);
  }
  for (const queue of queues)
    for (const worker of queue.workers.peers) expect(registry.peers.get(worker.id)).toBe(worker);
}

/** How a job can end. */
const ENDS = new Set<JobEvent['kind']>(['complete', 'fail', 'exception', 'given-up', 'cancelled', 'dropped']);

/** Whether it is `to:` a client and says how a job ended; the handle, if so. */
const endTold = (said: string): string | undefined => /^\d+:WORK_(?:COMPLETE|FAIL|EXCEPTION) (\S+)/.exec(said)?.[1];

type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** Does what the step says; returns what the broker sends. */
function take(one: Step, { broker, send, line, leave, pass }: ReturnType<typeof speaking>): string[] {
  if ('packet' in one) return send(one.from, one.packet, one.magic);
  if ('line' in one) return line(one.from, one.line);
  if ('passes' in one) return pass(one.passes);
  if ('leaves' in one) return leave(one.from);
  const jobs = [...broker.registry.jobs.values()];
  const job = jobs[one.which % jobs.length];
  if (job === undefined) return [];
  const { handle } = job;
  const from = job.worker?.id ?? one.from;
  if (one.outcome === 'cancel') return line(one.from, `cancel job ${handle}`);
  if (one.outcome === 'fail') return send(from, { name: 'WORK_FAIL', handle });
  const bytes = Buffer.from('r');
  if (one.outcome === 'exception') return send(from, { name: 'WORK_EXCEPTION', handle, exception: bytes });
  return send(from, { name: 'WORK_COMPLETE', handle, result: bytes });
}

test('whatever comes in whatever order, nothing is thrown, every job stands in one place and has one end', () => {
  fc.assert(
    fc.property(rules, fc.array(step, { maxLength: 80, size: 'max' }), (chosen, steps) => {
      const ends = new Map<string, JobEvent['kind'][]>();
      const onJob = ({ kind, job: { handle } }: JobEvent) => {
        if (kind === 'submitted') ends.set(handle, []);
        else if (ENDS.has(kind)) ends.get(handle)?.push(kind);
        else expect(ends.get(handle), `${kind} of ${handle}`).toEqual([]); // nothing happens to it after its end
      };
      const speech = speaking({
        rules: rulesFrom({ handlePrefix: 'H:t', ...chosen }),
        onJob,
      });
      const { broker } = speech;
      const told = new Set<string>();
      for (const one of steps) {
        if (!broker.registry.peers.has(one.from)) broker.connect(one.from, { address: '127.0.0.1' });
        const said = take(one, speech);
        for (const each of said) if (/^\d+:WORK_/.test(each)) expect(told).not.toContain(each.split(' ')[1]);
        for (const each of said) told.add(endTold(each) ?? '');
        check(broker);
        for (const [handle, how] of ends) {
          const job = broker.registry.jobNamed(handle);
          expect(how.length, `${handle}: ${how.join(', ')}`).toBe(job === undefined || job.cancelled ? 1 : 0);
        }
        if ('passes' in one) expect(broker.wait ?? 1).toBeGreaterThan(0);
      }
    }),
    { numRuns: 300 },
  );
});

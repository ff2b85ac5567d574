import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Magic } from '../../../main/protocol/packets.ts';
import type { Broker } from '../../../main/server/broker.ts';
import { rulesFrom } from '../../../main/server/rules.ts';
import type { Job } from '../../../main/server/state.ts';
import { speaking } from '../../support/conversation.ts';
import { anyPacket } from '../../support/packets.ts';

const connection = fc.integer({ min: 1, max: 4 });
/** Few names, so that functions, handles and unique IDs meet. */
const few = fc.constantFrom('f', 'g', '', '-', 'H:t:1', 'H:t:2', 'H:t:3', 'u');
const meeting = fc.tuple(anyPacket, fc.array(few, { minLength: 8, maxLength: 8 })).map(([packet, names]) => {
  let at = 0;
  const entries = Object.entries(packet).map(([key, value]) =>
    key === 'name' || typeof value !== 'string' ? [key, value] : [key, names[at++ % names.length]],
  );
  return Object.fromEntries(entries) as typeof packet;
});
const step = fc.oneof(
  {
    weight: 20,
    arbitrary: fc.record({
      from: connection,
      packet: meeting,
      magic: fc.constantFrom<Magic>('REQ', 'REQ', 'REQ', 'RES'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      from: connection,
      line: fc.oneof(fc.string(), fc.constantFrom('status', 'workers', 'show jobs', 'prioritystatus')),
    }),
  },
  { weight: 1, arbitrary: fc.record({ from: connection, leaves: fc.constant(true) }) },
);

/** All jobs that a list leads to. */
function listed(head: Job | undefined): Job[] {
  const jobs: Job[] = [];
  for (let job = head; job !== undefined; job = job.next) jobs.push(job);
  return jobs;
}

/** What must hold at any time: each job stands in exactly one place, and the counts say so. */
function check({ registry }: Broker): void {
  const queues = [...registry.functions.values()];
  const waiting = queues.flatMap(({ queued }) =>
    [queued.high, queued.normal, queued.low].flatMap(({ head }) => listed(head)),
  );
  const running = [...registry.peers.values()].flatMap(({ assigned }) => [...assigned]);
  expect(new Set([...waiting, ...running])).toEqual(new Set(registry.jobs.values()));
  expect(waiting.length + running.length).toBe(registry.jobs.size);
  expect(queues.map((queue) => queue.waiting)).toEqual(
    queues.map((queue) => waiting.filter((job) => job.function === queue).length),
  );
  expect(queues.map((queue) => queue.running)).toEqual(
    queues.map((queue) => running.filter((job) => job.function === queue).length),
  );
  for (const job of registry.jobs.values())
    for (const client of job.clients) expect(client.awaited.has(job)).toBe(true);
  for (const queue of queues) for (const worker of queue.workers) expect(registry.peers.get(worker.id)).toBe(worker);
}

test('whatever packets, lines and departures come, nothing is thrown and every job stands in one place', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const { broker, send, line, leave } = speaking({ rules: rulesFrom({ handlePrefix: 'H:t' }) });
      for (const one of steps) {
        if (!broker.registry.peers.has(one.from)) broker.connect(one.from, { address: '127.0.0.1' });
        if ('packet' in one) send(one.from, one.packet, one.magic);
        else if ('line' in one) line(one.from, one.line);
        else leave(one.from);
        check(broker);
      }
    }),
    { numRuns: 300 },
  );
});

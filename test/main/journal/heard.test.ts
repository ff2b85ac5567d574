import { expect, test } from 'vitest';
import type { JobEvent } from '../../../main/contract/job-event.ts';
import { Heard } from '../../../main/journal/heard.ts';
import { jobFacts } from '../../support/job-facts.ts';
import { bytes } from '../../support/packets.ts';

const SOURCE = { server: 'local', run: 7, who: (connection: number) => `#${connection}` };

function heard(capacity: number) {
  const events = new Heard(capacity);
  const job = jobFacts({ workload: bytes('abc'), workloadBytes: 3 });
  let at = 0;
  const add = (event: JobEvent) => events.add(SOURCE, event, ++at);
  const take = () => {
    let taken: unknown;
    events.take((source, event, time) => {
      taken = [source.server, event.kind, time];
    });
    return taken;
  };
  return {
    events,
    take,
    submit: () => add({ kind: 'submitted', job, client: 1 }),
    data: (text: string) => add({ kind: 'data', job, bytes: bytes(text) }),
    fail: () => add({ kind: 'fail', job }),
  };
}

test('events are taken in the order they came, and their bytes with them', () => {
  const { events, submit, data, take } = heard(3);
  submit();
  data('12345');
  expect([events.length, events.bytes]).toEqual([2, 8]);
  expect(take()).toEqual(['local', 'submitted', 1]);
  expect([events.length, events.bytes]).toEqual([1, 5]);
  expect(take()).toEqual(['local', 'data', 2]);
  expect([take(), events.length, events.bytes]).toEqual([undefined, 0, 0]);
});

test('room that was taken from is used again', () => {
  const { events, submit, fail, take } = heard(3);
  for (let round = 0; round < 5; round += 1) {
    submit();
    fail();
    expect(events.full).toBe(false);
    take();
    fail();
    expect([take(), take()].map((taken) => (taken as string[])[1])).toEqual(['fail', 'fail']);
  }
  for (const each of [submit, fail, fail]) each();
  expect(events.full).toBe(true);
});

test('what is not wanted any more leaves, and the rest keeps its order', () => {
  const { events, submit, data, fail, take } = heard(5);
  submit();
  fail();
  take();
  submit();
  data('12');
  submit();
  expect(events.submitted).toBe(2);
  events.keep(({ kind }) => kind === 'submitted');
  expect([events.length, events.bytes, take(), take(), take()]).toEqual([
    2,
    6,
    ['local', 'submitted', 3],
    ['local', 'submitted', 5],
    undefined,
  ]);
});

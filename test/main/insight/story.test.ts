import { expect, test } from 'vitest';
import type { JobStep } from '../../../main/contract/jobs.ts';
import type { StoryStep } from '../../../main/contract/packets.ts';
import type { KnownSteps } from '../../../main/insight/story.ts';
import { bytes } from '../../support/packets.ts';
import { telling } from '../../support/telling.ts';

/** A step in short: kind, connection, packets, how many clients heard of it, and what was left out behind it. */
function inShort({ kind, connection, packets, told, omitted }: StoryStep): string {
  return [
    kind,
    connection !== null && `#${connection}`,
    packets.map(({ seq }) => seq).join('+'),
    told > 0 && `told ${told}`,
    omitted && `then ${omitted.steps} more (${omitted.kind})`,
  ]
    .filter(Boolean)
    .join(' ');
}

/** A conversation, and the stories of its jobs in short. */
function inShortTelling() {
  const conversation = telling();
  return {
    ...conversation,
    story: (handle: string, known?: KnownSteps) => conversation.whole(handle, known).steps.map(inShort),
  };
}

/** A step as the history of jobs holds it. */
const known = (at: number, kind: JobStep['kind'], who: string | null = null): JobStep => ({
  at,
  kind,
  who,
  size: null,
});
const history = (...steps: JobStep[]): KnownSteps => ({ steps, skipped: 0, first: 20 });

test('a job from its submission to its result, with who joined and who asked', () => {
  const { submit, take, send, story } = inShortTelling();
  submit(1, 'wc', 'u1');
  submit(3, 'wc', 'u1');
  take(2, 'wc');
  send(2, { name: 'WORK_STATUS', handle: 'H:t:1', numerator: '1', denominator: '2' });
  send(4, { name: 'GET_STATUS', handle: 'H:t:1' });
  send(2, { name: 'WORK_STATUS', handle: 'H:t:1', numerator: '2', denominator: '2' });
  send(2, { name: 'WORK_COMPLETE', handle: 'H:t:1', result: bytes('ok') });
  expect(story('H:t:1')).toEqual([
    'submitted #1 0+1',
    'joined #3 2+3',
    'assigned #2 5+6',
    'progress #2 7+8+9 told 2',
    'asked #4 10+11',
    'progress #2 12+13+14 told 2',
    'complete #2 15+16+17 told 2',
  ]);
});

test('a background job tells nobody, a failed one says so', () => {
  const { submit, take, send, story } = inShortTelling();
  submit(1, 'wc', '', 'SUBMIT_JOB_BG');
  take(2, 'wc');
  send(2, { name: 'WORK_FAIL', handle: 'H:t:1' });
  expect(story('H:t:1')).toEqual(['submitted #1 0+1', 'assigned #2 3+4', 'failed #2 5']);
  expect(story('H:t:2')).toEqual([]);
});

test('an answer without its request is told all the same', () => {
  const { say, story } = inShortTelling();
  say(1, { name: 'JOB_CREATED', handle: 'H:t:1' });
  say(1, { name: 'WORK_FAIL', handle: 'H:t:1' });
  expect(story('H:t:1')).toEqual(['submitted #1 0', 'failed #1 1 told 1']);
});

test('each packet of a step says which way it went, and whose it is', () => {
  const { submit, take, send, whole } = inShortTelling();
  submit(1, 'wc', 'u1');
  submit(3, 'wc', 'u1');
  take(2, 'wc');
  send(2, { name: 'WORK_STATUS', handle: 'H:t:1', numerator: '1', denominator: '2' });
  const { steps, partly } = whole('H:t:1');
  expect(steps.at(-1)).toMatchObject({
    values: { numerator: '1', denominator: '2' },
    packets: [
      { direction: 'in', type: 'WORK_STATUS', family: 'progress', connection: 2, who: '127.0.0.1:50002' },
      { direction: 'out', type: 'WORK_STATUS', connection: 1 },
      { direction: 'out', type: 'WORK_STATUS', connection: 3 },
    ],
  });
  expect(partly).toBe(false);
});

// ---------- Of bounded length ----------

test('ten thousand reports of progress are the first, the last, and a number', () => {
  const { submit, take, send, story } = inShortTelling();
  submit(1, 'wc');
  take(2, 'wc');
  for (let done = 1; done <= 10_000; done += 1)
    send(2, { name: 'WORK_STATUS', handle: 'H:t:1', numerator: String(done), denominator: '10000' });
  send(2, { name: 'WORK_COMPLETE', handle: 'H:t:1', result: bytes('ok') });
  expect(story('H:t:1')).toEqual([
    'submitted #1 0+1',
    'assigned #2 3+4',
    'progress #2 5+6 told 1 then 9998 more (progress)',
    'progress #2 20003+20004 told 1',
    'complete #2 20005+20006 told 1',
  ]);
});

test('what alternates is left out in the middle, and never what happened once', () => {
  const { submit, take, send, whole, ring } = inShortTelling();
  let middle = 0;
  submit(1, 'wc', 'u1');
  take(2, 'wc');
  for (let done = 1; done <= 500; done += 1) {
    send(2, { name: 'WORK_STATUS', handle: 'H:t:1', numerator: String(done), denominator: '500' });
    send(4, { name: 'GET_STATUS', handle: 'H:t:1' });
    if (done === 250) middle = ring.atOf(ring.next - 1);
  }
  send(2, { name: 'WORK_COMPLETE', handle: 'H:t:1', result: bytes('ok') });
  const { steps } = whole('H:t:1', history(known(middle, 'timed-out'), known(middle, 'requeued')));
  expect([1, 60, 61, -1].map((at) => steps.at(at)?.kind)).toEqual(['assigned', 'timed-out', 'requeued', 'complete']);
  const left = steps.flatMap(({ omitted }) => omitted?.steps ?? []);
  expect([steps.length, left.length, left.reduce((sum, each) => sum + each, 0)]).toEqual([122, 2, 883]);
});

test('of a thousand clients that were told the first ones are named, all are counted', () => {
  const { hear, say, whole } = inShortTelling();
  const clients = Array.from({ length: 1000 }, (_, index) => 100 + index);
  for (const client of clients) {
    hear(client, { name: 'SUBMIT_JOB', function: 'wc', unique: 'u1', workload: bytes('x') });
    say(client, { name: 'JOB_CREATED', handle: 'H:t:1' });
  }
  hear(2, { name: 'GRAB_JOB' });
  say(2, { name: 'JOB_ASSIGN', handle: 'H:t:1', function: 'wc', workload: bytes('x') });
  hear(2, { name: 'WORK_COMPLETE', handle: 'H:t:1', result: bytes('ok') });
  for (const client of clients) say(client, { name: 'WORK_COMPLETE', handle: 'H:t:1', result: bytes('ok') });
  const { steps } = whole('H:t:1');
  expect(steps.map(({ kind, told, omitted }) => [kind, told, omitted?.steps])).toEqual([
    ['submitted', 0, undefined],
    ['joined', 0, 997],
    ['joined', 0, undefined],
    ['assigned', 0, undefined],
    ['complete', 1000, undefined],
  ]);
  expect(steps.at(-1)?.packets).toHaveLength(24);
});

// ---------- With the history of jobs ----------

test('what no packet tells stands where it happened', () => {
  const { submit, take, story, ring } = inShortTelling();
  submit(1, 'wc');
  take(2, 'wc');
  const at = (seq: number) => ring.atOf(seq);
  const lost = at(ring.next - 1) + 1;
  const told = story(
    'H:t:1',
    history(
      known(at(0), 'submitted', '#1 client'),
      known(at(4), 'assigned', '#2 worker'),
      known(lost, 'timed-out'),
      known(lost, 'requeued'),
    ),
  );
  expect(told).toEqual(['submitted #1 0+1', 'assigned #2 3+4', 'timed-out', 'requeued']);
});

test('where no packet is held, the history tells all that it knows', () => {
  const { whole } = telling();
  const { steps, partly } = whole(
    'H:t:1',
    history(
      known(100, 'submitted', '#1 php fpm'),
      known(101, 'assigned', '#2'),
      known(105, 'status'),
      known(110, 'requeued'),
      known(120, 'assigned', '#3 wc-1'),
      known(130, 'cancelled'),
    ),
  );
  expect(steps.map(({ kind, since, who }) => `${since} ${kind} ${who}`)).toEqual([
    '0 submitted php fpm',
    '1 assigned ',
    '5 progress ',
    '10 requeued ',
    '20 assigned wc-1',
    '30 cancelled ',
  ]);
  expect([steps.map(inShort)[1], partly]).toEqual(['assigned #2', true]);
});

test('packets that are gone are told from the history, up to those that are held', () => {
  const { submit, take, send, whole, ring } = inShortTelling();
  const before = ring.next;
  submit(1, 'wc', 'u1');
  take(2, 'wc');
  ring.clear();
  submit(3, 'wc', 'u1');
  send(2, { name: 'WORK_COMPLETE', handle: 'H:t:1', result: bytes('ok') });
  const first = ring.atOf(ring.first);
  const { steps, partly } = whole(
    'H:t:1',
    history(
      known(first - 2, 'submitted', '#1 php'),
      known(first - 1, 'assigned', '#2 wc-1'),
      known(first, 'joined', '#3 php'),
      known(first + 1, 'complete'),
    ),
  );
  expect([before, partly, steps.map(inShort)]).toEqual([
    0,
    true,
    ['submitted #1', 'assigned #2', 'joined #3 5+6', 'complete #2 7+8+9 told 2'],
  ]);
});

test('what the history skipped stands behind its first steps', () => {
  const { whole } = telling();
  const steps = [known(1, 'submitted', '#1 a'), known(2, 'assigned', '#2 b'), known(900, 'complete')];
  expect(whole('H:t:1', { steps, skipped: 700, first: 2 }).steps.map(inShort)).toEqual([
    'submitted #1',
    'assigned #2 then 700 more (null)',
    'complete',
  ]);
});

test('a job that was found on disk begins there, and nothing is missing in its story', () => {
  const { take, story, whole, send } = inShortTelling();
  send(1, { name: 'SUBMIT_JOB_BG', function: 'wc', unique: '', workload: bytes('x') });
  const found = history(known(0, 'found'));
  take(2, 'wc');
  expect(story('H:t:1', found)[0]).toBe('found');
  expect(whole('H:t:1', found).partly).toBe(false);
});

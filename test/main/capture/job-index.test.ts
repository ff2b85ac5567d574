import { expect, test } from 'vitest';
import { JobIndex } from '../../../main/capture/job-index.ts';
import { bytes } from '../../support/packets.ts';
import { recordedConversation } from '../../support/recorded.ts';

function indexed(options: Parameters<typeof recordedConversation>[0] = {}) {
  const conversation = recordedConversation(options);
  const { ring, short } = conversation;
  const index = new JobIndex(ring);
  return {
    ...conversation,
    index,
    /** The packets of a job, in short. */
    story: (handle: string): string[] => {
      index.catchUp();
      const job = index.find(0, handle);
      const seqs = Array.from({ length: ring.next - ring.first }, (_, at) => ring.first + at);
      return seqs.filter((seq) => job !== undefined && index.numberOf(seq) === job.number).map(short);
    },
  };
}

test('a job is its submission, what names its handle, and the grab that it answers', () => {
  const { submit, take, send, story } = indexed();
  submit(1, 'wc');
  submit(1, 'other');
  take(2, 'wc');
  send(2, { name: 'WORK_STATUS', handle: 'H:t:1', numerator: '1', denominator: '2' });
  send(2, { name: 'WORK_COMPLETE', handle: 'H:t:1', result: bytes('ok') });
  send(2, { name: 'GRAB_JOB_UNIQ' });
  expect(story('H:t:1')).toEqual([
    '1 > SUBMIT_JOB',
    '> 1 JOB_CREATED',
    '2 > GRAB_JOB_UNIQ',
    '> 2 JOB_ASSIGN_UNIQ',
    '2 > WORK_STATUS',
    '> 1 WORK_STATUS',
    '2 > WORK_COMPLETE',
    '> 1 WORK_COMPLETE',
  ]);
  expect(story('H:t:2')).toEqual(['1 > SUBMIT_JOB', '> 1 JOB_CREATED']);
  expect(story('H:t:3')).toEqual([]);
});

test('clients that joined belong to it, and who asks for its state by handle or unique ID', () => {
  const { submit, take, send, story } = indexed();
  submit(1, 'wc', 'u1');
  submit(3, 'wc', 'u1');
  send(4, { name: 'GET_STATUS', handle: 'H:t:1' });
  send(5, { name: 'GET_STATUS_UNIQUE', unique: 'u1' });
  send(5, { name: 'GET_STATUS_UNIQUE', unique: 'u2' });
  take(2, 'wc');
  send(2, { name: 'WORK_FAIL', handle: 'H:t:1' });
  expect(story('H:t:1')).toEqual([
    '1 > SUBMIT_JOB',
    '> 1 JOB_CREATED',
    '3 > SUBMIT_JOB',
    '> 3 JOB_CREATED',
    '4 > GET_STATUS',
    '> 4 STATUS_RES',
    '5 > GET_STATUS_UNIQUE',
    '> 5 STATUS_RES_UNIQUE',
    '2 > GRAB_JOB_UNIQ',
    '> 2 JOB_ASSIGN_UNIQ',
    '2 > WORK_FAIL',
    ...['> 1 WORK_FAIL', '> 3 WORK_FAIL'],
  ]);
});

test('a unique ID means the last job that has it, also after its end', () => {
  const { submit, take, send, story } = indexed();
  submit(1, 'wc', 'u1');
  take(2, 'wc');
  send(2, { name: 'WORK_COMPLETE', handle: 'H:t:1', result: bytes('') });
  send(5, { name: 'GET_STATUS_UNIQUE', unique: 'u1' });
  submit(1, 'wc', 'u1');
  send(5, { name: 'GET_STATUS_UNIQUE', unique: 'u1' });
  const polls = (handle: string) => story(handle).filter((each) => each.startsWith('5 >')).length;
  expect([polls('H:t:1'), polls('H:t:2')]).toEqual([1, 1]);
});

test('of many submissions in one read each has its own job, a refused one has none', () => {
  const { hear, say, index, story } = indexed();
  for (const unique of ['a', 'b', 'c']) hear(1, { name: 'SUBMIT_JOB_BG', function: 'wc', unique, workload: bytes('') });
  say(1, { name: 'JOB_CREATED', handle: 'H:t:1' });
  say(1, { name: 'ERROR', code: 'QUEUE_ERROR', text: 'Job queue is full' });
  say(1, { name: 'JOB_CREATED', handle: 'H:t:2' });
  expect([story('H:t:1'), story('H:t:2')]).toEqual(Array(2).fill(['1 > SUBMIT_JOB_BG', '> 1 JOB_CREATED']));
  expect([3, 4, 5].map((seq) => index.answeredBy(seq))).toEqual([0, 1, 2]);
  expect([index.jobOf(0)?.unique, index.jobOf(1), index.jobOf(2)?.unique]).toEqual(['a', undefined, 'c']);
});

test('an error that answers something else takes no submission away', () => {
  const { hear, say, story } = indexed();
  hear(1, { name: 'WORK_FAIL', handle: 'H:t:7' });
  hear(1, { name: 'SUBMIT_JOB', function: 'wc', unique: '', workload: bytes('') });
  say(1, { name: 'ERROR', code: 'JOB_NOT_FOUND', text: 'Job does not exist on server' });
  say(1, { name: 'JOB_CREATED', handle: 'H:t:1' });
  expect(story('H:t:1')).toEqual(['1 > SUBMIT_JOB', '> 1 JOB_CREATED']);
});

test('an answer that comes after it was looked for puts the submission in its place', () => {
  const { hear, say, index, story, ring } = indexed();
  hear(2, { name: 'SUBMIT_JOB', function: 'wc', unique: 'u', workload: bytes('') });
  say(1, { name: 'WORK_STATUS', handle: 'H:t:1', numerator: '1', denominator: '2' });
  index.catchUp();
  expect([index.jobOf(0), index.changes.version]).toEqual([undefined, 0]);
  say(2, { name: 'JOB_CREATED', handle: 'H:t:1' });
  expect(story('H:t:1')).toEqual(['2 > SUBMIT_JOB', '> 1 WORK_STATUS', '> 2 JOB_CREATED']);
  expect([index.changes.since(0), index.previousOf(ring.next - 1), index.previousOf(1), index.previousOf(0)]).toEqual([
    0,
    1,
    0,
    undefined,
  ]);
});

test('what has left the capture is forgotten, its jobs too', () => {
  const { submit, index, ring } = indexed({ entries: 8 });
  for (let job = 1; job <= 50; job += 1) {
    submit(1, 'wc', `u${job}`);
    index.catchUp();
  }
  expect(Array.from({ length: 50 }, (_, at) => at + 1).filter((job) => index.find(0, `H:t:${job}`))).toEqual([
    47, 48, 49, 50,
  ]);
  expect([index.previousOf(ring.first), index.answeredBy(ring.first)]).toEqual([undefined, undefined]);
  index.catchUp();
});

test('much is looked at in slices', () => {
  const conversation = recordedConversation();
  let time = 0;
  const index = new JobIndex(conversation.ring, () => ++time);
  for (let job = 0; job < 500; job += 1) conversation.submit(1, 'wc');
  expect([index.catchUp(), index.scanned < 1000]).toEqual([false, true]);
  while (!index.catchUp());
  expect([index.scanned, index.jobOf(998)?.handle]).toEqual([1000, 'H:t:500']);
});

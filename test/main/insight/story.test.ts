import { expect, test } from 'vitest';
import { JobIndex } from '../../../main/capture/job-index.ts';
import { rowOf } from '../../../main/capture/rows.ts';
import { storyOf } from '../../../main/insight/story.ts';
import { bytes } from '../../support/packets.ts';
import { recordedConversation } from '../../support/recorded.ts';

/** The story of a job in short: kind, connection, packets, and how many clients heard of it. */
function telling() {
  const conversation = recordedConversation();
  const { ring, recorder } = conversation;
  const jobs = new JobIndex(ring);
  return {
    ...conversation,
    story: (handle: string) => {
      jobs.catchUp();
      const job = jobs.find(0, handle);
      const rows = Array.from({ length: ring.next }, (_, seq) => seq)
        .filter((seq) => job !== undefined && jobs.numberOf(seq) === job.number)
        .flatMap((seq) => ring.get(seq) ?? [])
        .map((entry) => rowOf(entry, { recorders: [recorder], functionOf: () => undefined, jobs }));
      return storyOf(rows).map(
        ({ kind, connection, packets, told }) =>
          `${kind} #${connection.number} ${packets.join('+')}${told > 0 ? ` told ${told}` : ''}`,
      );
    },
  };
}

test('a job from its submission to its result, with who joined and who asked', () => {
  const { submit, take, send, story } = telling();
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
  const { submit, take, send, story } = telling();
  submit(1, 'wc', '', 'SUBMIT_JOB_BG');
  take(2, 'wc');
  send(2, { name: 'WORK_FAIL', handle: 'H:t:1' });
  expect(story('H:t:1')).toEqual(['submitted #1 0+1', 'assigned #2 3+4', 'failed #2 5']);
  expect(story('H:t:2')).toEqual([]);
});

test('an answer without its request is told all the same', () => {
  const { say, story } = telling();
  say(1, { name: 'JOB_CREATED', handle: 'H:t:1' });
  say(1, { name: 'WORK_FAIL', handle: 'H:t:1' });
  expect(story('H:t:1')).toEqual(['submitted #1 0', 'failed #1 1 told 1']);
});

import { kindOf } from '../../main/capture/families.ts';
import { JobIndex } from '../../main/capture/job-index.ts';
import { rowOf } from '../../main/capture/rows.ts';
import type { JobEvent } from '../../main/contract/job-event.ts';
import type { JobStep } from '../../main/contract/jobs.ts';
import { type KnownSteps, storyOf } from '../../main/insight/story.ts';
import { recordedConversation } from './recorded.ts';

/** A conversation with a job server, and the story of a job of it. */
export function telling(options: Parameters<typeof recordedConversation>[0] = {}) {
  const conversation = recordedConversation(options);
  const { ring, recorder, events } = conversation;
  const jobs = new JobIndex(ring);
  /** What a packet is read as. */
  const row = (seq: number) => {
    const entry = ring.get(seq);
    return entry && rowOf(entry, { recorders: [recorder], functionOf: () => undefined, jobs });
  };
  return {
    ...conversation,
    /** From its packets, and from its history where that is given. */
    whole: (handle: string, known?: KnownSteps) => {
      while (!jobs.catchUp());
      const job = jobs.find(0, handle);
      const entries = Array.from({ length: ring.next }, (_, seq) => seq)
        .filter((seq) => job !== undefined && jobs.numberOf(seq) === job.number)
        .flatMap((seq) => row(seq) ?? [])
        .map((each) => ({
          ...each,
          family: kindOf(ring.typeOf(each.seq)).family,
          connection: each.connection.number,
        }));
      return storyOf({ entries, rowOf: row, known });
    },
    /** What the job server told of a job, as its history. */
    history: (handle: string): KnownSteps => ({
      steps: events.flatMap(({ at, event }) => (event.job.handle === handle ? stepOf(event, at) : [])),
      skipped: 0,
      first: 20,
    }),
  };
}

function stepOf(event: JobEvent, at: number): JobStep {
  const by = 'client' in event ? event.client : 'worker' in event ? event.worker : null;
  return { at, kind: event.kind, who: by === null ? null : `#${by} 127.0.0.1:5000${by}`, size: null };
}

import { JobIndex } from '../capture/job-index.ts';
import { Marks } from '../capture/marks.ts';
import type { Recorder } from '../capture/recorder.ts';
import type { CaptureRing } from '../capture/ring.ts';
import type { RowParts } from '../capture/rows.ts';
import { ExpertScan } from './expert-scan.ts';
import { filterFacts } from './filter-facts.ts';

export interface Captured {
  ring: CaptureRing;
  /** By the index under which the ring's entries name them. */
  recorders: readonly Recorder[];
  /** The function of a job, where it is known. */
  functionOf: RowParts['functionOf'];
  /** They are read from a file, and no more come: whether it has a connection from its beginning on. */
  began?: (host: number, connection: number) => boolean;
}

/** What becomes known of captured packets beside their bytes, and what a filter may ask of it. */
export function knownPackets({ ring, recorders, functionOf, began }: Captured) {
  const jobs = new JobIndex(ring);
  const marks = new Marks(ring);
  const rowParts = { recorders, functionOf, jobs, marks };
  const expert = new ExpertScan({ ring, recorders, began });
  const facts = filterFacts(ring, rowParts, (seq) => expert.at(seq));
  return { jobs, marks, rowParts, expert, facts };
}

import type { PacketScope } from '../contract/packets.ts';
import type { JobIndex } from './job-index.ts';
import type { Recorder } from './recorder.ts';
import type { CaptureRing } from './ring.ts';
import type { Scope } from './view.ts';

export interface ScopeParts {
  ring: CaptureRing;
  recorders: readonly Recorder[];
  jobs: JobIndex;
}

/** What a scope lets through; undefined where that is everything. */
export function scopeOf({ job, connections, time }: PacketScope, parts: ScopeParts): Scope | undefined {
  const { ring, recorders, jobs } = parts;
  if (job === null && connections === null && time === null) return undefined;
  const hostOf = ({ server, run }: { server: string; run: number }) =>
    recorders.findIndex((each) => each.server === server && each.run === run);
  const wanted = connections && new Set(connections.map((each) => keyOf(hostOf(each), each.number)));
  const host = job === null ? -1 : hostOf(job);
  let number = 0;
  const isOfJob = (seq: number, handle: string): boolean => {
    if (number === 0) number = jobs.find(host, handle)?.number ?? 0;
    return number !== 0 && jobs.numberOf(seq) === number;
  };
  return {
    lets(seq) {
      if (time !== null) {
        const at = ring.atOf(seq);
        if (at < time.from || at >= time.to) return false;
      }
      if (wanted !== null && !wanted.has(keyOf(ring.hostOf(seq), ring.connectionOf(seq)))) return false;
      return job === null || isOfJob(seq, job.handle);
    },
    get known() {
      return job === null ? ring.next : jobs.scanned;
    },
    changes: job === null ? [] : [jobs.changes],
  };
}

/** Hosts are few, and connections are counted up. */
const keyOf = (host: number, connection: number): number => host * 2 ** 32 + connection;

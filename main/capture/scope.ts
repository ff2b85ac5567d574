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

/** Whether a packet came to one of these servers, or went from it; undefined where all are meant. Starts come after it, too. */
export function onServers(
  servers: readonly string[] | null,
  { ring, recorders }: Pick<ScopeParts, 'ring' | 'recorders'>,
): ((seq: number) => boolean) | undefined {
  if (servers === null) return undefined;
  const wanted = new Set(servers);
  /** Of each start that was seen; another one may have its place later. */
  const known: { recorder: Recorder | undefined; is: boolean }[] = [];
  return (seq) => {
    const host = ring.hostOf(seq);
    const recorder = recorders[host];
    const before = known[host];
    if (before !== undefined && before.recorder === recorder) return before.is;
    const is = wanted.has(recorder?.server ?? '');
    known[host] = { recorder, is };
    return is;
  };
}

/** What a scope lets through; undefined where that is everything. */
export function scopeOf({ job, connections, time, servers }: PacketScope, parts: ScopeParts): Scope | undefined {
  const { ring, recorders, jobs } = parts;
  if (job === null && connections === null && time === null && servers === null) return undefined;
  const isThere = onServers(servers, parts);
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
      if (isThere?.(seq) === false) return false;
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

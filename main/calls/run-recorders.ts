import { Recorder } from '../capture/recorder.ts';
import { startReplay } from '../capture/replay.ts';
import { type CaptureRing, HOSTS_MOST } from '../capture/ring.ts';
import type { JobEvent } from '../contract/job-event.ts';
import { LOCAL } from '../contract/servers.ts';
import { isOfProof } from '../doctor/proof/server.ts';
import type { EventSource } from '../journal/heard.ts';
import { Rate } from '../util/rate.ts';

export interface RunRecordersParts {
  ring: CaptureRing;
  /** Packets and jobs are recorded. */
  records: boolean;
  /** Packets a second that are made up and recorded beside the real ones of the first server, until the signal. */
  replay: number | undefined;
  signal: AbortSignal;
  onPacket: () => void;
  /** Each change of state of each job, but for those that prove something. */
  onJob: (source: EventSource, event: JobEvent, at: number) => void;
  onWorkers: () => void;
}

/** What hears of the runs of servers of the list. */
export function runRecorders({ ring, records, replay, signal, onPacket, onJob, onWorkers }: RunRecordersParts) {
  const all: Recorder[] = [];
  const last = new Map<string, Recorder>();
  const rates = new Map<string, Rate>();

  /**
   * Runs that ended, in order, as long as the ring may have packets of them; those whose connections go on are put behind. And places
   * of those that nobody asks about any more.
   */
  const ended: Recorder[] = [];
  const free: number[] = [];

  /** Its server has begun another run, or has left the list. */
  function end(recorder: Recorder | undefined): void {
    if (recorder !== undefined) ended.push(recorder);
  }

  /** A place for one more run: a new one while there are any, then that of one that is over. Undefined where all are held. */
  function freePlace(): number | undefined {
    for (let looked = ended.length; looked > 0 && ended[0]?.isHeld === false; looked -= 1) {
      const oldest = ended.shift() as Recorder;
      if (oldest.isLive) {
        ended.push(oldest);
        continue;
      }
      oldest.release();
      free.push(oldest.host);
    }
    return all.length < HOSTS_MOST ? all.length : free.shift();
  }

  return {
    /** Of each run at the place by which the ring names it; in the order in which they began, until places are used again. */
    all: all as readonly Recorder[],
    /** Of each server's last run. */
    last: last as ReadonlyMap<string, Recorder>,
    /** Packets of each server. */
    rates: rates as ReadonlyMap<string, Rate>,
    /** A server is not in the list any more. */
    forget(server: string) {
      end(last.get(server));
      last.delete(server);
      rates.delete(server);
    },
    /** What hears of a run that begins: of its packets and jobs nobody does where the ring has packets of as many runs as it can name. */
    record(server: string, run: number) {
      const rate = rates.get(server) ?? new Rate();
      rates.set(server, rate);
      end(last.get(server));
      last.delete(server);
      const host = freePlace();
      if (host === undefined) return { onWorkers };
      const recorder = new Recorder({ ring, host, server, run, rate, onPacket });
      all[host] = recorder;
      last.set(server, recorder);
      if (server === LOCAL && replay !== undefined) startReplay(recorder, replay, signal);
      const source = { server, run, who: (connection: number) => nameOf(connection, recorder) };
      const hear = (event: JobEvent, at: number) => {
        if (!isOfProof(event.job.functionName)) onJob(source, event, at);
      };
      return { ...(records && { recorder, onJob: hear }), onWorkers };
    },
  };
}

/** A connection for a person: its client id, else its address, with its number. */
function nameOf(connection: number, recorder: Recorder): string {
  const facts = recorder.facts(connection);
  return `#${connection} ${facts?.clientId || facts?.address || ''}`.trimEnd();
}

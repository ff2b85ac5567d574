import { Recorder } from '../capture/recorder.ts';
import { startReplay } from '../capture/replay.ts';
import type { CaptureRing } from '../capture/ring.ts';
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
  return {
    /** Of each run, in the order in which they began. */
    all: all as readonly Recorder[],
    /** Of each server's last run. */
    last: last as ReadonlyMap<string, Recorder>,
    /** Packets of each server. */
    rates: rates as ReadonlyMap<string, Rate>,
    /** What hears of a run that begins. */
    record(server: string, run: number) {
      const rate = rates.get(server) ?? new Rate();
      rates.set(server, rate);
      const recorder = new Recorder({ ring, host: all.length, server, run, rate, onPacket });
      all.push(recorder);
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

import type { ConnectionFacts, Recorder } from '../capture/recorder.ts';
import type { CaptureRing } from '../capture/ring.ts';
import type { RowParts } from '../capture/rows.ts';
import type { FilterFacts } from '../filter/packet.ts';
import { wireOf } from '../util/wire.ts';

/** What a filter may ask of the packets in a capture, their connections and their jobs. */
export function filterFacts(
  ring: CaptureRing,
  { recorders, functionOf, jobs, marks }: RowParts & { recorders: readonly Recorder[] },
  foundAt: FilterFacts['foundAt'] = () => [],
): FilterFacts {
  /** Of the connections that were asked for in this turn of the event loop: it is millions of packets and few connections. */
  const known = new Map<number, ConnectionFacts | undefined>();
  function facts(host: number, connection: number): ConnectionFacts | undefined {
    const key = host * 2 ** 32 + connection;
    const found = known.get(key);
    if (found !== undefined) return found;
    if (known.size === 0) queueMicrotask(() => known.clear());
    const asked = recorders[host]?.facts(connection);
    known.set(key, asked);
    return asked;
  }
  return {
    foundAt,
    timeOf: (seq) => (seq < ring.first || seq >= ring.next ? undefined : ring.atOf(seq)),
    startOf: (host) => recorders[host]?.start ?? 0,
    serverOf: (host) => recorders[host]?.server,
    who: (host, connection) => {
      const peer = facts(host, connection);
      return peer?.clientId || peer?.address || '';
    },
    role: (host, connection) => facts(host, connection)?.role,
    origin: (host, connection) => facts(host, connection)?.origin ?? 'other',
    functionOf: (host, handle) => {
      const { server, run } = recorders[host] as Recorder;
      return functionOf({ server, run, handle });
    },
    jobOf: (seq) => jobs?.jobOf(seq)?.handle,
    sinceJob: (seq) => {
      const previous = jobs?.previousOf(seq);
      return previous === undefined ? undefined : ring.atOf(seq) - ring.atOf(previous);
    },
    markOf: (seq) => {
      const comment = marks?.of(seq) ?? null;
      return comment && wireOf(comment);
    },
  };
}

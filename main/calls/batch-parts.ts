import type { Marks } from '../capture/marks.ts';
import type { ConnectionFacts, Recorder } from '../capture/recorder.ts';
import type { Entry } from '../capture/ring.ts';
import type { RowParts } from '../capture/rows.ts';
import type { BatchParts } from '../capture-files/batch.ts';
import { MARKED } from '../capture-files/notes.ts';
import { dissect } from '../protocol/describe.ts';

export interface CaptureFacts {
  recorders: readonly Recorder[];
  functionOf: RowParts['functionOf'];
  marks: Pick<Marks, 'of'>;
  /** Whether all of a connection is told from its beginning on. */
  began: (host: number, connection: number) => boolean;
  /** Where our server listens or listened. */
  port: () => number;
}

/** What files tell beside the packets of a capture. */
export function batchPartsOf({ recorders, functionOf, marks, began, port }: CaptureFacts): BatchParts {
  return {
    connection: (host, connection) => {
      const { server = '', run = 0 } = recorders[host] ?? {};
      const told = { host, connection, server, run, facts: valuesOf(recorders[host]?.facts(connection)) };
      return { ...told, begun: began(host, connection), port: server === 'file' ? undefined : port() };
    },
    functionOf: (entry) => {
      const handle = handleOf(entry);
      const { server = '', run = 0 } = recorders[entry.host] ?? {};
      const name = handle === undefined ? undefined : functionOf({ server, run, handle });
      return handle === undefined || name === undefined ? undefined : [handle, name];
    },
    commentsOf: (seq) => {
      const comment = marks.of(seq);
      return comment === null ? undefined : [comment || MARKED];
    },
  };
}

/** Facts as a thread can be given them: without the question after what was done. */
function valuesOf(facts: ConnectionFacts | undefined): ConnectionFacts | undefined {
  if (facts === undefined) return undefined;
  const { did: _did, ...values } = facts;
  return values;
}

/** The job that a packet names, where it does not name the function. */
function handleOf({ bytes, type }: Entry): string | undefined {
  if (type > 0xf0) return undefined;
  const fields = dissect(bytes)?.fields;
  const [first] = fields ?? [];
  if (first?.name !== 'handle' || fields?.[1]?.name === 'function') return undefined;
  return bytes.toString('latin1', first.start, first.end);
}

import type { Recorder } from '../capture/recorder.ts';
import type { CaptureRing } from '../capture/ring.ts';
import { fieldsOf, type RowParts, rowOf } from '../capture/rows.ts';
import { PacketView, type ViewQuery } from '../capture/view.ts';
import type { Handlers } from '../contract/api.ts';

/** Views of the capture that are kept, so that a filter and its absence do not scan anew at each change. */
const VIEWS_KEPT = 3;

/** Bytes of a packet that go to the window at once. */
const SHOWN_BYTES = 256 * 1024;

export interface PacketParts {
  ring: CaptureRing;
  /** By the index under which the ring's entries name them. */
  recorders: readonly Recorder[];
  /** The function of a job, where it is known. */
  functionOf: RowParts['functionOf'];
  onChange: () => void;
}

type PacketCalls = Pick<Handlers, 'packets.window' | 'packets.get' | 'packets.clear'>;

/** What the window asks of the capture. */
export function packetCalls({ ring, recorders, functionOf, onChange }: PacketParts): PacketCalls {
  const rowParts = { recorders, functionOf };
  const views: PacketView[] = [];

  function viewOf(query: ViewQuery): PacketView {
    const found = views.findIndex(
      ({ query: { filter, probes } }) => filter === query.filter && probes === query.probes,
    );
    const [view] = found < 0 ? [] : views.splice(found, 1);
    const current =
      view ??
      new PacketView(
        {
          ring,
          rowOf: (entry) => rowOf(entry, rowParts),
          isProbe: (index, connection) => recorders[index]?.isProbe(connection) ?? false,
          onProgress: onChange,
        },
        query,
      );
    views.push(current);
    if (views.length > VIEWS_KEPT) views.shift()?.close();
    return current;
  }

  return {
    'packets.window': ({ from, rows, until, ...query }) => viewOf(query).window({ from, rows, until }),
    'packets.get': ({ seq }) => {
      const entry = ring.get(seq);
      if (entry === undefined) return null;
      return {
        row: rowOf(entry, rowParts),
        fields: fieldsOf(entry),
        bytes: Buffer.from(entry.bytes.subarray(0, SHOWN_BYTES)),
      };
    },
    'packets.clear': () => {
      ring.clear();
      onChange();
    },
  };
}

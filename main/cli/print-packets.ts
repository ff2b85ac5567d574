import { batchPartsOf } from '../calls/batch-parts.ts';
import { type Captured, knownPackets } from '../calls/known-packets.ts';
import type { Source } from '../filter/fields.ts';
import { filterOf } from '../filter/filter.ts';
import { fileSink, outputSink } from './batch-sink.ts';
import type { Output } from './output.ts';
import { PacketFlow } from './packet-flow.ts';
import type { PacketSink } from './packet-sink.ts';
import type { PrintSettings } from './print-options.ts';
import { RowSink } from './row-sink.ts';

export interface PrintParts {
  settings: PrintSettings;
  captured: Captured & { port: () => number };
  output: Output;
  /** Whether a file that is written is there from the beginning, and not only when it is whole. */
  grows: boolean;
  hides: (host: number, connection: number) => boolean;
}

/** The way of captured packets through the filter to where they are printed and written. Throws `file-unwritable`. */
export function printPackets({ settings, captured, output, grows, hides }: PrintParts) {
  const { ring, recorders, functionOf } = captured;
  const known = knownPackets(captured);
  const filter = filterOf(settings.filter, known.facts);
  const from = new Set<Source>([...filter.from, ...settings.columns.flatMap((column) => column.from ?? [])]);
  const sinks: PacketSink[] = [];
  const { format, write } = settings;
  if (format !== null) {
    const columns = settings.columns.map((column) => column.bind(known.facts));
    const rows = { recorders, functionOf, ...(from.has('jobs') && { jobs: known.jobs }) };
    const start = () => recorders[0]?.start ?? 0;
    sinks.push(new RowSink({ output, rows, columns, start, settings: { ...settings, format } }));
  }
  if (write !== undefined) {
    const all = filter.accepts === null && ring.first === 0;
    const began = all ? (captured.began ?? (() => true)) : () => false;
    const parts = batchPartsOf({ recorders, functionOf, marks: known.marks, began, port: captured.port });
    sinks.push(write === '-' ? outputSink(output, parts) : fileSink(targetOf(write, settings, grows), parts));
  }
  const flow = new PacketFlow({
    ...{ ring, known, from, sinks },
    accepts: filter.accepts,
    count: settings.count,
    hides: ({ host, connection }) => hides(host, connection),
  });
  return { flow, marks: known.marks, from };
}

function targetOf(path: string, { rotate }: PrintSettings, grows: boolean) {
  const whole = { bytes: Number.POSITIVE_INFINITY, files: Number.POSITIVE_INFINITY };
  const recording = rotate ?? (grows ? whole : undefined);
  return { path, format: 'pcapng', ...(recording && { recording }) } as const;
}

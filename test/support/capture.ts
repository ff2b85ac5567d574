import { filterFacts } from '../../main/calls/filter-facts.ts';
import { JobIndex } from '../../main/capture/job-index.ts';
import { Marks } from '../../main/capture/marks.ts';
import { type ConnectionFacts, Recorder } from '../../main/capture/recorder.ts';
import { CaptureRing, DEFAULT_RING, type Direction, type Entry, type RingOptions } from '../../main/capture/ring.ts';
import { rowOf } from '../../main/capture/rows.ts';
import { encode } from '../../main/protocol/codec.ts';
import { GARBAGE, TEXT } from '../../main/protocol/framer.ts';
import { definitionOf, type Packet } from '../../main/protocol/packets.ts';
import { now } from '../../main/util/clock.ts';
import { Rate } from '../../main/util/rate.ts';
import { bytes } from './packets.ts';

const SOMEBODY: ConnectionFacts = {
  address: '127.0.0.1:50001',
  clientId: '',
  role: undefined,
  origin: 'other',
  heardAt: 0,
};

/** A capture of one run of one server, and short ways to put packets into it. */
export function captureOf(options: Partial<RingOptions> = {}, functions: Record<string, string> = {}) {
  const ring = new CaptureRing({ ...DEFAULT_RING, ...options });
  const rate = new Rate();
  let told = 0;
  const onPacket = () => {
    told += 1;
  };
  const recorder = new Recorder({ ring, host: 0, server: 'local', run: 7, rate, onPacket });
  const record = (connection: number, direction: Direction, type: number, block: Buffer) => {
    const at = now();
    const position = recorder.keep(block);
    recorder.place(recorder.packet(at, connection, direction, type, block.length), block, position, 0);
    recorder.noted(at, connection, 1);
  };
  const jobs = new JobIndex(ring);
  const marks = new Marks(ring);
  const rowParts = { recorders: [recorder], functionOf: ({ handle }: { handle: string }) => functions[handle] };
  const packet = (direction: Direction) => (connection: number, sent: Packet) =>
    record(connection, direction, definitionOf(sent.name).type, encode(sent, direction === 'in' ? 'REQ' : 'RES'));
  return {
    ring,
    recorder,
    rate,
    /** Packets that were told as a change. */
    told: () => told,
    open: (connection: number, facts: Partial<ConnectionFacts> = {}) =>
      recorder.opened(connection, () => ({ ...SOMEBODY, ...facts })),
    hear: packet('in'),
    say: packet('out'),
    hearText: (connection: number, line: string) => record(connection, 'in', TEXT, bytes(line)),
    hearGarbage: (connection: number, junk: string) => record(connection, 'in', GARBAGE, bytes(junk)),
    rowOf: (entry: Entry) => rowOf(entry, rowParts),
    /** What a filter may ask beside the packets. */
    facts: filterFacts(ring, { ...rowParts, jobs, marks }),
    jobs,
    marks,
  };
}

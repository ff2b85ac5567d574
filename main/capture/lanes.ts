import type { ConnectionKey } from '../contract/keys.ts';
import { PACKET_FAMILIES, type PacketLane, type PacketLanes } from '../contract/packets.ts';
import { familyOf } from './families.ts';
import type { Recorder } from './recorder.ts';
import type { CaptureRing } from './ring.ts';

/** So many of the last packets are looked at, which takes some ms. */
const LOOKED_AT = 50_000;

/** Lanes at once; those with the most packets. */
const MOST_LANES = 8;

export interface LaneParts {
  ring: CaptureRing;
  recorders: readonly Recorder[];
  isHidden: (seq: number) => boolean;
}

/**
 * The last packets as lanes, one per connection over time: each lane is cut into `columns`, of which each tells by its bits what
 * families of packets lie in it. Times are ms; the newest packet lies in the last column.
 */
export function lanesOf(
  { span, columns, until }: { span: number; columns: number; until: number | null },
  { ring, recorders, isHidden }: LaneParts,
): PacketLanes {
  const end = until === null ? ring.next : Math.min(until, ring.next);
  const first = Math.max(ring.first, end - LOOKED_AT);
  if (first >= end) return { from: 0, to: 0, lanes: [], others: 0 };
  const to = ring.atOf(end - 1);
  const from = Math.max(to - span, ring.atOf(first));
  const width = Math.max(to - from, 0.001) / columns;
  const lanes = new Map<number, PacketLane>();
  for (let seq = end - 1; seq >= first; seq -= 1) {
    const at = ring.atOf(seq);
    if (at < from) break;
    if (isHidden(seq)) continue;
    const key = ring.hostOf(seq) * 2 ** 32 + ring.connectionOf(seq);
    let lane = lanes.get(key);
    if (lane === undefined) {
      lane = laneOf(ring.hostOf(seq), ring.connectionOf(seq), recorders, columns);
      lanes.set(key, lane);
    }
    lane.packets += 1;
    const column = Math.min(columns - 1, Math.floor((at - from) / width));
    lane.cells[column] = (lane.cells[column] ?? 0) | bitOf(ring.typeOf(seq));
  }
  const busiest = [...lanes.values()].sort((a, b) => b.packets - a.packets).slice(0, MOST_LANES);
  return {
    from,
    to,
    lanes: busiest.sort((a, b) => a.connection.run - b.connection.run || a.connection.number - b.connection.number),
    others: lanes.size - busiest.length,
  };
}

function laneOf(host: number, number: number, recorders: readonly Recorder[], columns: number): PacketLane {
  const recorder = recorders[host] as Recorder;
  const connection: ConnectionKey = { server: recorder.server, run: recorder.run, number };
  const facts = recorder.facts(number);
  return {
    connection,
    who: facts?.clientId || facts?.address || '',
    role: facts?.role ?? null,
    packets: 0,
    cells: new Uint8Array(columns),
  };
}

const BITS = Array.from({ length: 256 }, (_, type) => 1 << PACKET_FAMILIES.indexOf(familyOf(type)));
const bitOf = (type: number): number => BITS[type] ?? 0;

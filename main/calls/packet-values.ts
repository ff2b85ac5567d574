import type { Glimpse } from '../capture/glimpse.ts';
import type { CaptureRing } from '../capture/ring.ts';
import type { FieldDefinition } from '../filter/fields.ts';
import type { FilterFacts } from '../filter/packet.ts';
import { nowhere } from '../filter/text-tests.ts';

/** Time that one look may take, ms: a few follow each other. So many packets are looked at in any case. */
const SLICE = 2;
const LEAST = 2048;
/** Different values that are told apart, and bytes of one; longer ones are left out, for they are no names. */
const MOST = 1000;
const LONGEST = 120;

export interface PacketValues {
  /** How often each value was seen, as on the wire; of a number its digits. */
  readonly counts: ReadonlyMap<string, number>;
  /** Packets that were looked at, from the newest on. */
  readonly looked: number;
}

/** The values of a field in the newest packets, as many as can be looked at in a few milliseconds. */
export function packetValues(
  ring: CaptureRing,
  field: FieldDefinition,
  facts: FilterFacts,
  isProbe: (host: number, connection: number) => boolean,
): PacketValues {
  const read = valueReader(field, facts);
  const counts = new Map<string, number>();
  const glimpse = ring.glimpse();
  const until = performance.now() + SLICE;
  let looked = 0;
  for (let seq = ring.next - 1; seq >= ring.first; seq -= 1) {
    if (looked % LEAST === LEAST - 1 && performance.now() > until) break;
    looked += 1;
    ring.glance(seq, glimpse);
    if (isProbe(glimpse.host, glimpse.connection)) continue;
    const value = read(glimpse);
    if (value === undefined) continue;
    const count = counts.get(value);
    if (count !== undefined || counts.size < MOST) counts.set(value, (count ?? 0) + 1);
  }
  return { counts, looked };
}

function valueReader(field: FieldDefinition, facts: FilterFacts): (packet: Glimpse) => string | undefined {
  const reader = field.bind(facts);
  if (reader.type === 'text') {
    const place = nowhere();
    return (packet) =>
      reader.read(packet, place) && place.to - place.from <= LONGEST
        ? place.block.toString('latin1', place.from, place.to)
        : undefined;
  }
  if (reader.type !== 'number') return () => undefined;
  return (packet) => {
    const value = reader.read(packet);
    return Number.isNaN(value) ? undefined : String(value);
  };
}

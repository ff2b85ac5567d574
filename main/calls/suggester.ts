import type { CaptureRing } from '../capture/ring.ts';
import type { Handlers } from '../contract/api.ts';
import { complete } from '../filter/complete.ts';
import type { FieldDefinition } from '../filter/fields.ts';
import type { FilterFacts } from '../filter/packet.ts';
import { type PacketValues, packetValues } from './packet-values.ts';

interface SuggesterParts {
  ring: CaptureRing;
  facts: FilterFacts;
  isProbe: (host: number, connection: number) => boolean;
  /** A clock in ms. */
  now?: () => number;
}

/** So long counts may be old, ms: a person types faster. */
const FRESH = 1000;

/** Answers what may be written at a place of a filter, with counts from the newest packets. */
export function suggester({
  ring,
  facts,
  isProbe,
  now = () => performance.now(),
}: SuggesterParts): Handlers['packets.suggest'] {
  const known = new Map<string, PacketValues & { at: number; next: number }>();
  function valuesOf(field: FieldDefinition): PacketValues {
    const before = known.get(field.name);
    if (before !== undefined && (before.next === ring.next || now() - before.at < FRESH)) return before;
    const values = { ...packetValues(ring, field, facts, isProbe), at: now(), next: ring.next };
    known.set(field.name, values);
    return values;
  }
  return ({ text, caret }) => {
    const asked: PacketValues[] = [];
    const { start, end, suggestions } = complete(text, caret, (field) => {
      const values = valuesOf(field);
      asked.push(values);
      return values.counts;
    });
    const looked = asked.length === 0 ? 0 : Math.min(...asked.map((values) => values.looked));
    return { start, end, suggestions: [...suggestions], looked };
  };
}

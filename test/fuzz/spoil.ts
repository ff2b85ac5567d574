import fc from 'fast-check';

/** A change of bytes: at a place, so many are taken away and others put there. */
export interface Change {
  at: number;
  gone: number;
  with: Uint8Array;
}

export const changed = (bytes: Buffer, { at, gone, with: other }: Change): Buffer => {
  const place = bytes.length === 0 ? 0 : at % bytes.length;
  return Buffer.concat([bytes.subarray(0, place), other, bytes.subarray(place + (gone % 8))]);
};

export const changes = fc.array(fc.record({ at: fc.nat(), gone: fc.nat(), with: fc.uint8Array({ maxLength: 6 }) }), {
  maxLength: 4,
});

import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { encode } from '../../main/protocol/codec.ts';
import { engineOf } from '../support/engine.ts';
import { anyPacket, bytes } from '../support/packets.ts';
import { PATIENT } from '../support/patient.ts';
import { peerOf } from '../support/peer.ts';

const junk = fc.uint8Array({ minLength: 1, maxLength: 200 }).map((values) => Buffer.from(values));
const line = fc
  .oneof(fc.string(), fc.constantFrom('status', 'workers', 'show jobs', 'GET / HTTP/1.1'))
  .map((text) => bytes(`${text}\n`));
const packet = fc
  .tuple(anyPacket, fc.constantFrom('REQ' as const, 'REQ' as const, 'RES' as const))
  .map(([what, magic]) => encode(what, magic));
/** A packet of which one byte is another. */
const broken = fc.tuple(packet, fc.nat(), fc.integer({ min: 1, max: 255 })).map(([whole, at, change]) => {
  whole[at % whole.length] = (whole[at % whole.length] as number) ^ change;
  return whole;
});
const said = fc.array(fc.oneof({ weight: 6, arbitrary: packet }, { weight: 2, arbitrary: line }, broken, junk), {
  minLength: 1,
  maxLength: 12,
});

test('whatever peers send, the engine serves the next one, and all that it recorded can be shown', async () => {
  const { call, port } = await engineOf();
  await call('server.start', {});
  await fc.assert(
    fc.asyncProperty(said, fc.array(fc.nat(400), { maxLength: 4 }), async (pieces, cuts) => {
      const peer = await peerOf({ port });
      const stream = Buffer.concat(pieces);
      const edges = [0, ...cuts.map((cut) => cut % stream.length).sort((a, b) => a - b), stream.length];
      for (const [index, edge] of edges.slice(1).entries()) peer.write(stream.subarray(edges[index], edge));
      const witness = await peerOf({ port });
      witness.send({ name: 'ECHO_REQ', data: bytes('still there') });
      expect(await witness.hears()).toEqual(['ECHO_RES still there']);
      peer.leave();
      witness.leave();
    }),
    { numRuns: 150 },
  );
  const { first, end } = await vi.waitUntil(async () => {
    const window = await call('packets.window', { from: 0, rows: 1 });
    return window.scanned === 1 && window;
  }, PATIENT);
  expect(end - first).toBeGreaterThan(500);
  for (let from = first; from < end; from += 500) {
    const { rows } = await call('packets.window', { from, rows: 500 });
    for (const { seq, size } of rows) {
      const detail = await call('packets.get', { seq });
      expect(detail?.bytes).toHaveLength(size);
      for (const field of detail?.fields ?? []) expect(field.end).toBeLessThanOrEqual(size);
    }
  }
  const { rows } = await call('jobs.window', { rows: 500 });
  for (const { key } of rows) expect((await call('jobs.get', key))?.key).toEqual(key);
  await call('functions.list', undefined);
  await call('overview.get', undefined);
});

import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { encoderFor } from '../../main/capture-files/encoder.ts';
import { CaptureReader } from '../../main/capture-files/reading/capture-reader.ts';
import { FoundBatches } from '../../main/capture-files/reading/found-batches.ts';
import { DamagedFile } from '../../main/capture-files/reading/frames.ts';
import { CaptureFormat } from '../../main/contract/captures.ts';
import { GAP } from '../../main/protocol/framer.ts';
import { fileOf } from '../support/capture-file.ts';
import { ACK, FIN, ipv4, ipv6, pcapngOf, pcapOf, SYN, tcp } from '../support/frames.ts';
import { readCorpus } from './corpus.ts';
import { changed, changes } from './spoil.ts';

/** Most of a message that is kept. */
const KEPT = 8 * 1024 * 1024;

/** What real clients said, as capture files of ours. */
const RECORDED = readCorpus().map(({ steps }) => {
  const file = fileOf();
  for (const { connection, bytes } of steps) if (bytes.length > 0) file.hear(connection, bytes);
  return file.bytes();
});

/** What a connection says in one direction, to be cut into segments. */
const SPOKEN = readCorpus().map(({ steps }) => Buffer.concat(steps.slice(0, 40).map(({ bytes }) => bytes)));
const [CLIENT, SERVER] = [40_000, 14_999];

/** Segments of a connection in any order, with holes, twice, overlapping, from anywhere. */
const segments = fc
  .record({
    of: fc.constantFrom(...SPOKEN),
    begin: fc.oneof(fc.constant(0xffff_fff0), fc.nat(0xffff_ffff)),
    parts: fc.array(
      fc.record({
        at: fc.nat(4000),
        length: fc.nat(600),
        out: fc.boolean(),
        flags: fc.constantFrom(ACK, ACK, ACK, SYN, SYN | ACK, ACK | FIN, ACK | 4),
      }),
      { maxLength: 40 },
    ),
  })
  .map(({ of, begin, parts }) =>
    parts.map(({ at, length, out, flags }) =>
      tcp({
        ...(out ? { from: SERVER, to: CLIENT } : { from: CLIENT, to: SERVER }),
        ...{ sequence: begin + at, acknowledges: begin + at, flags },
        payload: of.subarray(at, at + length),
      }),
    ),
  );

const [RAW, ETHERNET, COOKED] = [101, 1, 113];
const ethernet = (packet: Buffer) => Buffer.concat([Buffer.alloc(12), Buffer.from([0x08, 0x00]), packet]);
const cooked = (packet: Buffer) => Buffer.concat([Buffer.alloc(14), Buffer.from([0x08, 0x00]), packet]);

const framed = fc
  .record({
    segments,
    link: fc.constantFrom(RAW, ETHERNET, COOKED),
    big: fc.boolean(),
    ng: fc.boolean(),
    six: fc.boolean(),
  })
  .map(({ segments: all, link, big, ng, six }) => {
    const wrap = link === ETHERNET ? ethernet : link === COOKED ? cooked : (packet: Buffer) => packet;
    const frames = all.map((segment) => wrap(six && link === RAW ? ipv6(segment) : ipv4(segment)));
    return (ng ? pcapngOf : pcapOf)({ link, big, frames });
  });

const spoilt = fc
  .record({
    of: fc.oneof({ weight: 3, arbitrary: framed }, { weight: 2, arbitrary: fc.constantFrom(...RECORDED) }),
    spoil: changes,
    end: fc.option(fc.nat(), { freq: 4 }),
  })
  .map(({ of, spoil, end }) => {
    const bytes = spoil.reduce<Buffer>(changed, of);
    return end === null ? bytes : bytes.subarray(0, end % (bytes.length + 1));
  });

interface Read {
  /** Type, size and bytes of all that was found. */
  found: [type: number, size: number, bytes: string][];
  damage: string | undefined;
}

/** Reads a file in pieces, and writes what is found in every format. Throws where that is not what it should be. */
function readIn(file: Buffer, piece: number): Read {
  const found: Read['found'] = [];
  const encoders = CaptureFormat.options.map(encoderFor);
  const batches = new FoundBatches({ onFull: () => {} });
  const reader = new CaptureReader((message) => {
    const { type, size, bytes, at } = message;
    if (!Number.isFinite(at)) throw new Error(`a packet at ${at}`);
    if (bytes.length > KEPT || (type !== GAP && bytes.length > size))
      throw new Error(`${bytes.length} bytes of ${size}`);
    found.push([type, size, bytes.toString('latin1')]);
    batches.hear(message);
  });
  let damage: string | undefined;
  try {
    for (let at = 0; at < file.length; at += piece) {
      const chunk = Buffer.from(file.subarray(at, at + piece));
      reader.push(chunk);
      chunk.fill(0xee); // whoever reads a file uses its memory again
    }
    reader.end();
  } catch (error) {
    if (!(error instanceof DamagedFile)) throw error;
    damage = `${error.damage} at ${error.offset}`;
    if (error.offset > file.length) throw new Error(`${damage} of ${file.length}`);
    reader.endHere();
  }
  const batch = batches.take();
  if (batch !== undefined) for (const encoder of encoders) for (const _ of encoder.batch(batch));
  return { found, damage };
}

/** Reads what no capture program would write. Returns what was wrong, with the file; undefined where all was well. */
export function readAnything(seed: number, runs: number): string | undefined {
  const property = fc.property(spoilt, fc.integer({ min: 1, max: 3000 }), (file, piece) => {
    const whole = readIn(file, file.length || 1);
    if (!isDeepStrictEqual(readIn(file, piece), whole)) throw new Error(`in pieces of ${piece} it reads otherwise`);
  });
  const { failed, counterexample, errorInstance } = fc.check(property, { seed, numRuns: runs });
  return failed
    ? `${errorInstance}\n${counterexample?.[0].toString('hex')} in pieces of ${counterexample?.[1]}`
    : undefined;
}

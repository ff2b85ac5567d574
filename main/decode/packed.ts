import { createGunzip, createInflate, createInflateRaw, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import type { DecodeProblem } from '../contract/decode.ts';
import { problem } from './halt.ts';

export type Packing = 'gzip' | 'zlib' | 'deflate';

const AT_ONCE = { gzip: gunzipSync, zlib: inflateSync, deflate: inflateRawSync };
const IN_PIECES = { gzip: createGunzip, zlib: createInflate, deflate: createInflateRaw };

export interface Unpacked {
  bytes: Buffer;
  /** There is more than may come out. */
  bounded: boolean;
  problem: DecodeProblem | null;
}

/** Pieces in which a stream is unpacked that is not whole. */
const PIECES = 2000;

/** Unpacks at most so many bytes. Of a stream that is cut or damaged it gives what comes before that. */
export async function unpack(packing: Packing, bytes: Buffer, most: number): Promise<Unpacked> {
  try {
    return { bytes: AT_ONCE[packing](bytes, { maxOutputLength: most }), bounded: false, problem: null };
  } catch (error) {
    const { code } = error as { code?: string };
    const bounded = code === 'ERR_BUFFER_TOO_LARGE';
    const begin = await unpackBegin(packing, bytes, {
      most,
      piece: bounded ? 16 * 1024 : Math.ceil(bytes.length / PIECES),
    });
    return {
      bytes: begin,
      bounded,
      problem: bounded ? null : problem(code === 'Z_BUF_ERROR' ? 'ends' : 'damaged', bytes.length),
    };
  }
}

/** Unpacks `piece` bytes at a time: what would come out of one with a fault in it is lost. */
function unpackBegin(packing: Packing, bytes: Buffer, limits: { most: number; piece: number }): Promise<Buffer> {
  const { most, piece: size } = limits;
  const { promise, resolve } = Promise.withResolvers<Buffer>();
  const stream = IN_PIECES[packing]();
  const parts: Buffer[] = [];
  let length = 0;
  let at = 0;
  const end = () => {
    stream.destroy();
    resolve(Buffer.concat(parts).subarray(0, most));
  };
  const write = (): void => {
    const piece = bytes.subarray(at, at + size);
    at += size;
    if (piece.length === 0 || length >= most) end();
    else stream.write(piece, () => setImmediate(write));
  };
  stream.on('data', (part: Buffer) => {
    parts.push(part);
    length += part.length;
    if (length >= most) end();
  });
  stream.on('error', end);
  write();
  return promise;
}

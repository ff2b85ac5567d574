import { createReadStream } from 'node:fs';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { AppError } from '../../contract/errors.ts';
import { fileRefused } from '../../util/file-refused.ts';
import { DamagedFile } from './frames.ts';

/** Small enough that the first packets of a file are there soon. */
const CHUNK = 256 * 1024;
/** What a file begins with that is compressed with gzip. */
const PACKED = Buffer.from([0x1f, 0x8b]);

/**
 * A file's bytes, unpacked where it is compressed with gzip, as captures often are; `onRead` hears how many bytes of the file
 * have been read. Throws `file-missing`, `file-unreadable`, or `DamagedFile` where it cannot be unpacked.
 */
export const chunksOf = (path: string, onRead?: (bytes: number) => void): AsyncGenerator<Buffer> =>
  unpacked(createReadStream(path, { highWaterMark: CHUNK }), path, onRead);

/** The same of a stream that goes by a name. */
export async function* unpacked(
  stream: Readable,
  name: string,
  onRead: (bytes: number) => void = () => {},
): AsyncGenerator<Buffer> {
  let read = 0;
  const counted = async function* (): AsyncGenerator<Buffer> {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      read += chunk.length;
      onRead(read);
      yield chunk;
    }
  };
  try {
    const rest = counted();
    const head = await begin(rest);
    const all = (async function* () {
      if (head.length > 0) yield head;
      yield* rest;
    })();
    if (!head.subarray(0, PACKED.length).equals(PACKED)) return yield* all;
    const gunzip = createGunzip({ chunkSize: CHUNK });
    yield* pipeline(Readable.from(all), gunzip, () => {}) as AsyncIterable<Buffer>;
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code.startsWith('Z_')) throw new DamagedFile('bad-packing', read);
    if (code === 'ENOENT') throw new AppError('file-missing', `${name} does not exist.`, { path: name });
    throw fileRefused('file-unreadable', name, error);
  }
}

/** As much as tells whether it is packed. */
async function begin(chunks: AsyncGenerator<Buffer>): Promise<Buffer> {
  let head: Buffer = Buffer.alloc(0);
  while (head.length < PACKED.length) {
    const { value, done } = await chunks.next();
    if (done) break;
    head = head.length === 0 ? value : Buffer.concat([head, value]);
  }
  return head;
}

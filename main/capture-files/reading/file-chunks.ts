import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { AppError } from '../../contract/errors.ts';
import { fileRefused } from '../../util/file-refused.ts';
import { DamagedFile } from './frames.ts';

const CHUNK = 1024 * 1024;

/**
 * A file's bytes, unpacked where it is compressed with gzip, as captures often are; `onRead` hears how many bytes of the file
 * have been read. Throws `file-missing`, `file-unreadable`, or `DamagedFile`
 * where it cannot be unpacked.
 */
export async function* chunksOf(path: string, onRead: (bytes: number) => void): AsyncGenerator<Buffer> {
  let read = 0;
  try {
    const file = createReadStream(path, { highWaterMark: CHUNK });
    const count = (chunk: Buffer) => {
      read += chunk.length;
      onRead(read);
    };
    if (await isPacked(path)) {
      file.on('data', (chunk) => count(chunk as Buffer));
      const unpacked = createGunzip({ chunkSize: CHUNK });
      file.on('error', (error) => unpacked.destroy(error));
      yield* file.pipe(unpacked) as AsyncIterable<Buffer>;
      return;
    }
    for await (const chunk of file as AsyncIterable<Buffer>) {
      count(chunk);
      yield chunk;
    }
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code.startsWith('Z_')) throw new DamagedFile('bad-packing', read);
    if (code === 'ENOENT') throw new AppError('file-missing', `${path} does not exist.`, { path });
    throw fileRefused('file-unreadable', path, error);
  }
}

async function isPacked(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    if (!(await file.stat()).isFile()) return false;
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await file.close();
  }
}

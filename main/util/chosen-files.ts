import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { AppError } from '../contract/errors.ts';
import type { ChosenFile } from '../contract/submission.ts';
import { fileRefused } from './file-refused.ts';
import { markOf } from './json-file.ts';

/** Files that the person chose in a dialog of this session. The window knows them by a token, never by a path. */
export class ChosenFiles {
  readonly #paths = new Map<string, string>();
  readonly #hashes = new Map<string, string>();

  async add(path: string): Promise<ChosenFile> {
    const { size } = await stat(path).catch(() => {
      throw new AppError('file-missing', `${path} does not exist.`, { path });
    });
    const token = randomUUID();
    this.#paths.set(token, path);
    return { token, name: basename(path), size };
  }

  /** Where it is. Throws `choice-expired`. */
  path(token: string): string {
    const path = this.#paths.get(token);
    if (path === undefined)
      throw new AppError('choice-expired', 'The file was chosen in an earlier session. Choose it again.');
    return path;
  }

  /** Its size and first bytes. Throws `file-unreadable`. */
  async look(token: string, bytes: number): Promise<{ path: string; size: number; head: Buffer }> {
    const path = this.path(token);
    try {
      const file = await open(path);
      try {
        const { size } = await file.stat();
        const { buffer, bytesRead } = await file.read(Buffer.alloc(Math.min(size, bytes)), 0);
        return { path, size, head: buffer.subarray(0, bytesRead) };
      } finally {
        await file.close();
      }
    } catch (error) {
      throw fileRefused('file-unreadable', path, error);
    }
  }

  /** The SHA-256 of its bytes in hexadecimal, worked out once for each writing of it. Throws `file-unreadable`. */
  async hash(token: string): Promise<string> {
    const path = this.path(token);
    const mark = `${path} ${await markOf(path)}`;
    const known = this.#hashes.get(mark);
    if (known !== undefined) return known;
    const hash = createHash('sha256');
    try {
      for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
    } catch (error) {
      throw fileRefused('file-unreadable', path, error);
    }
    const digest = hash.digest('hex');
    this.#hashes.set(mark, digest);
    return digest;
  }

  /** The file's bytes as they are now. Throws where it is larger than `limit`. */
  async read(token: string, limit: number): Promise<Buffer> {
    const path = this.path(token);
    try {
      const { size } = await stat(path);
      if (size > limit)
        throw new AppError('file-too-large', `${path} has ${size} bytes; the limit is ${limit}.`, {
          path,
          size,
          limit,
        });
      return await readFile(path);
    } catch (error) {
      if (error instanceof AppError) throw error;
      throw fileRefused('file-unreadable', path, error);
    }
  }
}

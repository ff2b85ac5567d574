import { randomUUID } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { AppError } from '../contract/errors.ts';
import type { ChosenFile } from '../contract/model.ts';
import { fileRefused } from './file-refused.ts';

/** Files that the person chose in a dialog of this session. The window knows them by a token, never by a path. */
export class ChosenFiles {
  readonly #paths = new Map<string, string>();

  async add(path: string): Promise<ChosenFile> {
    const { size } = await stat(path).catch(() => {
      throw new AppError('file-missing', `${path} does not exist.`, { path });
    });
    const token = randomUUID();
    this.#paths.set(token, path);
    return { token, name: basename(path), size };
  }

  /** The file's bytes as they are now. Throws where it is larger than `limit`. */
  async read(token: string, limit: number): Promise<Buffer> {
    const path = this.#paths.get(token);
    if (path === undefined)
      throw new AppError('choice-expired', 'The file was chosen in an earlier session. Choose it again.');
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

import { mkdir } from 'node:fs/promises';
import { shell } from 'electron';
import { AppError } from '../contract/errors.ts';
import { fileRefused } from '../util/file-refused.ts';

/** Shows a folder of ours in the system's own program for that. Throws `file-unreadable` with what the system says. */
export async function openFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true }).catch((error: unknown) => {
    throw fileRefused('file-unwritable', folder, error);
  });
  const reason = await shell.openPath(folder);
  if (reason !== '')
    throw new AppError('file-unreadable', `${folder} could not be opened: ${reason}`, { path: folder, reason });
}

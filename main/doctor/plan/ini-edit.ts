import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, realpath, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { IniChange } from '../../contract/doctor.ts';
import { AppError } from '../../contract/errors.ts';
import { readJson, writeJson, writeWhole } from '../../util/json-file.ts';
import { wireOf } from '../../util/wire.ts';

/** What undoes a change: the file as it was, and as we left it. */
const Backup = z.object({
  file: z.string(),
  /** Its bytes in base64; null where there was no file. */
  before: z.string().nullable(),
  /** Of the bytes that were written. */
  after: z.string(),
});

const hash = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/**
 * Changes an ini file, and keeps what it was in `folder`, which is not one whose ini files are read. Resolves with what
 * `undoIniChange` takes. Throws `file-changed` where a line is no longer what it was, else `file-unwritable` or
 * `file-unreadable`; nothing is changed then.
 */
export async function applyIniChange(change: IniChange, folder: string): Promise<string> {
  // Where a link stands, the file that it names is changed, as PHP reads it.
  const file = await realpath(change.file).catch(() => change.file);
  const before = await bytesOf(file);
  const after = Buffer.from(changed(change, before), 'latin1');
  const backup = join(folder, `${randomUUID()}.json`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeJson(backup, { file, before: before?.toString('base64') ?? null, after: hash(after) }, 0o600);
  const mode = before === null ? 0o644 : (await stat(file)).mode & 0o777;
  try {
    await writeWhole(file, after, mode);
  } catch (error) {
    await rm(backup, { force: true });
    throw error;
  }
  return backup;
}

/**
 * Puts the file back as it was, byte for byte, and forgets the backup. Throws `file-changed` where somebody has changed it
 * since; nothing is changed then.
 */
export async function undoIniChange(backup: string): Promise<void> {
  const { file, before, after } = await readJson(backup, Backup);
  const now = await bytesOf(file);
  if (now === null ? before !== null : hash(now) !== after)
    throw new AppError(
      'file-changed',
      `${file} has been changed since. Undo your change by hand; what it was is in ${backup}.`,
      {
        path: file,
      },
    );
  if (before === null) await rm(file, { force: true });
  else await writeWhole(file, Buffer.from(before, 'base64'), (await stat(file)).mode & 0o777);
  await rm(backup);
}

/** Null where there is no file. */
async function bytesOf(file: string): Promise<Buffer | null> {
  try {
    return await readFile(file);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return null;
    throw new AppError('file-unreadable', `${file} could not be read: ${message}.`, { path: file, reason: message });
  }
}

/** One character a byte: an ini file may be in any encoding. */
function changed(change: IniChange, before: Buffer | null): string {
  const text = before?.toString('latin1') ?? '';
  if (change.kind === 'add') {
    const added = wireOf(change.text);
    return text === '' || text.endsWith('\n') ? text + added : `${text}\n${added}`;
  }
  const lines = text.split('\n');
  for (const { line, was, text: next } of change.lines) {
    const old = lines[line - 1];
    if (old?.trim() !== wireOf(was))
      throw new AppError('file-changed', `Line ${line} of ${change.file} is not “${was}” any more. Look again.`, {
        path: change.file,
        line,
      });
    const end = old.endsWith('\r') ? '\r' : '';
    lines[line - 1] = wireOf(next) + end;
  }
  return lines.join('\n');
}

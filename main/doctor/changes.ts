import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, realpath, rm, rmdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { type Applied, type FileChange, type Step, WAYS } from '../contract/doctor.ts';
import { STEP_WORDS, type StepWords } from '../contract/doctor-words.ts';
import { AppError } from '../contract/errors.ts';
import { readJson, writeJson, writeWhole } from '../util/json-file.ts';
import { wireOf } from '../util/wire.ts';

/** What undoes a change: whose step it was, the file as it was, and as we left it. */
const Kept = z.object({
  id: z.uuid(),
  step: z.string(),
  php: z.string(),
  way: z.enum(WAYS),
  words: z.enum(Object.keys(STEP_WORDS) as [StepWords]).catch('append-ini'),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
  /** ms since the epoch. */
  at: z.number(),
  file: z.string(),
  /** Its bytes in base64; null where there was no file. */
  before: z.string().nullable(),
  /** Of the bytes that were written. */
  after: z.string(),
  /** Whether its folder was made for it. */
  folderMade: z.boolean(),
});
type Kept = z.infer<typeof Kept>;

/** Whose change it is. */
export type ChangeOf = Pick<Applied, 'step' | 'php' | 'way'> & Pick<Step, 'words' | 'values'>;

const hash = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** The files that were changed for steps of plans. What they were is kept in a folder, so that they can be undone at any time. */
export class Changes {
  readonly #folder: string;

  /** `folder` is none whose ini files are read. It is made when it is needed. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Changes a file, and keeps what it was. Resolves with the number by which it is undone. Throws `line-changed` where a line is
   * no longer what it was, `copy-blocked` where another file is in the place of a copy, else `file-unwritable`,
   * `file-unreadable` or `file-missing`; nothing is changed then.
   */
  async apply(change: FileChange, of: ChangeOf): Promise<string> {
    // Where a link stands, the file that it names is changed, as PHP reads it.
    const file = await realpath(change.file).catch(() => change.file);
    const before = await bytesOf(file);
    const after = await changed(change, before);
    const id = randomUUID();
    const backup = this.#fileOf(id);
    const folderMade = (await stat(dirname(file)).catch(() => null)) === null;
    const kept: Kept = {
      ...of,
      ...{ id, file, folderMade },
      values: { ...of.values },
      at: Date.now(),
      before: before?.toString('base64') ?? null,
      after: hash(after),
    };
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    await writeJson(backup, kept, 0o600);
    const mode = before === null ? 0o644 : (await stat(file)).mode & 0o777;
    try {
      await writeWhole(file, after, mode);
    } catch (error) {
      await rm(backup, { force: true });
      throw error;
    }
    return id;
  }

  /** All that can be undone, the newest first. What cannot be read is left out. */
  async list(): Promise<Applied[]> {
    const names = (await readdir(this.#folder).catch(() => [])).filter((name) => name.endsWith('.json'));
    const found = await Promise.all(names.map((name) => readJson(join(this.#folder, name), Kept).catch(() => null)));
    const all = found.filter((kept) => kept !== null).sort((a, b) => b.at - a.at);
    return Promise.all(
      all.map(async ({ id, step, php, way, words, values, file, at, after }) => ({
        ...{ id, step, php, way, words, values, file, at },
        intact: await isIntact(file, after),
      })),
    );
  }

  /**
   * Puts the file back as it was, byte for byte, and forgets the change. Throws `undo-changed` where somebody has changed it
   * since, and `undo-later` where a later step of the same way builds on it; nothing is changed then.
   */
  async undo(id: string): Promise<void> {
    const backup = this.#fileOf(id);
    const kept = await readJson(backup, Kept);
    const { file, before, after, folderMade } = kept;
    const [later] = (await this.list()).filter(
      ({ at, way, php }) => at > kept.at && way === kept.way && php === kept.php,
    );
    if (later !== undefined)
      throw new AppError('undo-later', `Undo the later change of ${later.file} first: it needs ${file}.`, {
        path: file,
        later: later.file,
      });
    const now = await bytesOf(file);
    if (now === null ? before !== null : hash(now) !== after)
      throw new AppError(
        'undo-changed',
        `${file} has been changed since. Undo your change by hand; what it was is in ${backup}.`,
        { path: file, backup },
      );
    if (before !== null) await writeWhole(file, Buffer.from(before, 'base64'), (await stat(file)).mode & 0o777);
    else {
      await removed(file);
      if (folderMade) await rmdir(dirname(file)).catch(() => {}); // others may have put something there
    }
    await rm(backup);
  }

  /** Leaves the file as it is, and what it was is gone. */
  async forget(id: string): Promise<void> {
    await rm(this.#fileOf(id), { force: true });
  }

  #fileOf(id: string): string {
    return join(this.#folder, `${id}.json`);
  }
}

const isIntact = async (file: string, after: string): Promise<boolean> => {
  const now = await bytesOf(file).catch(() => null);
  return now !== null && hash(now) === after;
};

async function removed(file: string): Promise<void> {
  try {
    await rm(file, { force: true });
  } catch (error) {
    const reason = (error as Error).message;
    throw new AppError('file-unwritable', `${file} could not be removed: ${reason}.`, { path: file, reason });
  }
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

/** What the file is to be. */
async function changed(change: FileChange, before: Buffer | null): Promise<Buffer> {
  if (change.kind !== 'copy') return Buffer.from(changedText(change, before), 'latin1');
  const { from, file } = change;
  const copied = await bytesOf(from);
  if (copied === null) throw new AppError('file-missing', `${from} does not exist.`, { path: from });
  if (before !== null && !before.equals(copied))
    throw new AppError('copy-blocked', `${file} is there already, and is another file.`, { path: file });
  return copied;
}

/** One character a byte: an ini file may be in any encoding. */
function changedText(change: Exclude<FileChange, { kind: 'copy' }>, before: Buffer | null): string {
  const text = before?.toString('latin1') ?? '';
  if (change.kind === 'add') {
    const added = wireOf(change.text);
    return text === '' || text.endsWith('\n') ? text + added : `${text}\n${added}`;
  }
  const lines = text.split('\n');
  for (const { line, was, text: next } of change.lines) {
    const old = lines[line - 1];
    if (old?.trim() !== wireOf(was))
      throw new AppError('line-changed', `Line ${line} of ${change.file} is not “${was}” any more. Look again.`, {
        path: change.file,
        line,
      });
    const end = old.endsWith('\r') ? '\r' : '';
    lines[line - 1] = wireOf(next) + end;
  }
  return lines.join('\n');
}

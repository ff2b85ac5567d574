import { randomUUID } from 'node:crypto';
import { type BigIntStats, constants, statSync } from 'node:fs';
import { access, mkdir, open, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { z } from 'zod';
import { AppError } from '../contract/errors.ts';
import { placeOfError } from '../contract/json-text.ts';
import { because, reasonDetails, reasonWords } from '../contract/reasons.ts';
import { faultOf } from './fault.ts';
import { fileRefused } from './file-refused.ts';

/** No file of ours comes near it; a larger one is something else. */
export const LARGEST = 16 * 1024 * 1024;

/**
 * Reads and checks a JSON file. Throws an AppError that names the file and, where the content is wrong, the line or the
 * field. `migrate` sees the parsed content before the schema does.
 */
export async function readJson<S extends z.ZodType>(
  path: string,
  schema: S,
  migrate: (content: unknown) => unknown = (content) => content,
): Promise<z.output<S>> {
  const text = await readText(path);
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    const { line, column } = placeOfError(error as SyntaxError, text);
    throw new AppError('file-not-json', `${path} is not valid JSON: line ${line}, column ${column}.`, {
      path,
      line,
      column,
    });
  }
  return checkedAs(path, schema, migrate(content));
}

/** The content of a file as its schema has it. Throws `file-invalid` with the file and the field. */
export function checkedAs<S extends z.ZodType>(path: string, schema: S, content: unknown): z.output<S> {
  const checked = schema.safeParse(content, { reportInput: true });
  if (checked.success) return checked.data;
  const issue = checked.error.issues[0];
  const field = issue?.path.join('.') || 'JSON';
  const fault = faultOf(issue);
  throw new AppError('file-invalid', `${path} cannot be used: ${field}: ${reasonWords(fault)}.`, {
    ...reasonDetails(fault),
    path,
    field,
  });
}

/**
 * Writes a file of one value per line so that it is whole or not there at all. Returns its mark. Throws `file-unwritable`, and
 * `file-too-large` where `readJson` would not read it again.
 */
export async function writeJson(path: string, value: unknown, mode?: number): Promise<string> {
  const bytes = Buffer.from(`${JSON.stringify(value, null, 2)}\n`, 'utf8');
  if (bytes.length > LARGEST) throw tooLarge(path, bytes.length);
  return writeWhole(path, bytes, mode);
}

const tooLarge = (path: string, size: number): AppError =>
  new AppError('file-too-large', `${path} has ${size} bytes; the limit is ${LARGEST}.`, { path, size, limit: LARGEST });

/**
 * Writes bytes beside the file, then puts them in its place. `mode` says who may read it. Returns its mark. Throws
 * `file-unwritable`.
 */
export async function writeWhole(path: string, bytes: Uint8Array, mode = 0o666): Promise<string> {
  // Where a link stands, the file that it names is written; the link stays.
  const target = await realpath(path).catch(() => path);
  let mark: string;
  const beside = `${target}.${randomUUID()}.part`;
  try {
    await mkdir(dirname(target), { recursive: true });
    const file = await open(beside, 'wx', mode);
    try {
      await file.writeFile(bytes);
      await file.sync();
      mark = markFrom(await file.stat({ bigint: true }));
    } finally {
      await file.close();
    }
    await rename(beside, target);
    return mark;
  } catch (error) {
    await rm(beside, { force: true }).catch(() => {}); // it may not even be possible to look there
    throw fileRefused('file-unwritable', path, error);
  }
}

/** Tells one file from another one that may come into its place; null where there is none, or nobody may look. */
export function fileAt(path: string): bigint | null {
  try {
    return statSync(path, { bigint: true }).ino;
  } catch {
    return null;
  }
}

/** Tells one writing of a file from the next; null where there is none. */
export const markOf = (path: string): Promise<string | null> => stat(path, { bigint: true }).then(markFrom, () => null);

/** What a rename leaves as it is. */
const markFrom = ({ ino, size, mtimeNs }: BigIntStats): string => `${ino} ${size} ${mtimeNs}`;

export const exists = (path: string): Promise<boolean> =>
  access(path, constants.F_OK).then(
    () => true,
    () => false,
  );

/** A file's text, if it is one and not over the limit. Throws an AppError that names it. */
export async function readText(path: string): Promise<string> {
  try {
    const found = await stat(path);
    // What is no file may have no end, as a device, or no beginning, as a pipe that nobody writes.
    if (!found.isFile())
      throw new AppError('file-unreadable', `${path} is not a file.`, {
        ...reasonDetails(because('not-a-file')),
        path,
      });
    const { size } = found;
    if (size > LARGEST) throw tooLarge(path, size);
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof AppError) throw error;
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      throw new AppError('file-missing', `${path} does not exist.`, { path });
    throw fileRefused('file-unreadable', path, error);
  }
}

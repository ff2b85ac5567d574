import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { AppError } from '../contract/errors.ts';
import { SecretName, SecretValue } from '../contract/functions.ts';
import type { SecretStore } from '../util/secret-store.ts';

/** Variables of ours that hold a secret each: behind this stands its name. */
const PREFIX = 'GEARBENCH_SECRET_';

/** Bits of a mode that let others than the owner at a file. */
const OTHERS = 0o077;

/**
 * Secrets as the command line gets them, whatever the workspace: from variables of the process, else from a file. Throws an
 * AppError where the file cannot be used.
 */
export function secretsOfProcess(environment: NodeJS.ProcessEnv, file?: string): SecretStore {
  const values = file === undefined ? new Map<string, string>() : secretsOfFile(file);
  for (const [name, value] of Object.entries(environment))
    if (name.startsWith(PREFIX) && value) values.set(name.slice(PREFIX.length), value);
  return {
    notKept: () => Promise.resolve('no-key-store'),
    get: (_workspace, name) => Promise.resolve(values.get(name)),
    set: async (_workspace, name, value) => void values.set(name, value),
    remove: async (_workspace, name) => void values.delete(name),
  };
}

/**
 * Reads lines of NAME=value; a value is what stands behind the first `=`, as it is. Empty lines and those that begin with #
 * are passed over. Throws `file-missing`, `file-unreadable`, `secrets-exposed` where others than its owner, who must be us,
 * may read or change it, and `file-invalid` with the line, but never with what stands in it.
 */
function secretsOfFile(path: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const [index, line] of readForUs(path).split(/\r?\n/).entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const at = line.indexOf('=');
    const name = line.slice(0, Math.max(at, 0)).trim();
    const value = line.slice(at + 1);
    const reason = faultOf(name, value);
    if (reason !== undefined) {
      const field = `line ${index + 1}`;
      throw new AppError('file-invalid', `${path} cannot be used: ${field}: ${reason}.`, { path, field, reason });
    }
    values.set(name, value);
  }
  return values;
}

function faultOf(name: string, value: string): string | undefined {
  if (!SecretName.safeParse(name).success) return 'it is not NAME=value';
  return SecretValue.safeParse(value).success ? undefined : 'the value is empty or too long';
}

/** The text of a file that only we can read. What is checked is what is read, whatever becomes of the path meanwhile. */
function readForUs(path: string): string {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    const { mode, uid } = fstatSync(file);
    if (process.getuid !== undefined && uid !== process.getuid())
      throw new AppError('secrets-exposed', `${path} belongs to another user (${uid}); its secrets are not used.`, {
        path,
      });
    if (process.platform !== 'win32' && (mode & OTHERS) !== 0) {
      const octal = (mode & 0o777).toString(8);
      throw new AppError(
        'secrets-exposed',
        `${path} has mode ${octal}: others than you may use it. Make it 600 first: chmod 600 ${path}`,
        { path },
      );
    }
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof AppError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new AppError('file-missing', `${path} does not exist.`, { path });
    throw new AppError('file-unreadable', `${path} could not be read: ${message}.`, { path, reason: message });
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

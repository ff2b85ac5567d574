import { AppError } from '../contract/errors.ts';

/** How the versions of a kind of file follow each other. */
export interface FileVersions {
  /** Where the file says its version. */
  field: string;
  current: number;
  /** `steps[n]` makes content of version n + 1 of content of version n. */
  steps: Readonly<Record<number, (content: Record<string, unknown>) => Record<string, unknown>>>;
}

/**
 * Brings the parsed content of a file to the present version, one step after the other. What tells no version is left to the
 * schema. Throws `file-newer`.
 */
export function migrate(content: unknown, path: string, { field, current, steps }: FileVersions): unknown {
  if (typeof content !== 'object' || content === null) return content;
  let migrated = content as Record<string, unknown>;
  const version = migrated[field];
  if (typeof version !== 'number') return content;
  if (version > current) {
    throw new AppError(
      'file-newer',
      `${path} was written by a newer Gearbench (version ${version} of the file; this one reads ${current}).`,
      { path, version, known: current },
    );
  }
  for (let at = version; at < current; at += 1) {
    const step = steps[at];
    if (step === undefined) return content; // no version that ever was
    migrated = { ...step(migrated), [field]: at + 1 };
  }
  return migrated;
}

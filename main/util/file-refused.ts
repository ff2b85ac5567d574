import { AppError } from '../contract/errors.ts';
import { reasonDetails, reasonOf } from '../contract/reasons.ts';

/** What the system says of a file that it refused, with all of it for logs and terminals. */
export function fileRefused(code: 'file-unreadable' | 'file-unwritable', path: string, error: unknown): AppError {
  const what = code === 'file-unreadable' ? 'read' : 'written';
  const { message } = error as Error;
  return new AppError(code, `${path} could not be ${what}: ${message}.`, { ...reasonDetails(reasonOf(error)), path });
}

import type { OtherStarts } from '../contract/job-actions.ts';
import type { JobDetail } from '../contract/jobs.ts';
import type { JobKey } from '../contract/keys.ts';
import type { Book } from './book.ts';

/**
 * What the job was at the start before and is at the next one, as far as that is known: the file of background jobs gives it the
 * same number.
 */
export function otherStarts(book: Pick<Book, 'idOf' | 'detail' | 'keptAs'>, key: JobKey): OtherStarts {
  const detailOf = (id: number | undefined) => (id === undefined ? undefined : book.detail(id));
  const id = book.idOf(key);
  const job = detailOf(id);
  if (id === undefined || job === undefined || job.keptAs === 0) return { before: null, after: null };
  const ids = book.keptAs(job.keptAs);
  const before = detailOf(ids.findLast((each) => each < id));
  const after = detailOf(ids.find((each) => each > id));
  return {
    before: before !== undefined && goesOnAs(before, job) ? before.key : null,
    after: after !== undefined && goesOnAs(job, after) ? after.key : null,
  };
}

/** The file gives numbers again: the second must have been found where the first was left. */
const goesOnAs = (first: JobDetail, second: JobDetail): boolean =>
  first.state === 'kept' &&
  second.steps[0]?.kind === 'found' &&
  first.function === second.function &&
  first.unique === second.unique;

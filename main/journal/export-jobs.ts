import { isUtf8 } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import { closeSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { Content, JobDetail } from '../contract/jobs.ts';
import type { JobExport } from '../contract/journal.ts';
import { csvLine } from '../util/csv.ts';
import { fileRefused } from '../util/file-refused.ts';
import { decoded, isoTime } from '../util/file-words.ts';
import type { Book } from './book.ts';

/** Jobs that are written at once, and characters of them: contents may be large. */
const AT_ONCE = { jobs: 200, characters: 1_000_000 };

/**
 * Writes jobs into a file, some at a time; tells how many there are so far, and returns it. The file is there when it is whole; it
 * is nowhere if this is ended before. Throws `file-unwritable`.
 */
export function* exportJobs(
  book: Pick<Book, 'whole'>,
  ids: Float64Array,
  path: string,
  format: JobExport['format'],
): Generator<number, number> {
  const beside = `${path}.${randomUUID()}.part`;
  let file: number | undefined;
  let jobs = 0;
  try {
    file = openSync(beside, 'wx');
    const { begin, job: lineOf } = FORMATS[format];
    let text = begin;
    for (const [index, id] of ids.entries()) {
      const job = book.whole(id);
      if (job !== undefined) {
        text += lineOf(job);
        jobs += 1;
      } // else it has left since
      if ((index + 1) % AT_ONCE.jobs !== 0 && text.length < AT_ONCE.characters) continue;
      writeFileSync(file, text); // all of it, also where a disk takes it in pieces
      text = '';
      yield jobs;
    }
    writeFileSync(file, text);
    closeSync(file);
    file = undefined;
    renameSync(beside, path);
    return jobs;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).syscall === undefined) throw error;
    throw fileRefused('file-unwritable', path, error);
  } finally {
    if (file !== undefined) closeSync(file);
    rmSync(beside, { force: true });
  }
}

interface Format {
  begin: string;
  job: (job: JobDetail) => string;
}

const COLUMNS = [
  ...[
    'submitted',
    'state',
    'function',
    'handle',
    'unique',
    'priority',
    'background',
    'server',
    'run',
    'assigned',
    'ended',
  ],
  ...[
    'attempts',
    'submissions',
    'workload_size',
    'result_size',
    'workload',
    'result',
    'exception',
    'warnings',
    'exit_code',
  ],
];

const FORMATS: Record<JobExport['format'], Format> = {
  /** One JSON object per line. */
  jsonl: {
    begin: '',
    job: (job) => {
      const { handle, ...where } = job.key;
      const told = {
        submitted: isoTime(job.submittedAt),
        state: job.state,
        function: textOrBase64(bytesOf(job.function)),
        handle: textOrBase64(bytesOf(handle)),
        unique: textOrBase64(bytesOf(job.unique)),
        priority: job.priority,
        background: job.background,
        ...where,
        assigned: timeOf(job.assignedAt),
        ended: timeOf(job.endedAt),
        attempts: job.attempts,
        submissions: job.submissions,
        progress: job.progress,
        workload: contentOf(job.workload),
        result: contentOf(job.result),
        exception: job.exception && contentOf(job.exception),
        warnings: contentOf(job.warnings),
        outcome: job.outcome,
        steps: job.steps.map(({ at, who, ...step }) => ({ at: isoTime(at), ...step, who: who && decoded(who) })),
        skippedSteps: job.skippedSteps,
      };
      return `${JSON.stringify(told)}\n`;
    },
  },
  csv: {
    begin: csvLine(COLUMNS),
    job: (job) =>
      csvLine([
        isoTime(job.submittedAt),
        job.state,
        decoded(job.function),
        decoded(job.key.handle),
        decoded(job.unique),
        job.priority,
        `${job.background}`,
        job.key.server,
        `${job.key.run}`,
        timeOf(job.assignedAt) ?? '',
        timeOf(job.endedAt) ?? '',
        `${job.attempts}`,
        `${job.submissions}`,
        `${job.workloadSize}`,
        `${job.resultSize}`,
        textOf(job.workload),
        textOf(job.result),
        job.exception === null ? '' : textOf(job.exception),
        textOf(job.warnings),
        `${job.outcome?.exitCode ?? ''}`,
      ]),
  },
};

const timeOf = (at: number | null): string | null => (at === null ? null : isoTime(at));
const bytesOf = (wire: string): Buffer => Buffer.from(wire, 'latin1');

/** Text, or what is none as its bytes in base64. */
const textOrBase64 = (bytes: Uint8Array): string | { base64: string } => {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  return isUtf8(buffer) ? buffer.toString('utf8') : { base64: buffer.toString('base64') };
};

/** A content with its size, of which the first bytes may be here. */
const contentOf = ({ size, bytes }: Content) => ({ size, ...(bytes !== null && kept(bytes)) });

function kept(bytes: Uint8Array): { text: string } | { base64: string } {
  const value = textOrBase64(bytes);
  return typeof value === 'string' ? { text: value } : value;
}

const textOf = ({ bytes }: Content): string => {
  const value = textOrBase64(bytes ?? new Uint8Array());
  return typeof value === 'string' ? value : `base64:${value.base64}`;
};

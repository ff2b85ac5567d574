import { isUtf8 } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import { closeSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { Content, JobDetail } from '../contract/jobs.ts';
import type { JobExport } from '../contract/journal.ts';
import { csvCells, csvLine, csvPart } from '../util/csv.ts';
import { fileRefused } from '../util/file-refused.ts';
import { decoded, isoTime } from '../util/file-words.ts';
import type { Book } from './book.ts';

/** Jobs that are written at once, and characters of them: contents may be large. */
const AT_ONCE = { jobs: 200, characters: 1_000_000 };
/** Bytes of a content that become text at once; a whole one may have more characters than a string can. In threes, for base64. */
const PIECE = 3 * 256 * 1024;

/**
 * Writes jobs into a file, some at a time; tells how many there are so far, and returns it. The file is there when it is whole; it
 * is nowhere if this is ended before. Throws `file-unwritable`.
 */
export function* exportJobs(
  book: Pick<Book, 'whole'>,
  ids: Float64Array,
  path: string,
  format: JobExport['format'],
  piece = PIECE,
): Generator<number, number> {
  const beside = `${path}.${randomUUID()}.part`;
  let file: number | undefined;
  let jobs = 0;
  try {
    file = openSync(beside, 'wx');
    const { begin, job: lineOf } = FORMATS[format];
    let text = begin;
    let isLarge = false;
    for (const [index, id] of ids.entries()) {
      const job = book.whole(id);
      if (job !== undefined) {
        for (const part of lineOf(job, piece)) {
          text += part;
          if (text.length < AT_ONCE.characters) continue;
          writeFileSync(file, text); // all of it, also where a disk takes it in pieces
          text = '';
          isLarge = true;
        }
        jobs += 1;
      } // else it has left since
      if ((index + 1) % AT_ONCE.jobs !== 0 && !isLarge) continue;
      writeFileSync(file, text);
      text = '';
      isLarge = false;
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
  /** Its line, in parts. */
  job: (job: JobDetail, piece: number) => Iterable<string>;
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
    *job(job, piece) {
      const { handle, ...where } = job.key;
      const before = {
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
      };
      const after = {
        outcome: job.outcome,
        steps: job.steps.map(({ at, who, ...step }) => ({ at: isoTime(at), ...step, who: who && decoded(who) })),
        skippedSteps: job.skippedSteps,
      };
      yield JSON.stringify(before).slice(0, -1);
      for (const part of ['workload', 'result', 'exception', 'warnings'] as const) {
        yield `,"${part}":`;
        yield* contentOf(job[part], piece);
      }
      yield `,${JSON.stringify(after).slice(1)}\n`;
    },
  },
  csv: {
    begin: csvLine(COLUMNS),
    *job(job, piece) {
      yield csvCells([
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
      ]);
      for (const part of ['workload', 'result', 'exception', 'warnings'] as const) {
        yield ',';
        yield* cellOf(job[part]?.bytes ?? new Uint8Array(), piece);
      }
      yield `,${csvCells([`${job.outcome?.exitCode ?? ''}`])}\r\n`;
    },
  },
};

const timeOf = (at: number | null): string | null => (at === null ? null : isoTime(at));
const bytesOf = (wire: string): Buffer => Buffer.from(wire, 'latin1');

/** Text, or what is none as its bytes in base64. */
const textOrBase64 = (bytes: Uint8Array): string | { base64: string } => {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  return isUtf8(buffer) ? buffer.toString('utf8') : { base64: buffer.toString('base64') };
};

/** A content with its size, of which the first bytes may be here; as JSON. */
function* contentOf(content: Content | null, piece: number): Generator<string> {
  if (content === null) return yield 'null';
  const { size, bytes } = content;
  yield `{"size":${size}`;
  if (bytes !== null) {
    const isText = isUtf8(bytes);
    yield isText ? ',"text":"' : ',"base64":"';
    for (const part of isText ? textIn(bytes, piece) : base64Of(bytes, piece)) yield JSON.stringify(part).slice(1, -1);
    yield '"';
  }
  yield '}';
}

/** The same as a cell: text, or what is none as `base64:` and its bytes. */
function* cellOf(bytes: Uint8Array, piece: number): Generator<string> {
  if (!isUtf8(bytes)) {
    yield 'base64:';
    yield* base64Of(bytes, piece);
  } else if (bytes.length <= piece) yield csvCells([textIn(bytes, piece).next().value ?? '']);
  else {
    let isFirst = true;
    for (const part of textIn(bytes, piece)) {
      yield csvPart(part, isFirst);
      isFirst = false;
    }
    yield '"';
  }
}

/** Text in parts that end between characters. */
function* textIn(bytes: Uint8Array, piece: number): Generator<string, undefined> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  for (let from = 0; from < bytes.length; from += piece)
    yield decoder.decode(bytes.subarray(from, from + piece), { stream: from + piece < bytes.length });
}

function* base64Of(bytes: Uint8Array, piece: number): Generator<string, undefined> {
  for (let from = 0; from < bytes.length; from += piece)
    yield Buffer.from(bytes.buffer, bytes.byteOffset + from, Math.min(piece, bytes.length - from)).toString('base64');
}

import { AppError } from '../contract/errors.ts';
import { type FileRow, type RowsKind, readRows } from './rows-file.ts';
import { type Template, templateOf } from './template.ts';

/** What the workloads of a run are made of. */
export interface Making {
  workload: { kind: 'same'; bytes: Uint8Array } | { kind: 'template'; text: string } | { kind: 'row' };
  rows: { path: string; kind: RowsKind; columns: string[]; mark: string | null } | null;
  /** Jobs, at most. */
  count: number;
  seed: number;
}

/** The template of a run. Throws what is wrong with it. */
export const templateFor = ({ workload, rows, seed }: Making): Promise<Template> =>
  templateOf(workload.kind === 'template' ? workload.text : '', { columns: rows?.columns ?? [], seed });

/**
 * Looks through the rows that would be sent, all of them, so that what is wrong is refused before anything is sent. Tells how far it
 * has come, and returns how many there are.
 */
export async function checkRows(
  making: Making,
  onProgress: (rows: number, bytes: number) => void,
  isEnded: () => boolean,
): Promise<number> {
  const { rows, count } = making;
  if (rows === null) return count;
  const { columns } = await templateFor(making);
  let bytes = 0;
  let checked = 0;
  for await (const row of readRows(rows.path, rows.kind, (read) => {
    bytes += read;
    onProgress(checked, bytes);
  })) {
    if (checked >= count || isEnded()) break;
    if (rows.kind === 'jsonl') mustHave(row, columns, rows.path); // rows of CSV have all columns
    checked += 1;
  }
  if (checked === 0 && !isEnded()) throw new AppError('rows-empty', `${rows.path} has no rows.`, { path: rows.path });
  onProgress(checked, bytes);
  return checked;
}

function mustHave({ values, line }: FileRow, columns: readonly string[], path: string): void {
  const missing = columns.find((name) => !Object.hasOwn(values, name));
  if (missing === undefined) return;
  throw new AppError('rows-column', `${path}, line ${line}: there is no “${missing}”, which the template names.`, {
    path,
    line,
    name: missing,
  });
}

/** The workloads of a run, one after the other. */
export async function* workloadsOf(making: Making): AsyncGenerator<Buffer> {
  const { workload, rows, count } = making;
  const template = await templateFor(making);
  const same = workload.kind === 'same' ? Buffer.from(workload.bytes) : null;
  const made = (row: FileRow | null, i: number): Buffer => {
    if (same !== null) return same;
    const text = workload.kind === 'row' ? (row?.json ?? '') : template.fill(row?.values ?? {}, i);
    return Buffer.from(text, 'utf8');
  };
  let i = 0;
  if (rows === null) {
    while (i < count) yield made(null, ++i);
    return;
  }
  for await (const row of readRows(rows.path, rows.kind)) {
    if (i >= count) return;
    yield made(row, ++i);
  }
}

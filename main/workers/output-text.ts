import type { CommandOutcome } from '../contract/jobs.ts';
import type { WorkerOutputLine } from '../contract/workers.ts';

/** What workers wrote and met as the text of a log file, one line each. */
export const outputText = (lines: readonly WorkerOutputLine[]): string =>
  lines
    .map(
      (line) => `${new Date(line.at).toISOString()} ${[line.worker, line.handle ?? '-', ...words(line)].join(' ')}\n`,
    )
    .join('');

function words(line: WorkerOutputLine): string[] {
  switch (line.kind) {
    case 'stdout':
    case 'stderr':
    case 'refused':
      return [line.kind, line.text];
    case 'began':
      return [line.kind, `${line.bytesIn} bytes in`];
    case 'started':
      return [line.kind, `process ${line.pid}`];
    case 'exited':
      return [line.kind, `${endOf(line.outcome)}, ${line.milliseconds.toFixed(1)} ms`];
    case 'ended':
      return [line.kind, `${endOf(line.outcome)}, ${line.bytesOut} bytes out, ${line.milliseconds.toFixed(1)} ms`];
    case 'cut':
      return [line.kind, `standard output after ${line.bytes} bytes is not kept here`];
    case 'failed':
      return [line.kind, line.failure.message];
  }
}

function endOf({ exitCode, signal, overflowed, timedOut }: CommandOutcome): string {
  if (overflowed) return 'wrote too much';
  if (timedOut) return 'took too long';
  return signal === null ? `exit code ${exitCode}` : `killed by ${signal}`;
}

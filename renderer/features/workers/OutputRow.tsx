import { memo } from 'react';
import type { WorkerOutputLine } from '../../../main/contract/workers.ts';
import { problemText } from '../../i18n/problem.ts';
import { type Text, useText } from '../../i18n/text.tsx';
import { textOfSpans } from '../../lib/ansi.ts';
import { shown } from '../../lib/bytes.ts';
import type { OutputLine } from '../../store/workers.ts';
import { Spans } from '../../ui/AnsiText.tsx';
import { Glyph, type Look } from '../../ui/glyphs.tsx';
import { outcomeText } from '../jobs/outcome-text.ts';
import styles from './Output.module.css';

interface OutputRowProps {
  line: OutputLine;
  /** All lines are of one worker, whose name need not be told again. */
  ofOne: boolean;
  needle: string;
  /** Which of its hits is the one that was gone to. */
  current: number | undefined;
}

/** One line: when, whose, what. A job's begin and end part it from the others. */
export const OutputRow = memo(function OutputRow({ line: output, ofOne, needle, current }: OutputRowProps) {
  const text = useText();
  const { line, spans } = output;
  const [time, who, job, , said] = outputWords(output, text);
  const sign = signOf(line);
  return (
    <div className={styles.line} data-kind={line.kind}>
      <span className="faint">{time}</span>
      {!ofOne && <span className="muted">{who}</span>}
      {'text' in line ? (
        <>
          <span className={styles.stream}>{line.kind}</span>
          <span className={styles.text}>
            <Spans spans={spans} needle={needle} current={current} />
          </span>
        </>
      ) : (
        <>
          <span className={`muted ${styles.job}`}>{job}</span>
          <span className={`state state--${sign.tone} ${styles.event}`}>
            <Glyph mark={sign.mark} />
            <span>{said}</span>
          </span>
        </>
      )}
    </div>
  );
});

function signOf(line: WorkerOutputLine): Look {
  if (line.kind === 'failed') return { mark: 'warn', tone: 'warn' };
  if (line.kind !== 'ended' && line.kind !== 'exited') return { mark: 'queued', tone: 'idle' };
  const { exitCode, signal, failure, overflowed, timedOut } = line.outcome;
  const well = exitCode === 0 && signal === null && failure === null && !overflowed && !timedOut;
  return well ? { mark: 'ok', tone: 'ok' } : { mark: 'error', tone: 'error' };
}

/** A line in words: time, worker, job, what kind of thing, what it is. */
export function outputWords({ line, spans }: OutputLine, text: Text): [string, string, string, string, string] {
  const job = line.handle === null ? '' : shown(line.handle);
  const said = 'text' in line ? textOfSpans(spans) : saidOf(line, text);
  return [text.exact(line.at).slice(0, 12), line.worker, job, line.kind, said];
}

function saidOf(line: Exclude<WorkerOutputLine, { text: string }>, { t, size, duration }: Text): string {
  switch (line.kind) {
    case 'began':
      return t('workers.output.began', { in: t('traffic.bytes', { count: line.bytesIn }) });
    case 'started':
      return t('workers.output.started', { pid: line.pid });
    case 'exited':
      return t('workers.output.exited', { end: outcomeText(line.outcome, t), time: duration(line.milliseconds) });
    case 'cut':
      return t('workers.output.cut', { size: size(line.bytes) });
    case 'failed':
      return problemText(line.failure, t);
    case 'ended':
      return t('workers.output.ended', {
        in: t('traffic.bytes', { count: line.bytesIn }),
        out: t('traffic.bytes', { count: line.bytesOut }),
        end: outcomeText(line.outcome, t),
        time: duration(line.milliseconds),
      });
  }
}

import { useEffect, useRef } from 'react';
import type { WorkerEntry } from '../../../main/contract/model.ts';
import { problemText } from '../../i18n/problem.ts';
import { type Text, useText } from '../../i18n/text.tsx';
import { shown, visible } from '../../lib/bytes.ts';
import { useLive } from '../../lib/live.ts';
import { useStore } from '../../store/index.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { outcomeText } from '../jobs/outcome-text.ts';
import styles from './Functions.module.css';

const TOPICS = ['functions'] as const;

/** What the workers of the chosen function did and what their commands wrote to standard error; the newest below. */
export function WorkerOutput() {
  const text = useText();
  const { t, exact } = text;
  const { selected, draft, output } = useStore((store) => store.functions);
  useLive(
    TOPICS,
    useStore((store) => store.pullOutput),
  );
  const end = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new line is scrolled to
  useEffect(() => end.current?.scrollIntoView({ block: 'end' }), [output.length]);
  if (selected === null || draft?.replaces == null) return null;
  const lines = output.map((line) => ({
    ...line,
    clock: exact(line.at).slice(0, 12),
    job: line.handle === null ? line.worker : shown(line.handle),
    text: entryText(line, text),
  }));
  return (
    <section className={styles.drawer} aria-label={t('workers.output', { name: draft.replaces })}>
      <header className="section-title">
        {t('workers.output', { name: draft.replaces })}
        <span className="grow" />
        {lines.length > 0 && (
          <CopyButton
            label={t('workers.output.copy')}
            text={lines.map((line) => `${line.clock} ${line.job} ${line.text}`).join('\n')}
          />
        )}
      </header>
      <div
        className={`code ${styles.log}`}
        role="log"
        aria-live="off"
        tabIndex={0}
        aria-label={t('workers.output', { name: draft.replaces })}
      >
        {lines.length === 0 && <span className="faint">{t('workers.output.none')}</span>}
        {lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line has no identity but its place
          <div key={index}>
            <span className="faint">{line.clock}</span> <span className="muted">{line.job}</span>{' '}
            {line.kind === 'stderr' && <span className="faint">{'stderr '}</span>}
            {line.text}
          </div>
        ))}
        <div ref={end} />
      </div>
    </section>
  );
}

/** What a worker did or met, in one line. */
function entryText(entry: WorkerEntry, { t, count, duration }: Text): string {
  switch (entry.kind) {
    case 'stdout':
    case 'stderr':
    case 'refused':
      return visible(entry.text);
    case 'began':
      return t('workers.output.began', { in: count(entry.bytesIn) });
    case 'started':
      return t('workers.output.started', { pid: entry.pid });
    case 'exited':
      return t('workers.output.exited', { end: outcomeText(entry.outcome, t), time: duration(entry.milliseconds) });
    case 'failed':
      return problemText(entry.failure, t);
    case 'ended':
      return t('workers.output.ended', {
        in: count(entry.bytesIn),
        out: count(entry.bytesOut),
        end: outcomeText(entry.outcome, t),
        time: duration(entry.milliseconds),
      });
  }
}

import { useEffect, useRef } from 'react';
import { useText } from '../../i18n/text.tsx';
import { shown, visible } from '../../lib/bytes.ts';
import { useLive } from '../../lib/live.ts';
import { useStore } from '../../store/index.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import styles from './Functions.module.css';

const TOPICS = ['functions'] as const;

/** What the workers of the chosen function did and what their commands wrote to standard error; the newest below. */
export function WorkerOutput() {
  const { t, exact } = useText();
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
    shown: visible(line.text),
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
            {line.stream === 'stderr' && <span className="faint">{'stderr '}</span>}
            {line.shown}
          </div>
        ))}
        <div ref={end} />
      </div>
    </section>
  );
}

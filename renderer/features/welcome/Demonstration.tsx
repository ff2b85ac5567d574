import { ChevronRight, RotateCcw } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { FunctionDefinition } from '../../../main/contract/functions.ts';
import type { SubmissionInfo } from '../../../main/contract/submission.ts';
import { useText } from '../../i18n/text.tsx';
import { shown, textOf, visible } from '../../lib/bytes.ts';
import { useStore } from '../../store/index.ts';
import { Button } from '../../ui/Button.tsx';
import { State } from '../../ui/glyphs.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { commandText } from '../functions/command-text.ts';
import { DrawnStory } from './DrawnStory.tsx';
import styles from './Welcome.module.css';

/** A job that is done as soon as the server answers: what goes in, what comes out, and its story, arrow by arrow. */
export function Demonstration() {
  const { t } = useText();
  const { shown: last, running } = useStore((store) => store.welcome);
  const serves = useStore(({ server }) => server?.state === 'running' && server.echo !== null);
  const demonstrate = useStore((store) => store.demonstrate);
  const [text, setText] = useState<string | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const began = useRef(false);
  const workload = text ?? t('demo.workload');
  const run = () => {
    setText(workload); // in another language it is still what was sent
    void demonstrate(workload);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: it begins by itself once
  useEffect(() => {
    if (!serves || began.current) return;
    began.current = true;
    run();
  }, [serves]);
  const submission = last?.submission;
  const job = submission?.key ?? null;
  const result =
    submission?.result.bytes == null ? '' : visible(textOf(submission.result.bytes)).replace(/↵$/, '').trim();
  const change = () => {
    field.current?.focus();
    field.current?.select();
  };
  const leaveField = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key !== 'Escape' || event.nativeEvent.isComposing || event.keyCode === 229) return;
    event.preventDefault(); // it leaves the text and not the first steps
    event.currentTarget.blur();
  };
  return (
    <section className={styles.demo} aria-label={t('demo.title')} aria-busy={running}>
      <header className={styles.demoHead}>
        <h2>{t('demo.title')}</h2>
        {job !== null && <span className="code muted">{shown(job.handle)}</span>}
        <span className="grow" />
        {submission && <Outcome submission={submission} />}
      </header>
      <div className={styles.io}>
        <label className={styles.box}>
          <span className="faint">{t('submit.workload')}</span>
          <textarea
            ref={field}
            className="textarea textarea--code"
            rows={2}
            value={workload}
            spellCheck={false}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={leaveField}
          />
        </label>
        <Icon of={ChevronRight} />
        <div className={styles.box}>
          <span className="faint">{t('demo.worker')}</span>
          <div className="code-block">
            {last === null ? ' ' : commandText(last.definition.command)}
            <div className="faint">{t('demo.counts')}</div>
          </div>
        </div>
        <Icon of={ChevronRight} />
        <div className={styles.box} aria-live="polite">
          <span className="faint">{t('submit.result')}</span>
          <div className={`code-block ${styles.answer}`}>{result}</div>
        </div>
      </div>
      {job === null || last === null ? (
        <p className={`faint ${styles.nothing}`}>{t(running || serves ? 'demo.begins' : 'demo.waits')}</p>
      ) : (
        <DrawnStory key={job.handle} job={job} by={last.definition} />
      )}
      <footer className={styles.demoFoot}>
        <Button icon={RotateCcw} disabled={running || !serves} onClick={run}>
          {t('demo.again')}
        </Button>
        <Button variant="quiet" onClick={change}>
          {t('demo.change')}
        </Button>
        <span className="grow" />
        {last !== null && <Lent definition={last.definition} />}
      </footer>
    </section>
  );
}

function Outcome({ submission: { state, sentAt, endedAt } }: { submission: SubmissionInfo }) {
  const { t, duration } = useText();
  const look = state === 'done' ? ({ mark: 'ok', tone: 'ok' } as const) : ({ mark: 'error', tone: 'error' } as const);
  return <State {...look}>{t(`submission.${state}`, { time: duration((endedAt ?? sentAt) - sentAt) })}</State>;
}

/** Its worker has gone, and the workspace is as it was, unless the person wants to have it. */
function Lent({ definition: { name } }: { definition: FunctionDefinition }) {
  const { t } = useText();
  const kept = useStore((store) => store.welcome.kept);
  const keep = useStore((store) => store.keepDemonstrated);
  if (kept)
    return (
      <span className="muted" role="status">
        {t('demo.kept', { name })}
      </span>
    );
  return (
    <>
      <span className="faint truncate">{t('demo.lent', { name })}</span>
      <Button variant="quiet" onClick={() => void keep()}>
        {t('demo.keep', { name })}
      </Button>
    </>
  );
}
